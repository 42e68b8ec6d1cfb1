import { COUNTED } from "../../../infra/aws/told-by-functions";
import { meteringDefinition } from "../../kit/metering-definition";
import type { Benchmark, Table } from "../benchmark";
import type { MeteredHour } from "../measure/metering/hour";
import type { BuyerCost, StepCost } from "../measure/one-buyer";
import { inOwnProcess } from "../own-process";
import { bill, PRICES, standing, together, type Bill, type Use } from "../report/bill";
import { dollars, megabytes, rounded, whole } from "../report/numbers";
import { alarmsDeployed } from "../measure/alarms-deployed";

const SUBSCRIPTIONS = [1_000, 100_000, 1_000_000];

// A seller's month, as it is assumed: one subscription in twenty is new, each is changed once by AWS (a renewal, an amendment), and
// where it is metered one dimension is used in every hour of thirty days.
const NEW = 0.05;
const CHANGES = 1;
const HOURS = 720;

/** A metering run begins every quarter of an hour, and one that finds nothing has five transitions (`infra/aws/metering.ts`). */
const IDLE_TRANSITIONS = 4 * 5 * HOURS;

/** Licenses of the hour that is measured. */
const LICENSES = 10_000;
const QUICK_LICENSES = 500;

// How long a function takes, of which this machine knows nothing: DynamoDB answers in 5 ms, AWS Marketplace in 150, and 10 are its own.
const DYNAMO_MS = 5;
const MARKETPLACE_MS = 150;
const OWN_MS = 10;
const GIGABYTES = 0.5;

/** POST /usage makes so many calls to DynamoDB at once. */
const AT_ONCE = 25;

const seconds = (milliseconds: number): number => (milliseconds / 1000) * GIGABYTES;

const useOf = ({ transitions, invocations, reads, readUnits, writes, writeUnits, marketplaceCalls, eventsPut }: StepCost, logBytes: number): Use => ({
  transitions,
  invocations,
  gigabyteSeconds: seconds(invocations * OWN_MS + (reads + writes) * DYNAMO_MS + marketplaceCalls * MARKETPLACE_MS),
  readUnits,
  writeUnits,
  events: eventsPut,
  logBytes,
});

/** A buyer's whole way in; and a change that AWS tells of, which is taken to cost what its telling of the purchase does. */
const usesOf = ({ steps, logBytes }: BuyerCost): { readonly buyer: Use; readonly change: Use } => {
  const share = logBytes / steps.length;
  const [told, ...others] = steps.map((step) => useOf(step, share));
  const readAgain = others.at(-1);
  if (told === undefined || readAgain === undefined) throw new Error("A buyer's way in has no steps.");
  const once = (uses: readonly Use[]): Use => together(uses.map((use) => ({ use, times: 1 })));
  return { buyer: once([told, ...others]), change: once([told, readAgain]) };
};

/** One license's hour, from the door to AWS's answer in its book. */
const hourOf = ({ licenses, runMs, intake, metering, invocations, historyEvents }: MeteredHour): Use => {
  const called = Object.values(invocations).reduce((sum, count) => sum + count, 0);
  return {
    // A state is entered and left, and a task is scheduled, started and ended between: seven events a round of two states.
    transitions: (historyEvents * 2) / 7 / licenses,
    invocations: called / licenses,
    gigabyteSeconds: seconds((runMs + ((intake.reads + intake.writes) * DYNAMO_MS) / AT_ONCE) / licenses),
    readUnits: (intake.readUnits + metering.readUnits) / licenses,
    writeUnits: (intake.writeUnits + metering.writeUnits) / licenses,
    events: 0,
    logBytes: (intake.logBytes + metering.logBytes) / licenses,
  };
};

const total = (of: Bill): number => Object.values(of).reduce((sum, cost) => sum + cost, 0);

const monthTable = (of: Bill, fixed: number): Table => ({
  heading: ["A month, in dollars", ...SUBSCRIPTIONS.map((count) => `${whole(count)} subscriptions`)],
  rows: [
    ...Object.entries(of).map(([what, each]) => [what, ...SUBSCRIPTIONS.map((count) => dollars(each * count))]),
    ["Whether anybody comes or not", ...SUBSCRIPTIONS.map(() => dollars(fixed))],
    ["**Together**", ...SUBSCRIPTIONS.map((count) => dollars(total(of) * count + fixed))],
    ["For a subscription", ...SUBSCRIPTIONS.map((count) => dollars(total(of) + fixed / count))],
  ],
});

export const month: Benchmark = {
  name: "month",
  title: "What a month costs",
  question:
    "What AWS charges a seller for Stallkeeper, computed from what one buyer and one hour of usage were measured to use, at AWS's prices on demand in us-east-1 (November 2026, without free tiers).",
  run: async ({ quick, tell }) => {
    const contract = usesOf(await inOwnProcess("oneBuyer", { product: "harbourlight0contract0001" }, tell));
    const payAsYouGo = usesOf(await inOwnProcess("oneBuyer", { product: "tidewater0subscription002" }, tell));
    const licenses = quick ? QUICK_LICENSES : LICENSES;
    const hour = hourOf(await inOwnProcess("meteredHour", { licenses, definition: meteringDefinition("bench") }, tell));
    const life = ({ buyer, change }: typeof contract) => [
      { use: buyer, times: NEW },
      { use: change, times: CHANGES },
    ];
    const fixed = standing({ alarms: alarmsDeployed(), metrics: Object.keys(COUNTED).length }) + IDLE_TRANSITIONS * PRICES.transition;
    const used = together([{ use: hour, times: HOURS }]);
    return {
      parts: [
        { text: "### Contracts" },
        { table: monthTable(bill(together(life(contract))), fixed) },
        { text: "### Pay as you go, one dimension used in every hour" },
        { table: monthTable(bill(together([...life(payAsYouGo), { use: hour, times: HOURS }])), fixed) },
        {
          text: `Assumed of each subscription: ${rounded(NEW * 100)} in a hundred are new in the month, AWS tells of one change, and ${whole(HOURS)} hours are metered. An hour was measured with ${whole(licenses)} licenses, as the first of a day: ${rounded(hour.readUnits)} read and ${rounded(hour.writeUnits)} write units each. Functions are taken to wait ${DYNAMO_MS} ms for DynamoDB and ${MARKETPLACE_MS} ms for AWS Marketplace, and to need ${OWN_MS} ms themselves, with 512 MB.`,
        },
        {
          text: `The log is kept for good, so that the line of what is kept comes again every month for each month that there was: a year of metered hours is ${megabytes(used.logBytes * 12)} of a subscription's. Left out, and not measured: what products ask the API (four dollars and a half a million questions), log lines, traces, mails, the reconciliation, and the sweep, which reads the log for two minutes of every five at most: with a million subscriptions that may be some hundred dollars.`,
        },
      ],
    };
  },
};
