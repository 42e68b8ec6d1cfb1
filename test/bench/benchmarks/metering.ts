import { hasJava } from "../../kit/log-tables";
import { meteringDefinition } from "../../kit/metering-definition";
import type { Benchmark, Part, Target } from "../benchmark";
import type { MeteredHour } from "../measure/metering/hour";
import type { UsageTaken } from "../measure/metering/intake";
import { inOwnProcess } from "../own-process";
import { duration, megabytes, rate, rounded, size, whole } from "../report/numbers";
import { barPlot } from "../report/plot";
import { growth } from "../report/statistics";
import { same } from "../right";

const LICENSES = [1_000, 10_000, 100_000];
const QUICK_LICENSES = [500, 2_000];

const INTAKE = { licenses: 1_000, records: 10_000 };
const QUICK_INTAKE = { licenses: 200, records: 1_000 };

/** AWS takes 25 records in a call (SDK client-marketplace-metering), and 10 calls a second (`DG:metering-service-quotas`). */
const RECORDS_A_CALL = 25;
const CALLS_A_SECOND = 10;

/** A history may have 25,000 events, and a state 256 KiB (Step Functions' quotas). */
const MOST_EVENTS = 25_000;
const MOST_PAYLOAD = 256 * 1024;

/** The timeout of every task (`workflows/kernel`). */
const MOST_TASK_MS = 30_000;

const MOST_MEMORY = 512 * 1024 ** 2;

/** What is left of the 512 MB for what is not JavaScript's: its heap is collected before it is larger, as on a Lambda of that size. */
const HEAP_MB = 352;

const hourTable = (hours: readonly MeteredHour[]): Part => ({
  table: {
    heading: [
      "Licenses",
      "Calls to AWS",
      "Throttled",
      "AWS is told in",
      "Records a second",
      "Whole run",
      "Reads each",
      "Writes each",
      "Invocations",
      "History",
      "Peak memory",
    ],
    rows: hours.map(({ licenses, calls, throttled, tellingMs, runMs, metering: { reads, writes }, invocations, historyEvents, peakBytes }) => [
      whole(licenses),
      whole(calls),
      whole(throttled),
      duration(tellingMs),
      rate(licenses, tellingMs),
      duration(runMs),
      rounded(reads / licenses),
      rounded(writes / licenses),
      whole(Object.values(invocations).reduce((sum, count) => sum + count, 0)),
      `${whole(historyEvents)} events`,
      megabytes(peakBytes),
    ]),
  },
});

const intakeTable = (taken: readonly UsageTaken[]): Part => ({
  table: {
    heading: ["Engine", "Records", "Licenses", "Records a second", "Calls each", "Units each"],
    rows: taken.map(({ engine, records, licenses, milliseconds, callsEach, unitsEach }) => [
      engine,
      whole(records),
      whole(licenses),
      rate(records, milliseconds),
      rounded(callsEach),
      rounded(unitsEach),
    ]),
  },
});

const targetsOf = ({
  licenses,
  calls,
  throttled,
  tellingMs,
  peakBytes,
  historyEvents,
  largestPayload,
  longestInvocationMs,
}: MeteredHour): readonly Target[] => [
  {
    what: `Calls for ${whole(licenses)} records`,
    promised: whole(licenses / RECORDS_A_CALL),
    measured: whole(calls),
    met: calls === licenses / RECORDS_A_CALL,
  },
  { what: "Records a second, of 250", promised: "at least 240", measured: rate(licenses, tellingMs), met: (licenses * 1000) / tellingMs >= 240 },
  { what: "Calls that AWS throttled", promised: "none", measured: whole(throttled), met: throttled === 0 },
  { what: "Memory", promised: "below 512 MB", measured: megabytes(peakBytes), met: peakBytes < MOST_MEMORY },
  { what: "Events in the run's history", promised: `below ${whole(MOST_EVENTS)}`, measured: whole(historyEvents), met: historyEvents < MOST_EVENTS },
  { what: "Longest task", promised: "below 30 s", measured: duration(longestInvocationMs), met: longestInvocationMs < MOST_TASK_MS },
  { what: "Largest payload", promised: "below 256 KB", measured: size(largestPayload), met: largestPayload < MOST_PAYLOAD },
];

export const metering: Benchmark = {
  name: "metering",
  title: "An hour of usage",
  question:
    "What one hour of usage of so many licenses costs, from the door to AWS's answer in the books: whether AWS's quota is used and never passed, whether cost grows in step with licenses, and how many records a second the door takes.",
  run: async ({ quick, tell }) => {
    const machine = meteringDefinition("bench");
    const hours: MeteredHour[] = [];
    for (const licenses of quick ? QUICK_LICENSES : LICENSES) {
      hours.push(await inOwnProcess("meteredHour", { licenses, definition: machine }, tell, { heapMb: HEAP_MB }));
    }
    for (const { licenses, calls } of hours) same(`the calls for ${licenses} records`, calls, licenses / RECORDS_A_CALL);
    const taken: UsageTaken[] = [];
    for (const engine of hasJava ? (["dynalite", "DynamoDB Local"] as const) : (["dynalite"] as const)) {
      taken.push(await inOwnProcess("usageTaken", { engine, ...(quick ? QUICK_INTAKE : INTAKE) }, tell));
    }
    const most = hours.at(-1)!;
    const costs = growth(hours.map(({ licenses, metering: { reads, writes } }) => ({ size: licenses, cost: reads + writes })));
    const time = growth(hours.map(({ licenses, runMs }) => ({ size: licenses, cost: runMs })));
    return {
      parts: [
        hourTable(hours),
        {
          plot: barPlot(
            "the whole run",
            hours.map(({ licenses, runMs }) => ({ label: whole(licenses), value: runMs, shown: duration(runMs) })),
          ),
        },
        {
          text: `The synthesised state machine runs on the embedded engine with the real tasks and AWS's own client, before the simulated Marketplace with its quota of ${CALLS_A_SECOND} calls in any second. Time is driven: it stands still while this machine works, a call of DynamoDB's takes 5 ms, one of AWS's metering 150 ms, and 50 ms pass between two states. Reads and writes are calls of DynamoDB's for each license in its first hour of a day. Calls grow with the number of licenses to the power of ${costs.toFixed(2)}, the time of the run to the power of ${time.toFixed(2)} (1 is in step). No page is larger than ${size(most.metering.largestPage)}, no item than ${size(most.metering.largestItem)}. Memory is of the whole process: tasks, engine, simulator and its ${whole(most.licenses)} buyers. After each run AWS holds exactly what was reported, license by license; each book adds up and says the same; nothing is left to be told.`,
        },
        intakeTable(taken),
        { text: "What `POST /usage` does with requests of 500 records, four at a time, on real wire calls: all of them are found in their hours afterwards." },
      ],
      ...(quick ? {} : { targets: targetsOf(most) }),
    };
  },
};
