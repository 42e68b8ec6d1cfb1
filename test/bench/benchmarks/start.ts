import type { Benchmark } from "../benchmark";
import { start as measure, type Started } from "../measure/start";
import { inFolder } from "../measure/stall";
import { inOwnProcess } from "../own-process";
import { duration, whole } from "../report/numbers";
import { median } from "../report/statistics";

const TIMES = 3;
const NOTICES = 200;
const QUICK_NOTICES = 50;

/** The measure: ready within 15 s of the end of `npm ci`. */
const READY_WITHIN_MS = 15_000;

const repeated = async (times: number, once: () => Promise<Started>): Promise<Started> => {
  const all: Started[] = [];
  for (let time = 0; time < times; time += 1) all.push(await once());
  return { healthMs: median(all.map(({ healthMs }) => healthMs)), openMs: median(all.map(({ openMs }) => openMs)) };
};

export const start: Benchmark = {
  name: "start",
  title: "Start",
  question: "How long `npm start` takes, from the spawn of the process.",
  run: async ({ quick, tell }) => {
    const times = quick ? 1 : TIMES;
    const count = quick ? QUICK_NOTICES : NOTICES;
    tell("with an empty folder");
    const empty = await repeated(times, () => inFolder(measure));
    const filled = await inFolder(async (dataDir) => {
      await inOwnProcess("notices", { count, dataDir, readAgain: false }, (step) => {
        tell(`filling a folder: ${step}`);
      });
      tell("with a filled folder");
      return repeated(times, () => measure(dataDir));
    });
    const row = (folder: string, { healthMs, openMs }: Started): readonly string[] => [folder, duration(healthMs), duration(openMs)];
    const slowest = Math.max(empty.healthMs, filled.healthMs);
    return {
      parts: [
        {
          table: {
            heading: ["Data folder", `\`GET /health\` answers 200, median of ${times}`, "It says that it is open"],
            rows: [row("empty", empty), row(`with ${whole(count)} notices of ${whole(count / 10)} subscriptions, whose runs wait`, filled)],
          },
        },
        { text: "Between the two it looks for what was left at the last stop and serves it." },
      ],
      targets: [
        {
          what: "`npm start` to `GET /health` 200",
          promised: `under ${duration(READY_WITHIN_MS)}`,
          measured: duration(slowest),
          met: slowest < READY_WITHIN_MS,
        },
      ],
    };
  },
};
