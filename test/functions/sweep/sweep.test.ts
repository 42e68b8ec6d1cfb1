import { noticeStream } from "../../../events/notice/decider";
import { subscriptionStream } from "../../../events/subscription/decider";
import { findLagging } from "../../../functions/kernel/projections/find-lagging";
import { memoryEventStore } from "../../../functions/kernel/streams/memory-event-store";
import { projector } from "../../../functions/kernel/projections/projector";
import { sweep } from "../../../functions/sweep/handler";
import { bought, say, tell } from "../../kit/buyer";
import { FIRST, memoryCursors, memoryGenerations, memoryRows } from "../../kit/memory-consumers";
import { quietPublisher } from "../after-append/publishing";
import { NOVELTY, tellNotice } from "../../kit/other-streams";

const endless = { spent: () => false };

const stall = (now = "2026-11-24T09:31:00.000Z") => {
  const store = memoryEventStore();
  const rows = memoryRows();
  const cursors = memoryCursors();
  const sent: string[] = [];
  const lagging = {
    send: async (stream: string) => {
      await Promise.resolve();
      sent.push(stream);
    },
  };
  const find = findLagging({ store, rows, cursors, generations: memoryGenerations(), lagging, clock: { now: () => now } });
  const bus = { put: async (events: readonly unknown[]) => await Promise.resolve(events.map(() => ({ confirmed: true }) as const)) };
  const { publish } = quietPublisher(store, cursors, bus);
  const project = async (id: string) => await projector({ store, rows }).project(subscriptionStream(id), FIRST);
  const follow = async (id: string) => {
    await project(id);
    await publish(subscriptionStream(id));
  };
  return { store, rows, find, sent, follow, project, publish };
};

describe("the sweep", () => {
  test("finds a stream whose wake-up was lost", async () => {
    const { store, find, sent, follow } = stall();
    for (const id of ["a", "b", "c", "d", "e"]) await tell(store, id, ...bought());
    for (const id of ["a", "b", "d", "e"]) await follow(id);
    const swept = await find("", endless);
    expect(sent).toEqual(["subscription-c"]);
    expect(swept).toMatchObject({ position: "", streams: 5, lagging: 1 });
  });

  test("finds a stream that only the publisher has not followed", async () => {
    const { store, find, sent, project } = stall();
    await tell(store, "a", ...bought());
    await project("a");
    await find("", endless);
    expect(sent).toEqual(["subscription-a"]);
  });

  test("finds a stream that only the projector has not followed", async () => {
    const { store, find, sent, publish } = stall();
    await tell(store, "a", ...bought());
    await publish("subscription-a");
    await find("", endless);
    expect(sent).toEqual(["subscription-a"]);
  });

  test("finds a stream that was followed once but not to its newest commit", async () => {
    const { store, find, sent, follow } = stall();
    await tell(store, "a", ...bought());
    await follow("a");
    await tell(store, "a", say.end());
    await find("", endless);
    expect(sent).toEqual(["subscription-a"]);
  });

  test("finds a stream that has been due for an hour and more, though everybody has followed", async () => {
    const { store, find, sent, follow } = stall("2026-11-25T11:00:00.000Z");
    await tell(store, "a", say.activate());
    await follow("a");
    await find("", endless);
    expect(sent).toEqual(["subscription-a"]);
  });

  test("finds a parked notice that the worklist does not show, and leaves those alone that need no row", async () => {
    const { store, rows, find, sent } = stall();
    await tellNotice(store, "lost", ...NOVELTY);
    await tellNotice(store, "shown", ...NOVELTY);
    await tellNotice(store, "settled", NOVELTY[0], { type: "Settle", data: { outcome: "applied" } });
    await projector({ store, rows }).projectOther(noticeStream("shown"), FIRST);
    await find("", endless);
    expect(sent).toEqual(["notice-lost"]);
  });

  test("leaves a stream alone that has just become due", async () => {
    const { store, find, sent, follow } = stall("2026-11-25T10:00:00.000Z");
    await tell(store, "a", say.activate());
    await follow("a");
    await find("", endless);
    expect(sent).toEqual([]);
  });

  test("finds nothing once everybody has followed", async () => {
    const { store, find, sent, follow } = stall();
    for (const id of ["a", "b"]) {
      await tell(store, id, ...bought());
      await follow(id);
    }
    await find("", endless);
    expect(sent).toEqual([]);
  });

  test("looks at every stream once when it is cut into many turns", async () => {
    const { store, find, sent } = stall();
    const ids = Array.from({ length: 200 }, (_, index) => `s${index}`);
    for (const id of ids) await tell(store, id, say.arrive());
    let position = "";
    let turns = 0;
    do {
      ({ position } = await find(position, { spent: () => true }));
      turns += 1;
    } while (position !== "");
    expect(turns).toBeGreaterThan(32);
    expect(sent.toSorted()).toEqual(ids.map((id) => `subscription-${id}`).toSorted());
  });
});

describe("a turn of the sweep", () => {
  const turn = (kept: string, event: unknown) => {
    const starts: string[] = [];
    let position = kept;
    const run = sweep({
      find: async (from) => {
        starts.push(from);
        return await Promise.resolve({ position: "here", segments: 3, streams: 9, lagging: 1 });
      },
      position: {
        read: async () => await Promise.resolve(position),
        keep: async (next) => {
          await Promise.resolve();
          position = next;
        },
      },
      budget: () => endless,
      report: () => undefined,
    });
    return run(event).then(() => ({ starts, position }));
  };

  test("goes on where the last one stopped, and keeps where it stops", async () => {
    expect(await turn("there", { "detail-type": "Scheduled Event", source: "aws.events", detail: {} })).toEqual({ starts: ["there"], position: "here" });
  });

  test("starts from the beginning if all is asked for", async () => {
    expect(await turn("there", { all: true })).toEqual({ starts: [""], position: "here" });
  });

  test("refuses an event that it can't read", async () => {
    await expect(turn("", { all: "yes" })).rejects.toMatchObject({ name: "Permanent" });
  });
});
