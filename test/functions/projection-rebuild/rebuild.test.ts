import fc from "fast-check";
import { noticeStream, type NoticeCommand } from "../../../events/notice/decider";
import { PROJECTIONS } from "../../../events/projections/projections";
import type { ProjectionName } from "../../../events/projections/projection";
import { subscriptionStream } from "../../../events/subscription/decider";
import type { SubscriptionCommand } from "../../../events/subscription/commands";
import { beginRebuild } from "../../../functions/begin-rebuild/handler";
import { compareProjection } from "../../../functions/compare-projection/handler";
import { fillProjection } from "../../../functions/fill-projection/handler";
import { allGenerations } from "../../../functions/kernel/generations";
import { memoryEventStore } from "../../../functions/kernel/memory-event-store";
import { projector } from "../../../functions/kernel/projector";
import { readProjections } from "../../../functions/kernel/read-projections";
import { swapProjection } from "../../../functions/swap-projection/handler";
import { bought, say, tell } from "../../kit/buyer";
import { FIRST, memoryGenerations, memoryRows } from "../../kit/memory-consumers";
import { NOVELTY, tellArrival, tellNotice } from "../../kit/other-streams";

const caller = { run: "rebuild", state: "test" };
/** Every task is cut off after one page, so that each walk takes many rounds. */
const budget = () => ({ spent: () => true });

const stall = () => {
  const store = memoryEventStore();
  const rows = memoryRows();
  const generations = memoryGenerations();
  const live = projector({ store, rows });
  const begin = beginRebuild({ generations });
  const fill = fillProjection({ store, projector: live, generations, budget });
  const compare = compareProjection({ rows, projector: live, generations, budget });
  const swap = swapProjection({ rows, generations, budget });

  /** What a wake-up does: the generations are asked for after the commit. */
  const wake = async (id: string): Promise<void> => {
    await live.project(subscriptionStream(id), await allGenerations(generations));
  };
  const write = async (id: string, ...commands: readonly SubscriptionCommand[]): Promise<void> => {
    await tell(store, id, ...commands);
    await wake(id);
  };

  /** Follows the outcomes as the state machine does; `between` happens before each task. */
  const run = async (
    projection: ProjectionName,
    generation: string,
    { onDifference = "keep", between = async () => {} }: { onDifference?: "keep" | "replace"; between?: (state: string) => Promise<void> } = {},
  ) => {
    const target = { projection, generation };
    let { position } = await begin(target, caller);
    for (;;) {
      await between("fill");
      const filled = await fill({ ...target, position }, caller);
      if (filled.outcome === "superseded") return filled;
      position = filled.position;
      if (filled.outcome === "filled") break;
    }
    let tally = { position, compared: 0, differing: 0, example: "" };
    let summary: string;
    for (;;) {
      await between("compare");
      const compared = await compare({ ...target, onDifference, ...tally }, caller);
      if (compared.outcome === "superseded" || compared.outcome === "differs") return compared;
      if (compared.outcome === "agreed") {
        ({ position, summary } = compared);
        break;
      }
      const { outcome: _, ...rest } = compared;
      tally = rest;
    }
    for (;;) {
      await between("swap");
      const swapped = await swap({ ...target, position, summary }, caller);
      if (swapped.outcome !== "more") return swapped;
      position = swapped.position;
    }
  };
  return { store, rows, generations, live, wake, write, run, begin, compare, swap };
};

const NAMES = Object.keys(PROJECTIONS) as ProjectionName[];

const fill = async ({ write }: ReturnType<typeof stall>, count: number): Promise<void> => {
  for (let index = 0; index < count; index += 1)
    await write(`s${index}`, say.arrive(String(index % 7)), say.activate(), say.read(1), say.link(`t${index % 5}`), say.doubt("l-8", "l-9"));
};

