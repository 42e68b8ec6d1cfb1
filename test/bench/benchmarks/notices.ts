import type { Benchmark } from "../benchmark";
import type { NoticesWorkedOff } from "../measure/notices";
import { inOwnProcess } from "../own-process";
import { barPlot } from "../report/plot";
import { duration, megabytes, rate, rounded, whole } from "../report/numbers";
import { growth } from "../report/statistics";

const COUNTS = [100, 250, 500];
const QUICK_COUNTS = [50, 100];

export const notices: Benchmark = {
  name: "notices",
  title: "Notices worked off",
  question:
    "How many of AWS's notices the embedded cloud works off, ten for each subscription of a contract, all there at once; whether time and memory grow in step with their number; and that nothing is lost or left over.",
  run: async ({ quick, tell }) => {
    const all: NoticesWorkedOff[] = [];
    for (const count of quick ? QUICK_COUNTS : COUNTS) {
      all.push(
        await inOwnProcess("notices", { count, readAgain: true }, (step) => {
          tell(`${whole(count)} notices: ${step}`);
        }),
      );
    }
    const exponent = growth(all.map(({ notices: size, settledCpuMs }) => ({ size, cost: settledCpuMs })));
    const [least, most] = [all[0]!, all.at(-1)!];
    const heapEach = (most.heapAfter - least.heapAfter) / (most.notices - least.notices);
    return {
      parts: [
        {
          table: {
            heading: [
              "Notices",
              "Subscriptions",
              "Until all are settled",
              "Notices a second",
              "Processor time a notice",
              "Until all are read again",
              "Peak memory",
              "Heap before",
              "Heap once settled",
            ],
            rows: all.map(({ notices: count, subscriptions, settledMs, settledCpuMs, readAgainMs, peakBytes, heapBefore, heapAfter }) => [
              whole(count),
              whole(subscriptions),
              duration(settledMs),
              rate(count, settledMs),
              duration(settledCpuMs / count),
              duration(readAgainMs),
              megabytes(peakBytes),
              megabytes(heapBefore),
              megabytes(heapAfter),
            ]),
          },
        },
        {
          plot: barPlot(
            "time until all notices are settled",
            all.map(({ notices: count, settledMs }) => ({ label: whole(count), value: settledMs, shown: duration(settledMs) })),
          ),
        },
        {
          text: `Processor time, which other work on the machine does not lengthen, grows with the number of notices to the power of ${exponent.toFixed(2)} (1 is in step, 2 is quadratic). Memory is of the whole process; of its heap, ${rounded(heapEach / 1024)} KB are held for each notice more, most of whose runs wait for their second reading. After each run every notice is settled in the log, the queue and every dead-letter queue are empty, every run has succeeded, each was settled once, and each subscription's access is what its last facts say: granted, or revoked where it was cancelled. Reading again is the second look ten minutes later, and the third after an hour where AWS lists nothing; they all fall due at one moment here, nine or ten to a subscription, and those that meet begin again.`,
        },
      ],
    };
  },
};
