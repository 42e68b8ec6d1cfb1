import { join } from "node:path";
import { dayOf, hourAt, hourAfter, startOf } from "../../../../events/kernel/hour";
import { later } from "../../../../events/kernel/values";
import { usage, usageStream } from "../../../../events/usage/decider";
import { isConserved } from "../../../../events/usage/totals";
import { inParallel } from "../../../../functions/kernel/task/batches";
import { pacer } from "../../../../functions/kernel/reconciliation/pace";
import { storedUnsentUsage } from "../../../../functions/kernel/usage/unsent-usage";
import { storedUsageAllocations } from "../../../../functions/kernel/usage/usage-allocations";
import { usageBooks } from "../../../../functions/kernel/usage/usage-books";
import { storedUsageRecords } from "../../../../functions/kernel/usage/usage-records";
import { storedUsageWork } from "../../../../functions/kernel/usage/usage-work";
import { BUDGET_MS as SEAL_MS, sealUsage } from "../../../../functions/seal-usage/handler";
import { BUDGET_MS as SUBMIT_MS, CALLS_PER_SECOND, submitUsage } from "../../../../functions/submit-usage/handler";
import { takeUsage } from "../../../../functions/kernel/usage/take-usage";
import { openDocuments } from "../../../../infra/local/cloud/documents";
import { memoryLane } from "../../../functions/metering/memory-ports";
import { right, same } from "../../right";
import { inFolder } from "../stall";
import { CATALOGUE, DIMENSION, idOf, licenseArn, subscribe } from "./licenses";
import { marketOf } from "./market";
import { runMetering } from "./run";
import { storedInFolder, type DynamoCalls } from "./stored";
import { virtualTime } from "./virtual-time";

const STARTS_AT = "2026-11-24T09:05:00.000Z";

// How long calls are said to take. DynamoDB answers in single-digit milliseconds (its product page's own words); Step Functions
// and a warm Lambda take some 50 ms between two tasks; a metering call is assumed to take AWS 150 ms, of which the quota knows nothing.
const DYNAMO_MS = 5;
const INVOKE_MS = 50;
const METER_MS = 150;

/** POST /usage takes so many records. */
const REPORT = 500;
const WIDTH = 32;

/** What an hour of so many licenses came to. */
export interface MeteredHour {
  readonly licenses: number;
  readonly calls: number;
  readonly throttled: number;
  /** From the first call to the last, of the time that is driven. */
  readonly tellingMs: number;
  /** The whole run, of the time that is driven. */
  readonly runMs: number;
  /** The whole run, on this machine. */
  readonly realMs: number;
  readonly intake: DynamoCalls;
  readonly metering: DynamoCalls;
  readonly historyEvents: number;
  readonly largestPayload: number;
  readonly invocations: Readonly<Record<string, number>>;
  readonly longestInvocationMs: number;
  readonly peakBytes: number;
}

/** No two neighbours used alike, so that a record that went to another is seen. */
const quantityOf = (index: number): number => 1 + (index % 997);

const setUp = async (folder: string, licenses: number) => {
  const time = virtualTime(STARTS_AT);
  const documents = await openDocuments(join(folder, "aws"));
  const stored = await storedInFolder(join(folder, "dynamodb"), time, DYNAMO_MS);
  const market = await marketOf({ documents: documents.documents, time, buyers: licenses, callMs: METER_MS });
  const { store, table } = stored;
  const clock = { now: time.instant };
  const ports = {
    store,
    clock,
    books: usageBooks({ store, clock }),
    records: storedUsageRecords(table),
    work: storedUsageWork(table),
    unsent: storedUnsentUsage(table),
    allocations: storedUsageAllocations(table),
  };
  return { time, documents, stored, market, ports };
};
type Setting = Awaited<ReturnType<typeof setUp>>;

const report = async ({ ports, time }: Setting, indexes: readonly number[]): Promise<void> => {
  const { store, records, work, clock } = ports;
  const take = takeUsage({ store, records, work, catalogue: CATALOGUE, clock });
  const usedAt = time.instant();
  for (let from = 0; from < indexes.length; from += REPORT) {
    const answers = await take(
      indexes.slice(from, from + REPORT).map((index) => ({
        recordId: `r-${index}`,
        subscription: idOf(index),
        dimension: DIMENSION,
        quantity: String(quantityOf(index)),
        usedAt,
      })),
    );
    const taken = answers.filter(({ status }) => status === "accepted").length;
    right(
      taken === answers.length,
      `Of ${answers.length} records ${taken} were accepted: ${JSON.stringify(answers.find(({ status }) => status !== "accepted"))}.`,
    );
  }
};

