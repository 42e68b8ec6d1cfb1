import type { Benchmark, Part, Table } from "../benchmark";
import type { NoticesWorkedOff } from "../measure/notices";
import { inOwnProcess } from "../own-process";
import { barPlot } from "../report/plot";
import { duration, megabytes, rate, rounded, size, whole } from "../report/numbers";
import { growth } from "../report/statistics";
import { right } from "../right";

const COUNTS = [1_000, 10_000];
const QUICK_COUNTS = [50, 200];

/**
 * What a run may hold of the heap while it waits for its second reading: its input, where it stands, a timer and its place
 * in two maps are some 3 KB. Whatever were held for each notice beside that, its message or an answer of AWS's, would be more.
 */
const HELD_FOR_A_RUN_BYTES = 6 * 1024;

/** What compiled code, caches of a fixed size and a collection that is not yet over may add, however many notices there are. */
const HELD_ANYWAY_BYTES = 12 * 1024 ** 2;

const callsOf = ({ calls }: NoticesWorkedOff): number => Object.values(calls).reduce((sum, one) => sum + one, 0);

const table = (all: readonly NoticesWorkedOff[]): Table => ({
  heading: [
    "Notices",
    "Subscriptions",
    "Deliveries",
    "Until all are settled",
    "Notices a second",
    "Processor time a notice",
    "AWS calls a notice",
    "Until all are read again",
    "Peak memory",
  ],
  rows: all.map((one) => [
    whole(one.notices),
    whole(one.subscriptions),
    whole(one.deliveries),
    duration(one.settledMs),
    rate(one.notices, one.settledMs),
    duration(one.settledCpuMs / one.notices),
    rounded(callsOf(one) / one.notices),
    duration(one.readAgainMs),
    megabytes(one.peakBytes),
  ]),
});

const callTable = (one: NoticesWorkedOff): Table => ({
  heading: ["Call", "A notice"],
  rows: Object.entries(one.calls).map(([operation, times]) => [operation, rounded(times / one.notices)]),
});

/** When second readings fall due in real time, and the sweeps of every five minutes have their turn more than once. */
const SECOND_READING_MS = 600_000;

/** Bytes of the heap for each notice of the second half, all of whose runs wait. @throws Wrong if it is more than such runs may hold */
const heldEach = ({ notices, heap, heapBefore, heapAfter }: NoticesWorkedOff): number => {
  const [middle, last] = [heap[Math.floor(heap.length / 2) - 1]!, heap.at(-1)!];
  const grown = last.bytes - middle.bytes;
  const settled = last.settled - middle.settled;
  right(
    grown <= settled * HELD_FOR_A_RUN_BYTES + HELD_ANYWAY_BYTES,
    `The heap grew by ${megabytes(grown)} while ${settled} of ${notices} notices were settled: their runs, which wait, hold less.`,
  );
  right(
    heapAfter - heapBefore <= 2 * HELD_ANYWAY_BYTES,
    `Of ${notices} notices nothing waits any more, and the heap is ${megabytes(heapAfter - heapBefore)} larger than before the first.`,
  );
  return grown / settled;
};

const heapPlot = ({ heapBefore, heap, heapAfter, notices }: NoticesWorkedOff): string => {
  const shown = heap.filter((_, index) => index % 2 === 1);
  return barPlot(`heap after a collection, ${whole(notices)} notices`, [
    { label: "before the first", value: heapBefore, shown: megabytes(heapBefore) },
    ...shown.map(({ settled, bytes }) => ({ label: `${whole(settled)} settled`, value: bytes, shown: megabytes(bytes) })),
    { label: "no run open", value: heapAfter, shown: megabytes(heapAfter) },
  ]);
};

const partsOf = (all: readonly NoticesWorkedOff[]): readonly Part[] => {
  const most = all.at(-1)!;
  const exponent = growth(all.map(({ notices: count, settledCpuMs }) => ({ size: count, cost: settledCpuMs })));
  const held = heldEach(most);
  return [
    { table: table(all) },
    { plot: heapPlot(most) },
    {
      text: `Processor time, which other work on the machine does not lengthen, grows with the number of notices to the power of ${exponent.toFixed(2)} (1 is in step, 2 is quadratic). In the second half the heap grew by ${size(Math.max(0, held))} for each notice settled: a run waits ten minutes for its second reading, and ${size(HELD_FOR_A_RUN_BYTES)} are allowed for it. With no run open it is within ${megabytes(2 * HELD_ANYWAY_BYTES)} of what it was before the first notice. Peak memory is of the whole process, with the synthesis of the CDK app and the simulated AWS Marketplace in it.`,
    },
    {
      text: `What functions asked of AWS for it${most.settledMs > SECOND_READING_MS ? ", with those second readings that fell due before the last notice was settled, and what schedules asked meanwhile" : ""}:`,
    },
    { table: callTable(most) },
    {
      text: `After each run every notice is settled once in the log, the queue and every dead-letter queue are empty, every run has succeeded and none is open, and each subscription's access is what its last facts say: granted, or revoked where it was cancelled. Reading again is the second look ten minutes later, and the third after an hour where AWS lists nothing; they all fall due at one moment here, with whatever else is due in an hour and a half: two reconciliations, the sweeps, metering.`,
    },
  ];
};

export const notices: Benchmark = {
  name: "notices",
  title: "Notices worked off",
  question:
    "How many of AWS's notices the embedded cloud works off, ten for each subscription, nine of ten by EventBridge about a contract and one by both channels about a legacy listing, all held back and then delivered at once in a shuffled order, every twentieth twice; whether time and memory grow in step with their number; and that nothing is lost or left over.",
  run: async ({ quick, tell }) => {
    const all: NoticesWorkedOff[] = [];
    for (const count of quick ? QUICK_COUNTS : COUNTS) {
      all.push(
        await inOwnProcess("notices", { count, readAgain: true }, (step) => {
          tell(`${whole(count)} notices: ${step}`);
        }),
      );
    }
    return { parts: partsOf(all) };
  },
};
