import type { ProjectionName } from "../../events/projections/projection";
import { SUBSCRIPTION_ROW } from "../../events/projections/subscriptions";
import { generations, type Generations } from "./generations";
import { projectionRows } from "./projection-rows";
import type { ProjectionRows, StoredRow } from "./rows";

/** The live rows, for those who read them. They follow the log within moments, not at once. */
export interface ReadProjections {
  /** The row of one subscription; undefined if none is known under this id. */
  readonly subscription: (id: string) => Promise<StoredRow | undefined>;
  /** The subscriptions bought by an AWS account. */
  readonly customer: (awsAccountId: string) => Promise<readonly StoredRow[]>;
  /** The subscriptions used in a tenant. */
  readonly tenant: (tenantId: string) => Promise<readonly StoredRow[]>;
  /** Whether a subscription of the tenant, other than the one named, gives access. */
  readonly othersGrant: (tenantId: string, subscriptionId: string) => Promise<boolean>;
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
  return {
    subscription: async (id) => (await partition("subscriptions", id)).find(({ key }) => key === SUBSCRIPTION_ROW),
    customer: (awsAccountId) => partition("customers", awsAccountId),
    tenant,
    othersGrant: async (tenantId, subscriptionId) =>
      (await tenant(tenantId)).some(({ key, content }) => key !== subscriptionId && content?.["access"] === "granted"),
  };
};

/** The live rows of this deployment. */
export const liveProjections = (): ReadProjections => readProjections({ rows: projectionRows(), generations: generations() });
