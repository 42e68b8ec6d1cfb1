import type { Benchmark } from "../benchmark";
import { inOwnProcess } from "../own-process";
import { duration, size } from "../report/numbers";

export const bundles: Benchmark = {
  name: "bundles",
  title: "Lambda bundles",
  question: "What is deployed: each function's minified bundle, with the SDK of the lock file in it, from a real synthesis.",
  run: async ({ quick, tell }) => {
    const all = await inOwnProcess("bundles", { times: quick ? 1 : 3 }, tell);
    return {
      parts: [
        {
          table: {
            heading: ["Function", "Bundle", "Compressed", "Loaded in"],
            rows: all
              .toSorted((one, other) => other.bytes - one.bytes)
              .map(({ name, bytes, zippedBytes, loadMs }) => [name, size(bytes), size(zippedBytes), duration(loadMs)]),
          },
        },
        { text: "Each bundle was loaded in a new Node.js process and has its handler; the time is of this machine, without the start of Node.js itself." },
      ],
    };
  },
};
