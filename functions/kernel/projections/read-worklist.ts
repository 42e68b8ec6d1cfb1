import { z } from "zod";
import { ParkingReason } from "../../../events/notice/events";
import { SubscriptionWork, WORKLIST_SHARDS, WorkKind, worklistPartition, type List } from "../../../events/projections/worklist";
import { inParallel } from "../task/batches";
import { Failure } from "../task/failure";
import type { Generations } from "./generations";
import type { ProjectionRows, StoredRow } from "./rows";

/** Since when; null where no time is known. */
const Since = z.string().nullable();

/** Something of a subscription's that waits for a person. */
export const SubscriptionItem = z.object({
  kind: SubscriptionWork,
  subscriptionId: z.string(),
  productCode: z.string().nullable(),
  awsAccountId: z.string().nullable(),
  test: z.boolean(),
  access: z.string(),
  since: Since,
  detail: z.record(z.string(), z.json()),
});
export type SubscriptionItem = z.infer<typeof SubscriptionItem>;

/** A visit of a buyer whom AWS named without a license. */
const ArrivalItem = z.object({
  kind: z.literal("unlicensedArrival"),
  arrivalId: z.string(),
  productCode: z.string(),
  awsAccountId: z.string().nullable(),
  since: Since,
  /** The subscriptions it may be, once a person has to say which; null while AWS is asked again. */
  detail: z.object({ candidates: z.array(z.string()).nullable() }),
});

/** A notice that no run could act on. */
const NoticeItem = z.object({
  kind: z.literal("parkedNotice"),
  noticeId: z.string(),
  since: Since,
  /** `noticeKind` is empty where it could not be read. */
  detail: z.object({ reason: ParkingReason, noticeKind: z.string(), channel: z.string() }),
});

/** Something that waits for a person. */
const WorkItem = z.discriminatedUnion("kind", [SubscriptionItem, ArrivalItem, NoticeItem]);
export type WorkItem = z.infer<typeof WorkItem>;
export type ItemOf<Kind extends WorkKind> = Extract<WorkItem, { readonly kind: Kind }>;

/** A notice that a person has dismissed. */
const DismissedNotice = z.object({
  noticeId: z.string(),
  dismissed: z.object({ reason: z.string(), by: z.string(), at: z.string() }),
  detail: NoticeItem.shape.detail,
});
export type DismissedNotice = z.infer<typeof DismissedNotice>;

const readRow = <Item>(schema: z.ZodType<Item>, { key, content }: StoredRow): Item => {
  const item = schema.safeParse(content);
  if (item.success) return item.data;
  throw new Failure("Permanent", `The row '${key}' of the worklist can't be read. Rebuild the projection: stallkeeper rebuild worklist.`);
};

/** Parts of the list that are read at once. */
const WIDTH = 16;

interface ReadFrom {
  readonly rows: Pick<ProjectionRows, "partition">;
  readonly generations: Pick<Generations, "of">;
}

const readLists = async ({ rows, generations }: ReadFrom, lists: readonly List[]): Promise<readonly StoredRow[]> => {
  const { live } = await generations.of("worklist");
  const parts = lists.flatMap((list) => Array.from({ length: WORKLIST_SHARDS }, (_, shard) => worklistPartition(list, String(shard))));
  return (await inParallel(parts, WIDTH, (partition) => rows.partition({ projection: "worklist", generation: live, partition }))).flat();
};

/** What waits for a person, the longest waiting first: of the kinds named, else of all. */
export const readWorklist = async (from: ReadFrom, kinds: readonly WorkKind[] = WorkKind.options): Promise<readonly WorkItem[]> =>
  (await readLists(from, kinds))
    .map((row) => readRow(WorkItem, row))
    .toSorted((one, other) => ((one.since ?? "") < (other.since ?? "") ? -1 : Number((one.since ?? "") > (other.since ?? ""))));

/** The notices that were dismissed, the newest dismissal first. */
export const readDismissedNotices = async (from: ReadFrom): Promise<readonly DismissedNotice[]> =>
  (await readLists(from, ["dismissedNotice"]))
    .map((row) => readRow(DismissedNotice, row))
    .toSorted((one, other) => (one.dismissed.at > other.dismissed.at ? -1 : Number(one.dismissed.at < other.dismissed.at)));
