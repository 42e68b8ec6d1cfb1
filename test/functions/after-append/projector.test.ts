import fc from "fast-check";
import { PROJECTIONS } from "../../../events/projections/projections";
import type { ProjectionName } from "../../../events/projections/projection";
import { subscription, subscriptionStream } from "../../../events/subscription/decider";
import { memoryEventStore } from "../../../functions/kernel/streams/memory-event-store";
import { cursorRow, projector, rowsOf } from "../../../functions/kernel/projections/projector";
import { bought, say, tell } from "../../kit/buyer";
import { FIRST, memoryRows } from "../../kit/memory-consumers";

const STREAM = subscriptionStream("l-1");
const NAMES = Object.keys(PROJECTIONS) as ProjectionName[];

/** The rows that a single, undisturbed projection of the stream as it is now would write. */
const ideal = async (store: ReturnType<typeof memoryEventStore>) => {
  const rows = memoryRows();
  await projector({ store, rows }).project(STREAM, FIRST);
  return NAMES.map((name) => rows.contents(name, "first"));
};

describe("the projector", () => {
  test("writes the rows of every projection, with the version they show", async () => {
    const store = memoryEventStore();
    const rows = memoryRows();
    const version = await tell(store, "l-1", ...bought(), say.link("acme"));
    expect(await projector({ store, rows }).project(STREAM, FIRST)).toMatchObject({ version });
    expect(Object.keys(rows.contents("customers", "first"))).toEqual(["111122223333/l-1"]);
    expect(Object.keys(rows.contents("tenants", "first"))).toEqual(["acme/l-1"]);
    expect(rows.contents("subscriptions", "first")).toMatchObject({ "l-1/row": { version, content: { access: "granted", tenantId: "acme" } } });
  });

  test("writes nothing for a stream without events", async () => {
    const rows = memoryRows();
    expect(await projector({ store: memoryEventStore(), rows }).project(STREAM, FIRST)).toMatchObject({ version: 0 });
    expect(rows.all()).toEqual([]);
  });

  test("changes nothing when it is woken again", async () => {
    const store = memoryEventStore();
    const rows = memoryRows();
    await tell(store, "l-1", ...bought());
    const { project } = projector({ store, rows });
    await project(STREAM, FIRST);
    const before = structuredClone(rows.all());
    await project(STREAM, FIRST);
    expect(rows.all()).toEqual(before);
  });

  test("takes a subscription away from the tenant it left", async () => {
    const store = memoryEventStore();
    const rows = memoryRows();
    const { project } = projector({ store, rows });
    await tell(store, "l-1", ...bought(), say.link("acme"));
    await project(STREAM, FIRST);
    await tell(store, "l-1", say.link("other"));
    await project(STREAM, FIRST);
    expect(Object.keys(rows.contents("tenants", "first"))).toEqual(["other/l-1"]);
  });

  test("writes the row that is its cursor after all others", async () => {
    const store = memoryEventStore();
    const rows = memoryRows();
    await tell(store, "l-1", ...bought(), say.link("acme"));
    const written: string[] = [];
    const put = async (row: Parameters<typeof rows.put>[0]) => {
      const answer = await rows.put(row);
      written.push(`${row.projection}/${row.generation}`);
      return answer;
    };
    await projector({ store, rows: { put } }).project(STREAM, {
      customers: { live: "first", filling: "next" },
      tenants: { live: "first" },
      deadlines: { live: "first" },
      worklist: { live: "first" },
      subscriptions: { live: "first", filling: "next" },
    });
    expect(written.at(-1)).toBe("subscriptions/first");
    expect(written.toSorted()).toEqual(["customers/first", "customers/next", "deadlines/first", "subscriptions/first", "subscriptions/next", "tenants/first"]);
  });

  test("never lets an older load overwrite a newer row, tombstones included", async () => {
    const store = memoryEventStore();
    const rows = memoryRows();
    await tell(store, "l-1", ...bought(), say.link("acme"));
    const older = await store.load(subscription, STREAM);
    await tell(store, "l-1", say.link("other"));
    await projector({ store, rows }).project(STREAM, FIRST);
    const before = structuredClone(rows.all());
    // The slow worker comes to write what it loaded long ago.
    for (const name of NAMES) for (const row of rowsOf(PROJECTIONS[name], "first", STREAM, older)) expect(await rows.put(row)).toBe("alreadyAsNew");
    expect(rows.all()).toEqual(before);
  });

  test("ends with the rows of the newest state, however its workers interleave and wherever they crash", async () => {
    const command = fc.oneof(
      fc.constant(say.activate()),
      fc.integer({ min: 0, max: 3 }).map((seats) => say.read(seats)),
      fc.constantFrom("acme", "other", "third").map((tenant) => say.link(tenant, `claim-${tenant}`)),
      fc.constantFrom("1", "2").map((account) => say.arrive(account)),
      fc.constant(say.end()),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(command, { minLength: 2, maxLength: 10 }),
        fc.array(fc.boolean(), { maxLength: 40 }),
        async (s, commands, crashes) => {
          const store = memoryEventStore();
          const rows = memoryRows();
          const fates = crashes[Symbol.iterator]();
          const slowPut = s.scheduleFunction(rows.put);
          const put: typeof rows.put = async (row) => {
            if (fates.next().value === true) throw new Error("crashed before a write");
            return await slowPut(row);
          };
          const { project } = projector({ store: { load: store.load }, rows: { put } });
          const work = (async () => {
            const wakeUps: Promise<unknown>[] = [];
            for (const one of commands) {
              await tell(store, "l-1", one);
              wakeUps.push(project(STREAM, FIRST).catch(() => undefined));
            }
            await Promise.all(wakeUps);
          })();
          await s.waitFor(work);
          // The wake-up that a crash left undone comes once more; rows of versions in between must not have stayed.
          await projector({ store, rows }).project(STREAM, FIRST);
          expect(NAMES.map((name) => rows.contents(name, "first"))).toEqual(await ideal(store));
        },
      ),
      { numRuns: 150 },
    );
  });

  test("has no cursor row until everything of its version is written", async () => {
    const store = memoryEventStore();
    const rows = memoryRows();
    await tell(store, "l-1", ...bought(), say.link("acme"));
    const put: typeof rows.put = async (row) => {
      if (row.projection === "tenants") throw new Error("no");
      return await rows.put(row);
    };
    await expect(projector({ store, rows: { put } }).project(STREAM, FIRST)).rejects.toThrow("no");
    expect(await rows.get(cursorRow(STREAM, { live: "first" }))).toBeUndefined();
  });
});