describe.each(NAMES)("a rebuild of %s", (name) => {
  test("ends with the same rows in a new generation, and none of the old", async () => {
    const all = stall();
    await fill(all, 20);
    const before = all.rows.contents(name, "first");
    const result = await all.run(name, "next");
    expect(result).toMatchObject({ outcome: "swapped", summary: expect.stringMatching(/^20 rows compared, all alike$/) as string });
    expect(all.rows.contents(name, "next")).toEqual(before);
    expect(all.rows.all().filter((row) => row.projection === name && row.generation === "first")).toEqual([]);
    expect(await all.generations.of(name)).toEqual({ live: "next" });
    expect(await all.generations.progress(name)).toMatchObject({ generation: "next", phase: "done" });
  });

  test("leaves the other projections alone", async () => {
    const all = stall();
    await fill(all, 5);
    const others = NAMES.filter((other) => other !== name);
    const before = others.map((other) => all.rows.contents(other, "first"));
    await all.run(name, "next");
    expect(others.map((other) => all.rows.contents(other, "first"))).toEqual(before);
  });

  test("loses no write that is made while it runs", async () => {
    const all = stall();
    await fill(all, 12);
    let writes = 0;
    const between = async () => {
      writes += 1;
      // Old streams go on, new ones begin, subscriptions move between tenants and accounts.
      await all.write(`s${writes % 12}`, say.read(writes + 2), say.link(`t${writes % 4}`, `k${writes}`), say.arrive(String(writes % 3)));
      if (writes % 5 === 0) await all.write(`new${writes}`, ...bought());
    };
    expect(await all.run(name, "next", { between })).toMatchObject({ outcome: "swapped" });
    expect(writes).toBeGreaterThan(60);
    const ideal = memoryRows();
    const ids = [...new Set(all.rows.all().map(({ stream }) => stream))];
    for (const stream of ids) await projector({ store: all.store, rows: ideal }).project(stream as never, FIRST);
    expect(all.rows.contents(name, "next")).toEqual(ideal.contents(name, "first"));
  });

  test("keeps the live rows, and says how many differ, if one was changed by hand", async () => {
    const all = stall();
    await fill(all, 6);
    const victim = all.rows.all().find((row) => row.projection === name && row.content !== null)!;
    all.rows.tamper({ ...victim, content: { ...victim.content, access: "granted!" } });
    const result = await all.run(name, "next");
    expect(result).toMatchObject({ outcome: "differs", summary: expect.stringContaining("1 differ") as string });
    expect(await all.generations.of(name)).toEqual({ live: "first" });
  });

  test("takes the log's word over the live rows if it is told to", async () => {
    const all = stall();
    await fill(all, 6);
    const ideal = all.rows.contents(name, "first");
    const victim = all.rows.all().find((row) => row.projection === name && row.content !== null)!;
    all.rows.tamper({ ...victim, content: { broken: true } });
    expect(await all.run(name, "next", { onDifference: "replace" })).toMatchObject({ outcome: "swapped" });
    expect(all.rows.contents(name, "next")).toEqual(ideal);
  });

  test("finds a row that the log knows nothing of", async () => {
    const all = stall();
    await fill(all, 3);
    const victim = all.rows.all().find((row) => row.projection === name)!;
    all.rows.tamper({ ...victim, partition: "ghost", stream: "subscription-ghost" });
    expect(await all.run(name, "next")).toMatchObject({ outcome: "differs" });
  });

  test("finds a live row that is missing although the log has it", async () => {
    const all = stall();
    await fill(all, 3);
    const victim = all.rows.all().find((row) => row.projection === name && row.content !== null)!;
    // It is missing and can't come back: a later version is said to stand there as a tombstone.
    all.rows.tamper({ ...victim, content: null, version: victim.version + 100 });
    expect(await all.run(name, "next")).toMatchObject({ outcome: "differs" });
  });

  test("finds a row that shows a version the log has not", async () => {
    const all = stall();
    await fill(all, 3);
    const victim = all.rows.all().find((row) => row.projection === name && row.content !== null)!;
    all.rows.tamper({ ...victim, version: victim.version + 100 });
    expect(await all.run(name, "next")).toMatchObject({ outcome: "differs" });
  });

  test("brings live rows that lag up to date before it compares them", async () => {
    const all = stall();
    await fill(all, 4);
    await tell(all.store, "s1", say.read(77), say.link("moved"), say.arrive("999"));
    expect(await all.run(name, "next")).toMatchObject({ outcome: "swapped" });
  });

  test("gives way to a rebuild that began later", async () => {
    const all = stall();
    await fill(all, 4);
    const outcomes = await all.run(name, "one", {
      between: async (state) => {
        if (state === "compare") await all.begin({ projection: name, generation: "two" }, caller);
      },
    });
    expect(outcomes).toEqual({ outcome: "superseded" });
    expect(await all.generations.of(name)).toEqual({ live: "first", filling: "two" });
    expect(await all.run(name, "three")).toMatchObject({ outcome: "swapped" });
    // What the first left behind went with the old rows.
    expect(new Set(all.rows.all().flatMap((row) => (row.projection === name ? [row.generation] : [])))).toEqual(new Set(["three"]));
  });

  test("gives a log that is older than the projection the rows that wake-ups would have written", async () => {
    const [all, ideal] = [stall(), stall()];
    for (const index of [1, 2, 3]) {
      const life = [say.arrive(String(index)), say.activate(), say.read(1), say.link("acme", `claim-${index}`), say.doubt("l-8", "l-9")];
      await tell(all.store, `s${index}`, ...life);
      await ideal.write(`s${index}`, ...life);
    }
    expect(all.rows.all()).toEqual([]);
    expect(await all.run(name, "next")).toMatchObject({ outcome: "swapped" });
    expect(Object.keys(all.rows.contents(name, "next"))).not.toEqual([]);
    expect(all.rows.contents(name, "next")).toEqual(ideal.rows.contents(name, "first"));
  });

  test("can be done again and again", async () => {
    const all = stall();
    await fill(all, 4);
    const before = all.rows.contents(name, "first");
    for (const generation of ["g2", "g3", "g4"]) expect(await all.run(name, generation)).toMatchObject({ outcome: "swapped" });
    expect(all.rows.contents(name, "g4")).toEqual(before);
  });
});

