import { inParallel } from "../../../../functions/kernel/task/batches";
import { dynamoEventStore } from "../../../../functions/kernel/streams/dynamo-event-store";
import { usageTable } from "../../../../functions/kernel/usage/usage-table";
import { storedUsageRecords } from "../../../../functions/kernel/usage/usage-records";
import { storedUsageWork } from "../../../../functions/kernel/usage/usage-work";
import { takeUsage } from "../../../../functions/kernel/usage/take-usage";
import { startDynalite, startDynamoDbLocal } from "../../../kit/log-tables";
import { same } from "../../right";
import { CATALOGUE, DIMENSION, idOf, subscribe } from "./licenses";

const NOW = "2026-11-24T09:05:00.000Z";

/** POST /usage takes so many records. */
const REPORT = 500;

/** Requests at a time: as many functions as a few product services keep busy. */
const AT_ONCE = 4;

export interface UsageTaken {
  readonly engine: "dynalite" | "DynamoDB Local";
  readonly records: number;
  readonly licenses: number;
  readonly milliseconds: number;
  /** Calls of DynamoDB's for each record, and units. */
  readonly callsEach: number;
  readonly unitsEach: number;
}

/** Reports so many records by the door's own code: each claimed, put on the list, kept, and looked after the fence of its hour. */
export const usageTaken = async (
  { engine, licenses, records }: Pick<UsageTaken, "engine" | "licenses" | "records">,
  tell: (step: string) => void,
): Promise<UsageTaken> => {
  const opened = await (engine === "dynalite" ? startDynalite() : startDynamoDbLocal());
  try {
    const { client } = opened;
    const clock = { now: () => NOW };
    const store = dynamoEventStore(opened);
    tell(`${licenses} licenses are activated on ${engine}`);
    await subscribe(
      { store, clock },
      Array.from({ length: licenses }, (_, index) => index),
    );
    const table = usageTable({ client, table: opened.usageTable });
    const kept = storedUsageRecords(table);
    const take = takeUsage({ store, records: kept, work: storedUsageWork(table), catalogue: CATALOGUE, clock });
    const [calls, units, started] = [opened.calls().length, opened.units(), performance.now()];
    tell(`${records} records are reported on ${engine}`);
    const requests = Array.from({ length: records / REPORT }, (_, request) => request);
    const answers = await inParallel(requests, AT_ONCE, (request) =>
      take(
        Array.from({ length: REPORT }, (_, place) => ({
          recordId: `r-${request}-${place}`,
          subscription: idOf((request * REPORT + place) % licenses),
          dimension: DIMENSION,
          quantity: "0.25",
          usedAt: NOW,
        })),
      ),
    );
    const milliseconds = performance.now() - started;
    same("the records that were accepted", answers.flat().filter(({ status }) => status === "accepted").length, records);
    const rows = await inParallel(
      Array.from({ length: licenses }, (_, index) => index),
      16,
      async (index) => (await kept.rows(idOf(index), NOW.slice(0, "2026-11-24T09".length))).length,
    );
    same(
      "the records that are kept",
      rows.reduce((sum, count) => sum + count, 0),
      records,
    );
    return {
      engine,
      records,
      licenses,
      milliseconds,
      callsEach: (opened.calls().length - calls - rows.length) / records,
      unitsEach: (opened.units() - units) / records,
    };
  } finally {
    await opened.stop();
  }
};
