import type { Benchmark, Part, Table } from "../benchmark";
import { inOwnProcess } from "../own-process";
import { barPlot } from "../report/plot";
import { duration, rounded, size, whole } from "../report/numbers";
import { same } from "../right";
import type { Cost, EngineName, StoreMeasured } from "../measure/event-store";
import { hasJava } from "../../kit/log-tables";

/** Bytes of the one event's text: commits from about 300 B to 4 KB. */
const NOTES = [10, 200, 500, 900, 1_900, 3_800];
const LENGTHS = [1, 10, 100, 1_000, 10_000];
const QUICK_LENGTHS = [1, 10, 100, 1_000];

/** It folds all it has at each load: it is the reference for tests, where streams are short. */
const MEMORY_LENGTHS = [1, 10, 100, 1_000];

const ENGINES: readonly EngineName[] = hasJava ? ["memory", "dynalite", "DynamoDB Local"] : ["memory", "dynalite"];

const callsOf = ({ calls }: Cost): string => calls.join(", ");

const appendTable = (engines: readonly StoreMeasured[]): Table => ({
  heading: ["Text in the event", ...engines.flatMap(({ engine }) => [`${engine}: calls`, "write units"])],
  rows: (engines[0]?.appends ?? []).map(({ note }, index) => [
    size(note),
    ...engines.flatMap(({ appends }) => [callsOf(appends[index]!), rounded(appends[index]!.units)]),
  ]),
});

const loadTable = (engines: readonly StoreMeasured[]): Table => ({
  heading: ["Events in the stream", ...engines.flatMap(({ engine }) => [`${engine}: calls`, "read units", "bytes", "time"])],
  rows: (engines[0]?.loads ?? []).map(({ length }, index) => [
    whole(length),
    ...engines.flatMap(({ loads }) => {
      const load = loads[index]!;
      return [callsOf(load), rounded(load.units), size(load.bytes), duration(load.milliseconds)];
    }),
  ]),
});

const meetingTable = (engines: readonly StoreMeasured[]): Table => ({
  heading: ["Engine", "Own retry", "units", "Conflict, with the winner in hand", "units"],
  rows: engines.map(({ engine, retry, conflict }) => [engine, callsOf(retry), rounded(retry.units), callsOf(conflict), rounded(conflict.units)]),
});

const speedTable = (engines: readonly StoreMeasured[]): Table => ({
  heading: ["Engine", "Appends to one stream", "First appends, 16 at once", "Loads, one by one", "Loads, 16 at once"],
  rows: engines.map(({ engine, perSecond: { appends, appendsAtOnce, loads, loadsAtOnce } }) => [
    engine,
    ...[appends, appendsAtOnce, loads, loadsAtOnce].map(rounded),
  ]),
});

/** What the calls must be, whatever the speed. */
const check = ({ engine, appends, loads, retry, conflict }: StoreMeasured): void => {
  same(`the calls of each append on ${engine}`, new Set(appends.map(callsOf)), new Set(["PutItem"]));
  same(`the calls of each load on ${engine}`, new Set(loads.map(callsOf)), new Set(["Query"]));
  same(
    `the loads of more than 4 read units on ${engine}`,
    loads.filter(({ units }) => units > 4),
    [],
  );
  // dynalite refuses without returning the item, so the winner costs one strong read more.
  const met = engine === "dynalite" ? ["PutItem", "GetItem"] : ["PutItem"];
  same(`the calls of a retry and a conflict on ${engine}`, [retry.calls, conflict.calls], [met, met]);
};

export const eventStore: Benchmark = {
  name: "event-store",
  title: "The event store",
  question: "What an append and a load cost, in calls and capacity units, and whether a load stays flat while its stream grows.",
  run: async ({ quick, tell }) => {
    const all: StoreMeasured[] = [];
    for (const engine of ENGINES) {
      const lengths = engine === "memory" ? MEMORY_LENGTHS : quick ? QUICK_LENGTHS : LENGTHS;
      all.push(
        await inOwnProcess("eventStore", { engine, notes: NOTES, lengths, times: quick ? 100 : 500 }, (step) => {
          tell(`${engine}: ${step}`);
        }),
      );
    }
    const counted = all.filter((one) => one.counted);
    counted.forEach(check);
    const longest = counted[0]?.loads ?? [];
    const parts: Part[] = [
      { text: "An append of one event, by the length of the text in it; names, numbers and who did it add about 280 bytes:" },
      { table: appendTable(counted) },
      { text: "A load, by the length of the stream. A snapshot rides along in every 16th commit, so at most 16 commits are read:" },
      { table: loadTable(counted) },
      {
        plot: barPlot(
          "read units of a load, by events in the stream",
          longest.map(({ length, units }) => ({ label: whole(length), value: units, shown: rounded(units) })),
        ),
      },
      {
        text: "What stands in an append's way: its own retry, which is recognised without a window, and a rival's commit. AWS charges the refused write as one that succeeds, 1 unit a KB, which these engines leave out:",
      },
      { table: meetingTable(counted) },
      { text: "A second, on this machine; loads are of a stream of 100 events. `memory` is the reference of the tests:" },
      { table: speedTable(all) },
      ...(hasJava ? [] : [{ text: "**Java was not found: Amazon's DynamoDB Local was not measured.**" }]),
    ];
    return {
      parts,
      targets: [
        {
          what: "Append of up to 1 KB",
          promised: "1 call, 1 write unit",
          measured: one(counted, ({ appends }) => appends[0]!),
          met: counted.every(({ appends }) => appends[0]!.units <= 1),
        },
        {
          what: "Load of a stream of 1,000 events",
          promised: "1 call, at most 4 read units",
          measured: one(counted, ({ loads }) => loads.find(({ length }) => length === 1_000)!),
          met: counted.every(({ loads }) => loads.every(({ units, calls }) => units <= 4 && calls.length === 1)),
        },
      ],
    };
  },
};

const one = (engines: readonly StoreMeasured[], pick: (measured: StoreMeasured) => Cost): string => {
  const costs = engines.map(pick);
  const units = Math.max(...costs.map((cost) => cost.units));
  return `${Math.max(...costs.map(({ calls }) => calls.length))} call, ${rounded(units)} ${units === 1 ? "unit" : "units"}`;
};