/** What AWS holds is what was reported, to the unit and license by license; the books say so too, and no list has anything left. */
const check = async ({ market, stored, ports: { store } }: Setting, indexes: readonly number[]): Promise<void> => {
  const held = new Map<string, number>();
  for await (const { licenseArn: arn = "", dimension, quantity } of market.held(STARTS_AT.slice(0, 7))) {
    if (dimension === DIMENSION) held.set(arn, (held.get(arn) ?? 0) + quantity);
  }
  same("the licenses that AWS holds usage of", held.size, indexes.length);
  const wrong = indexes.find((index) => held.get(licenseArn(index)) !== quantityOf(index));
  right(wrong === undefined, `AWS holds ${held.get(licenseArn(wrong ?? 0))} units of license ${wrong}, of which ${quantityOf(wrong ?? 0)} were reported.`);
  await inParallel(indexes, WIDTH, async (index) => {
    const { state } = await store.load(usage, usageStream(idOf(index), dayOf(hourAt(STARTS_AT))));
    const totals = state.totals[DIMENSION];
    right(totals !== undefined && isConserved(totals), `The book of license ${index} does not add up.`);
    same(`the billed units in the book of license ${index}`, totals.billed, String(quantityOf(index)));
  });
  same("what is left to be told", await stored.count("unsent#"), 0);
};

/** One hour of usage of so many licenses: taken at the door, sealed, told to the simulated AWS under its quota, and written down. */
export const meteredHour = (
  { licenses, definition }: { readonly licenses: number; readonly definition: string },
  tell: (step: string) => void,
): Promise<MeteredHour> =>
  inFolder(async (folder) => {
    const setting = await setUp(folder, licenses);
    const { time, stored, market, documents, ports } = setting;
    try {
      const indexes = Array.from({ length: licenses }, (_, index) => index);
      tell(`${licenses} licenses are activated`);
      await subscribe(setting.ports, indexes);
      stored.takeCalls();
      tell(`${licenses} records are reported`);
      await report(setting, indexes);
      const intake = stored.takeCalls();
      await time.pause(Date.parse(later(startOf(hourAfter(hourAt(STARTS_AT))), 15 * 60_000)) - time.now());

      const { clock } = ports;
      const budgetOf = (milliseconds: number) => () => {
        const end = time.now() + milliseconds;
        return { spent: () => time.now() >= end };
      };
      const seal = sealUsage({ ...ports, catalogue: CATALOGUE, readEntitlements: () => Promise.resolve(), region: "us-east-1", budget: budgetOf(SEAL_MS) });
      const submit = submitUsage({
        ...ports,
        metering: market.metering,
        lane: memoryLane(clock.now),
        regions: ["us-east-1"],
        turn: pacer(CALLS_PER_SECOND, { now: time.now, pause: time.pause }),
        budget: budgetOf(SUBMIT_MS),
      });
      const [startedAt, started] = [time.now(), performance.now()];
      const showing = setInterval(() => {
        tell(market.calls.sent === 0 ? `${licenses} hours are sealed` : `AWS is told: ${market.calls.records} of ${licenses}`);
      }, 1_000);
      const run = await runMetering({ definition, documents: documents.documents, time, seal, submit, invokeMs: INVOKE_MS }).finally(() => {
        clearInterval(showing);
      });
      const [runMs, realMs] = [time.now() - startedAt, performance.now() - started];
      const meteringCalls = stored.takeCalls();
      // Weighed before the check, which remembers what AWS holds of every license.
      const peakBytes = process.resourceUsage().maxRSS * 1024;
      same("the end of the run", run.status, "SUCCEEDED");
      tell(`${licenses} licenses are checked`);
      await check(setting, indexes);
      const { sent, throttled, firstAt, lastAt } = market.calls;
      return {
        licenses,
        calls: sent,
        throttled,
        tellingMs: lastAt - firstAt,
        runMs,
        realMs,
        intake,
        metering: meteringCalls,
        historyEvents: run.events,
        largestPayload: run.largestPayload,
        invocations: run.invocations,
        longestInvocationMs: run.longestMs,
        peakBytes,
      };
    } finally {
      await market.close();
      await stored.close();
      await documents.close();
    }
  });
