import type { Benchmark } from "../benchmark";
import type { Rebuilt } from "../measure/rebuild";
import { inOwnProcess } from "../own-process";
import { duration, rate, whole } from "../report/numbers";

const SIZES = [250, 1_000];
const QUICK_SIZES = [100];

export const rebuild: Benchmark = {
  name: "rebuild",
  title: "Rebuild of a projection",
  question: "How fast `stallkeeper rebuild subscriptions` fills the rows anew from the log, compares them with the live ones byte for byte, and swaps.",
  run: async ({ quick, tell }) => {
    const all: Rebuilt[] = [];
    for (const streams of quick ? QUICK_SIZES : SIZES) all.push(await inOwnProcess("rebuild", { streams }, tell));
    return {
      parts: [
        {
          table: {
            heading: ["Streams in the log", "Time", "Streams a second", "What the command said"],
            rows: all.map(({ streams, milliseconds, summary }) => [whole(streams), duration(milliseconds), rate(streams, milliseconds), summary]),
          },
        },
        { text: "The time includes filling, comparing, swapping and clearing away the old rows: three walks over the whole." },
      ],
    };
  },
};
