import fc from "fast-check";
import { hourOf } from "../../../events/subscription/due";
import { shardOf } from "../../../events/projections/shard";
import type { Due } from "../../../functions/kernel/runs/due-runs";
import { findDue } from "../../../functions/start-due-runs/find-due";
import { memoryGenerations, memoryRows } from "../../kit/memory-consumers";

const endless = { spent: () => false };
const spent = { spent: () => true };

const list = () => {
  const rows = memoryRows();
  const seen: Due[] = [];
  let version = 0;
  const find = findDue({
    rows,
    generations: memoryGenerations(),
    see: async (due) => {
      await Promise.resolve();
      seen.push(due);
    },
  });
  const put = async (subscription: string, dueAt: string, isListed = true) => {
    version += 1;
    const content = isListed ? { subscriptionId: subscription, productCode: "code", dueAt } : null;
    const place = { projection: "deadlines", generation: "first", partition: shardOf(subscription), key: `${hourOf(dueAt)}#${subscription}` } as const;
    await rows.put({ ...place, stream: `subscription-${subscription}`, version, shape: 1, content });
  };
  return { find, put, rows, seen, ids: () => seen.map(({ subscription }) => subscription).toSorted() };
};

const NOON = "2026-11-25T12:00:00.000Z";

describe("a turn through the deadlines", () => {
  test("sees to what is due, and to nothing that is not", async () => {
    const { find, put, ids } = list();
    await put("past", "2026-11-25T09:10:00.000Z");
    await put("now", "2026-11-25T11:59:58.000Z");
    await put("soon", "2026-11-25T12:00:01.000Z");
    await put("later", "2026-11-26T09:00:00.000Z");
    expect(await find("", NOON, endless)).toMatchObject({ due: 2, ended: true });
    expect(ids()).toEqual(["now", "past"]);
  });

  test("waits until a due time is past by every clock", async () => {
    const { find, put, ids } = list();
    await put("a", "2026-11-25T11:59:59.000Z");
    await find("", NOON, endless);
    expect(ids()).toEqual([]);
  });

  test("passes over what is listed there no longer", async () => {
    const { find, put, ids } = list();
    await put("moved", "2026-11-25T09:10:00.000Z", false);
    await find("", NOON, endless);
    expect(ids()).toEqual([]);
  });

  test("does not read an hour again once it was read whole after its end", async () => {
    const { find, put, ids } = list();
    const { position } = await find("", NOON, endless);
    expect(JSON.parse(position)).toMatchObject({ from: "2026-11-25T11" });
    await put("a", "2026-11-25T10:30:00.000Z");
    await find(position, "2026-11-25T12:05:00.000Z", endless);
    expect(ids()).toEqual([]);
  });

  test("reads an hour again that was not over yet when it was read", async () => {
    const { find, put, ids } = list();
    const { position } = await find("", NOON, endless);
    await put("a", "2026-11-25T12:01:00.000Z");
    await find(position, "2026-11-25T12:05:00.000Z", endless);
    expect(ids()).toEqual(["a"]);
  });

  test("finds all that came due while nobody looked, in one turn", async () => {
    const { find, put, ids } = list();
    const { position } = await find("", NOON, endless);
    await put("a", "2027-03-01T00:00:00.000Z");
    await find(position, "2027-11-25T12:00:00.000Z", endless);
    expect(ids()).toEqual(["a"]);
  });

  test("starts from the beginning where its position can't be read", async () => {
    const { find, put, ids } = list();
    await put("a", "2026-11-25T10:30:00.000Z");
    await find("nonsense", NOON, endless);
    expect(ids()).toEqual(["a"]);
  });

  test("fails on a row that can't be read, and says how it is mended", async () => {
    const { find, rows } = list();
    const place = { projection: "deadlines", generation: "first", partition: "3", key: "2026-11-25T09#a" } as const;
    await rows.put({ ...place, stream: "subscription-a", version: 1, shape: 1, content: { dueAt: 5 } });
    await expect(find("", NOON, endless)).rejects.toMatchObject({ name: "Permanent", message: expect.stringContaining("rebuild deadlines") as string });
  });

  test("cut into turns sees to each subscription once, and to all of them", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 47 }), { maxLength: 40 }), async (hours) => {
        const { find, put, ids } = list();
        for (const [index, hour] of hours.entries()) await put(`l-${index}`, new Date(Date.parse("2026-11-24T00:00:00.000Z") + hour * 3_600_000).toISOString());
        const due = hours.flatMap((hour, index) => (hour < 36 ? [`l-${index}`] : []));
        let position = "";
        for (let turn = 0; turn < 200; turn += 1) {
          const found = await find(position, "2026-11-25T12:00:00.000Z", spent);
          position = found.position;
          if (found.ended) break;
        }
        expect(ids()).toEqual(due.toSorted());
      }),
      { numRuns: 30 },
    );
  });
});
