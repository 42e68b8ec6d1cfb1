import { z } from "zod";
import { WORKLIST_SHARDS, WorkKind, worklistPartition } from "../../events/projections/worklist";
import { inParallel } from "./batches";
import { Failure } from "./failure";
import type { Generations } from "./generations";
import type { ProjectionRows, StoredRow } from "./rows";

/** Something that waits for a person. */
const WorkItem = z.object({
  kind: WorkKind,
  subscriptionId: z.string(),
  productCode: z.string().nullable(),
  awsAccountId: z.string().nullable(),
  test: z.boolean(),
  access: z.string(),
  /** Since when; null where no time is known. */
  since: z.string().nullable(),
  detail: z.record(z.string(), z.json()),
});
export type WorkItem = z.infer<typeof WorkItem>;

const readRow = ({ key, content }: StoredRow): WorkItem => {
  const item = WorkItem.safeParse(content);
  if (item.success) return item.data;
  throw new Failure("Permanent", `The row '${key}' of the worklist can't be read. Rebuild the projection: stallkeeper rebuild worklist.`);
};

/** Parts of the list that are read at once. */
const WIDTH = 16;

/** What waits for a person, the longest waiting first: of the kinds named, else of all. */
export const readWorklist = async (
  { rows, generations }: { readonly rows: Pick<ProjectionRows, "partition">; readonly generations: Pick<Generations, "of"> },
  kinds: readonly WorkKind[] = WorkKind.options,
): Promise<readonly WorkItem[]> => {
  const { live } = await generations.of("worklist");
  const parts = kinds.flatMap((kind) => Array.from({ length: WORKLIST_SHARDS }, (_, shard) => worklistPartition(kind, String(shard))));
  const found = await inParallel(parts, WIDTH, (partition) => rows.partition({ projection: "worklist", generation: live, partition }));
  return found
    .flat()
    .map(readRow)
    .toSorted((one, other) => ((one.since ?? "") < (other.since ?? "") ? -1 : 1));
};
