import fc from "fast-check";
import { PROJECTIONS } from "../../../events/projections/projections";
import type { ProjectionName } from "../../../events/projections/projection";
import { projector } from "../../../functions/kernel/projections/projector";
import { readProjections } from "../../../functions/kernel/projections/read-projections";
import { bought, say, tell } from "../../kit/buyer";
import { FIRST, memoryRows } from "../../kit/memory-consumers";
import { caller, stall } from "./rebuild-stall";

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