describe("a rebuild", () => {
  test("leaves the same rows wherever live writes fall between its steps", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...NAMES),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 3 })), { maxLength: 60 }),
        async (name, writes) => {
          const all = stall();
          await fill(all, 4);
          const queue = writes[Symbol.iterator]();
          const between = async () => {
            const next = queue.next();
            if (next.done === true) return;
            const [stream, kind] = next.value;
            const command = [say.read(kind + 5), say.link(`t${stream}`), say.arrive(String(kind)), say.end()][kind]!;
            await all.write(`s${stream}`, command);
          };
          expect(await all.run(name, "next", { between })).toMatchObject({ outcome: "swapped" });
          const ideal = memoryRows();
          for (const stream of new Set(all.rows.all().map((row) => row.stream)))
            await projector({ store: all.store, rows: ideal }).project(stream as never, FIRST);
          expect(all.rows.contents(name, "next")).toEqual(ideal.contents(name, "first"));
        },
      ),
      { numRuns: 40 },
    );
  });

  test("is never seen by readers: they find every row at every moment", async () => {
    const all = stall();
    await fill(all, 6);
    const { subscription } = readProjections({ rows: all.rows, generations: all.generations });
    const between = async () => {
      for (let index = 0; index < 6; index += 1) expect(await subscription(`s${index}`)).toBeDefined();
    };
    expect(await all.run("subscriptions", "next", { between })).toMatchObject({ outcome: "swapped" });
    await between();
  });

  test("is seen through by a reader who asked for the old generation just before it was cleared", async () => {
    const all = stall();
    await fill(all, 2);
    let asked = 0;
    const of: typeof all.generations.of = async (projection) => {
      asked += 1;
      return asked === 1 ? { live: "gone" } : await all.generations.of(projection);
    };
    expect(await readProjections({ rows: all.rows, generations: { of } }).subscription("s1")).toBeDefined();
  });

  test("is a different thing from a swap that has happened: a repeated swap says the same", async () => {
    const all = stall();
    await fill(all, 2);
    await all.run("subscriptions", "next");
    expect(await all.swap({ projection: "subscriptions", generation: "next", position: "", summary: "s" }, caller)).not.toEqual({ outcome: "superseded" });
  });
});

describe("a rebuild of the worklist", () => {
  const settle: NoticeCommand = { type: "Settle", data: { outcome: "applied" } };

  test("finds what waits in a log that is older than the projection: subscriptions, notices and arrivals", async () => {
    const all = stall();
    for (const id of ["n1", "n2", "n3"]) await tellNotice(all.store, id, ...NOVELTY);
    await tellNotice(all.store, "n2", settle);
    await tellArrival(all.store, "a1", { type: "LeaveUnlicensed", data: { productCode: "code" } });
    await tell(all.store, "l-1", ...bought(), say.doubt("l-8", "l-9"));
    expect(all.rows.all()).toEqual([]);
    // Nothing was ever written by a wake-up: the rows are missing on the live side, and come with the swap.
    expect(await all.run("worklist", "next")).toMatchObject({ outcome: "swapped" });
    const listed = all.rows.all().filter(({ generation, content }) => generation === "next" && content !== null);
    expect(listed.map(({ stream }) => stream).toSorted()).toEqual(["arrival-a1", "notice-n1", "notice-n3", "subscription-l-1"]);
  });

  test("gives the rows that wake-ups gave, and the live ones follow a notice that is dealt with meanwhile", async () => {
    const all = stall();
    const wakeNotice = async (id: string) => all.live.projectOther(noticeStream(id), await allGenerations(all.generations));
    for (const id of ["n1", "n2"]) {
      await tellNotice(all.store, id, ...NOVELTY);
      await wakeNotice(id);
    }
    const between = async (state: string) => {
      if (state !== "compare") return;
      await tellNotice(all.store, "n2", settle);
      await wakeNotice("n2");
    };
    const before = all.rows.contents("worklist", "first");
    expect(await all.run("worklist", "next", { between })).toMatchObject({ outcome: "swapped" });
    const [kept] = Object.entries(before).filter(([place]) => place.endsWith("/n1"));
    expect(Object.entries(all.rows.contents("worklist", "next"))).toEqual([kept]);
  });
});
