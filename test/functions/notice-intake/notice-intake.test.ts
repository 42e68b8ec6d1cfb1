import { notice, noticeStream } from "../../../events/notice/decider";
import { Failure } from "../../../functions/kernel/task/failure";
import { hash } from "../../../functions/kernel/task/hash";
import { memoryEventStore } from "../../../functions/kernel/streams/memory-event-store";
import type { EventStore } from "../../../functions/kernel/streams/event-store";
import type { Starter } from "../../../functions/kernel/aws/starter";
import { noticeIntake } from "../../../functions/notice-intake/handler";
import { tellNotice } from "../../kit/other-streams";

const AT = "2026-11-24T09:30:00.000Z";

const event = (requestId: string, type = "License Updated - Manufacturer"): string =>
  JSON.stringify({ id: requestId, "detail-type": type, source: "aws.agreement-marketplace", time: AT, detail: { requestId } });
const idOf = (requestId: string): string => hash("aws.agreement-marketplace", "License Updated - Manufacturer", requestId, "", "");

/** A queue that delivers, over a log and a starter that may fail. */
const intake = (store: EventStore = memoryEventStore()) => {
  const started: string[] = [];
  let outage = false;
  const starter: Pick<Starter, "start"> = {
    start: async (_, name) => {
      await Promise.resolve();
      if (outage) throw new Failure("Transient", "Step Functions does not answer.");
      started.push(name);
      return { run: name, outcome: "started" };
    },
  };
  const handler = noticeIntake(() => ({ store, clock: { now: () => AT }, starter: starter as Starter, machine: "changes" }));
  return {
    store,
    started,
    fail: (on: boolean) => (outage = on),
    /** @returns the messages that are to be delivered again, by their place */
    deliver: async (...bodies: readonly string[]) => {
      const Records = bodies.map((body, index) => ({ messageId: `m-${index}`, body, attributes: { SentTimestamp: String(Date.parse(AT)) } }));
      return (await handler({ Records })).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    },
    kept: async (id: string) => (await store.load(notice, noticeStream(id))).state.received?.body,
  };
};

describe("the intake of notices", () => {
  test("keeps each message exactly as it came, starts its run, and acknowledges it", async () => {
    const { deliver, kept, started } = intake();
    const sloppy = event("r-1").replace("}}", " , }}");
    expect(await deliver(sloppy, event("r-2"))).toEqual([]);
    expect([await kept(idOf("r-1")), await kept(idOf("r-2"))]).toEqual([sloppy, event("r-2")]);
    expect(started).toEqual([`notice-${idOf("r-1")}`, `notice-${idOf("r-2")}`]);
  });

  // SQS takes a megabyte. One that the log could not hold would come again until it lay among the dead letters, unseen.
  test.each([
    ["control characters", "\u0001"],
    ["quotes", '"'],
    ["Chinese", "漢"],
  ])("keeps the beginning of one that is far longer than any of AWS's: a megabyte of %s", async (_, character) => {
    const { deliver, kept, started } = intake();
    const body = character.repeat(1_048_576 / Buffer.byteLength(character));
    expect(await deliver(body)).toEqual([]);
    const beginning = await kept(hash("unreadable", body));
    expect(beginning?.length).toBeGreaterThan(40_000);
    expect(body.startsWith(beginning ?? "-")).toBe(true);
    expect(started).toHaveLength(1);
  });

  test("keeps one of 256 KB whole, as EventBridge takes them", async () => {
    const { deliver, kept } = intake();
    const body = event("r-1").replace("{", `{"said":"${"x".repeat(255 * 1024)}",`);
    expect(await deliver(body)).toEqual([]);
    expect(await kept(idOf("r-1"))).toBe(body);
  });

  test("acknowledges none that the log did not take, and the others of its batch all the same", async () => {
    const inner = memoryEventStore();
    let appends = 0;
    const store: EventStore = {
      ...inner,
      append: (definition, after, commit) => {
        appends += 1;
        if (appends === 2) throw new Failure("Throttled", "DynamoDB throttled the call.");
        return inner.append(definition, after, commit);
      },
    };
    const { deliver, kept, started } = intake(store);
    expect(await deliver(event("r-1"), event("r-2"), event("r-3"))).toEqual(["m-1"]);
    expect(await kept(idOf("r-2"))).toBeUndefined();
    expect(started).toHaveLength(2);
  });

  test("acknowledges none whose run could not be started; it is kept by then, and its run starts when it comes again", async () => {
    const { deliver, kept, started, fail } = intake();
    fail(true);
    expect(await deliver(event("r-1"))).toEqual(["m-0"]);
    expect(await kept(idOf("r-1"))).toBe(event("r-1"));
    fail(false);
    expect(await deliver(event("r-1"))).toEqual([]);
    expect(started).toEqual([`notice-${idOf("r-1")}`]);
  });

  test.each([
    ["settled", { type: "Settle", data: { outcome: "applied" } }],
    ["parked", { type: "Park", data: { reason: "unknownKind" } }],
  ] as const)("starts no run for one that was %s and comes again", async (_, command) => {
    const { deliver, started, store } = intake();
    await deliver(event("r-1"));
    await tellNotice(store, idOf("r-1"), command);
    expect(await deliver(event("r-1"))).toEqual([]);
    expect(started).toHaveLength(1);
  });

  test("keeps what can't be read, too, and starts a run that parks it", async () => {
    const { deliver, kept, started } = intake();
    expect(await deliver("<html>", "")).toEqual([]);
    expect([await kept(hash("unreadable", "<html>")), await kept(hash("unreadable", ""))]).toEqual(["<html>", ""]);
    expect(started).toHaveLength(2);
  });
});
