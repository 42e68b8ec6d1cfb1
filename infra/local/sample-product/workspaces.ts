import { createHash } from "node:crypto";
import { z } from "zod";
import { Instant } from "../../../events/kernel/values";
import type { Documents } from "../cloud/documents";
import { oneAtATime } from "../marketplace/one-at-a-time";

/** A customer's place in the sample product: its tenant. */
const Workspace = z
  .strictObject({
    tenantId: z.string(),
    productCode: z.string(),
    /** The customer's own name for it. It stays here: Stallkeeper knows the id only. */
    name: z.string(),
    subscriptions: z.array(z.string()).readonly(),
    openedAt: Instant,
  })
  .readonly();
export type Workspace = z.infer<typeof Workspace>;

/** What a person may call a workspace. */
export const WorkspaceName = z.string().trim().min(1, "Give your workspace a name.").max(60, "Sixty characters are enough.");

const KIND = "sample-workspace";

/**
 * The id of a product's workspace with a name. It says nothing of the name, which may be a person's; and it is the
 * same when a log-in that broke off is tried again.
 */
export const tenantIdOf = (productCode: string, name: string): string =>
  `tenant-${createHash("sha256")
    .update(JSON.stringify([productCode, name.trim().toLowerCase()]))
    .digest("hex")
    .slice(0, 12)}`;

/** The sample product's own tenants. */
export const workspaces = ({ documents, now }: { readonly documents: Documents; readonly now: () => Instant }) => {
  const exclusively = oneAtATime();
  const find = async (productCode: string, tenantId: string): Promise<Workspace | undefined> => {
    const found = Workspace.safeParse(await documents.get(KIND, tenantId));
    return found.success && found.data.productCode === productCode ? found.data : undefined;
  };
  return {
    find,
    list: async (productCode: string): Promise<readonly Workspace[]> =>
      (await documents.list(KIND))
        .map(({ document }) => Workspace.parse(document))
        .filter((workspace) => workspace.productCode === productCode)
        .sort((one, other) => one.name.localeCompare(other.name)),
    /** Opens a workspace, or adds to the one of that name. */
    open: (productCode: string, name: string, subscription?: string): Promise<Workspace> =>
      exclusively(async () => {
        const tenantId = tenantIdOf(productCode, name);
        const known = (await find(productCode, tenantId)) ?? { tenantId, productCode, name: name.trim(), subscriptions: [], openedAt: now() };
        const workspace: Workspace = { ...known, subscriptions: [...new Set([...known.subscriptions, ...(subscription === undefined ? [] : [subscription])])] };
        await documents.put(KIND, tenantId, workspace);
        return workspace;
      }),
  };
};
