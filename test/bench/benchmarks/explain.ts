import type { Benchmark } from "../benchmark";
import { inOwnProcess } from "../own-process";
import { duration, whole } from "../report/numbers";
import { median } from "../report/statistics";

const EVENTS = 100_000;
const QUICK_EVENTS = 5_000;
const PROMISED_MS = 2_000;

export const explain: Benchmark = {
  name: "explain",
  title: "Why?",
  question: "How long `stallkeeper explain` takes to say why a buyer has access, by whatever they are known by, with 100,000 events in the log.",
  run: async ({ quick, tell }) => {
    const times = quick ? 1 : 3;
    const { events, asked } = await inOwnProcess("explain", { events: quick ? QUICK_EVENTS : EVENTS, times }, tell);
    const slowest = Math.max(...asked.map(({ milliseconds }) => median(milliseconds)));
    return {
      parts: [
        {
          table: {
            heading: ["Asked about", "Events of the stream", `Answered after, median of ${times}`],
            rows: asked.map(({ who, events: of, milliseconds }) => [who, whole(of), duration(median(milliseconds))]),
          },
        },
        {
          text: `From the start of the command's process to its end, about half of which is the loading of its sources; the embedded cloud answers in another process, with ${whole(events)} events in its log. Each answer named the subscription and its access.`,
        },
      ],
      targets: [{ what: "`explain` with 100,000 events in the log", promised: "under 2 s", measured: duration(slowest), met: slowest < PROMISED_MS }],
    };
  },
};
