import type { Benchmark, Part, Table } from "../benchmark";
import type { BuyerCost, StepCost } from "../measure/one-buyer";
import { inOwnProcess } from "../own-process";
import { rounded, size, whole } from "../report/numbers";

const PRODUCTS = ["harbourlight0contract0001", "tidewater0subscription002"];

const FIGURES: readonly (readonly [Exclude<keyof StepCost, "step">, string])[] = [
  ["transitions", "State transitions"],
  ["invocations", "Lambda invocations"],
  ["reads", "DynamoDB reads"],
  ["readUnits", "read units"],
  ["writes", "DynamoDB writes"],
  ["writeUnits", "write units"],
  ["marketplaceCalls", "Marketplace calls"],
  ["eventsPut", "Events put"],
];

const stepTable = ({ steps }: BuyerCost): Table => ({
  heading: ["Step", ...FIGURES.map(([, words]) => words)],
  rows: [
    ...steps.map((cost) => [cost.step, ...FIGURES.map(([figure]) => rounded(cost[figure]))]),
    ["**Together**", ...FIGURES.map(([figure]) => rounded(steps.reduce((sum, cost) => sum + cost[figure], 0)))],
  ],
});

const runTable = ({ runs }: BuyerCost): Table => ({
  heading: ["Run", "State transitions", "of them tasks"],
  rows: runs.map(({ run, transitions, tasks }) => [run, whole(transitions), whole(tasks)]),
});

const partsOf = (cost: BuyerCost): readonly Part[] => [
  { text: `### ${cost.product}` },
  { table: stepTable(cost) },
  { table: runTable(cost) },
  { text: `The buyer leaves ${whole(cost.items)} items in the log, ${size(cost.logBytes)} as DynamoDB counts them.` },
];

export const oneBuyer: Benchmark = {
  name: "one-buyer",
  title: "What one buyer costs",
  question:
    "Counted on the wire between the functions and the embedded cloud, and from the executions' histories; the page is looked at once where it says so, and each further look costs the same again.",
  run: async ({ tell }) => {
    const costs: BuyerCost[] = [];
    for (const product of PRODUCTS) costs.push(await inOwnProcess("oneBuyer", { product }, tell));
    return {
      parts: [
        ...costs.flatMap(partsOf),
        {
          text: "A transition is a state that was entered; AWS charges each retry as one more. The last step includes the sweep of every five minutes, which is not a buyer's: it walks the whole log.",
        },
      ],
    };
  },
};
