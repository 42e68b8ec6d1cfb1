import { z } from "zod";
import type { ProjectionName } from "../../../events/projections/projection";
import { SUBSCRIPTION_ROW } from "../../../events/projections/subscriptions";
import { generations, type Generations } from "./generations";
import { projectionRows } from "./projection-rows";
import type { ProjectionRows, StoredRow } from "./rows";

const TenantOf = z.object({ tenantId: z.string().nullable() });

/** The live rows, for those who read them. They follow the log within moments, not at once. */
export interface ReadProjections {
  /** The row of one subscription; undefined if none is known under this id. */
  readonly subscription: (id: string) => Promise<StoredRow | undefined>;
  /** The subscriptions bought by an AWS account. */
  readonly customer: (awsAccountId: string) => Promise<readonly StoredRow[]>;
  /** The subscriptions used in a tenant. */
  readonly tenant: (tenantId: string) => Promise<readonly StoredRow[]>;
  /**
   * Whether a subscription of the tenant, other than the one named, gives access. Its successor is of the tenant, unless it was
   * linked to another: even while the tenant is still on the way to it.
   */
  readonly othersGrant: (tenantId: string, subscriptionId: string, successor: string | undefined) => Promise<boolean>;
}

/** Reads the live generation of each projection. */
export const readProjections = ({
  rows,
  generations: { of },
}: {
  readonly rows: Pick<ProjectionRows, "partition">;
  readonly generations: Pick<Generations, "of">;
}): ReadProjections => {
  const partition = async (projection: ProjectionName, name: string): Promise<readonly StoredRow[]> => {
    const { live } = await of(projection);
    const found = await rows.partition({ projection, generation: live, partition: name });
    if (found.length > 0) return found;
    // Nothing, or a rebuild swapped the generations between the two reads and the old rows are gone.
    const now = (await of(projection)).live;
    return now === live ? found : await rows.partition({ projection, generation: now, partition: name });
  };
  const tenant = (tenantId: string): Promise<readonly StoredRow[]> => partition("tenants", tenantId);
  const subscription = async (id: string): Promise<StoredRow | undefined> => (await partition("subscriptions", id)).find(({ key }) => key === SUBSCRIPTION_ROW);
  const isGranted = (row: StoredRow | undefined): boolean => row?.content?.["access"] === "granted";
  return {
    subscription,
    customer: (awsAccountId) => partition("customers", awsAccountId),
    tenant,
    othersGrant: async (tenantId, subscriptionId, successor) => {
      if ((await tenant(tenantId)).some((row) => row.key !== subscriptionId && isGranted(row))) return true;
      const next = successor === undefined ? undefined : await subscription(successor);
      return isGranted(next) && [null, tenantId].includes(TenantOf.parse(next?.content).tenantId);
    },
  };
};

/** The live rows of this deployment. */
export const liveProjections = (): ReadProjections => readProjections({ rows: projectionRows(), generations: generations() });
