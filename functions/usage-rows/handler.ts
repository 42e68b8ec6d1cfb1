import { catalogue } from "../kernel/task/catalogue";
import { clock } from "../kernel/task/clock";
import { lowLevelClient } from "../kernel/aws/dynamo";
import { eventLog } from "../kernel/streams/event-log";
import { Failure } from "../kernel/task/failure";
import { log } from "../kernel/task/log";
import { setting } from "../kernel/task/settings";
import { takeUsage } from "../kernel/usage/take-usage";
import { deployedUsageTable, storedUsageRecords } from "../kernel/usage/usage-records";
import { usageRowTable } from "../kernel/usage/usage-row-table";
import { storedUsageWork } from "../kernel/usage/usage-work";
import { storedWaitingRows } from "../kernel/usage/waiting-rows";
import { answerRows } from "./answer-rows";
import { UsageRows } from "./contract";

let answers: ReturnType<typeof answerRows> | undefined;

const serve = (): ReturnType<typeof answerRows> => {
  if (answers !== undefined) return answers;
  const table = deployedUsageTable();
  const products = catalogue();
  answers = answerRows({
    rows: usageRowTable({ client: lowLevelClient(), table: setting("USAGE_ROW_TABLE") }),
    take: takeUsage({ store: eventLog(), records: storedUsageRecords(table), work: storedUsageWork(table), catalogue: products, clock }),
    catalogue: products,
    waiting: storedWaitingRows(table),
    clock,
    failed: (_, error) => {
      log.error("a row of usage was not taken in: it comes again", { failure: error instanceof Error ? error.name : "unknown" });
    },
  });
  return answers;
};

export const handler = async (event: unknown): Promise<unknown> => {
  const parsed = UsageRows.input.safeParse(event);
  if (!parsed.success) throw new Failure("Permanent", "usage-rows was sent something that is no record of its table's stream, and no schedule's word.");
  if ("Records" in parsed.data) return await serve().answer(parsed.data.Records);
  await serve().again();
  return undefined;
};
