import { consumers } from "../../../functions/after-append/consumers";
import { wakeUps } from "../../../functions/after-append/wake-ups";
import { initialSubscription } from "../../../events/subscription/state";
import { notice } from "../../../events/notice/decider";
import { PROJECTIONS } from "../../../events/projections/projections";
import { FIRST } from "../../kit/memory-consumers";

const AT = "2026-11-24T09:30:00.000Z";

const record = (pk: string, version = 1, eventName = "INSERT") => ({
  eventID: `${pk}-${version}`,
  eventName,
  eventSource: "aws:dynamodb",
  awsRegion: "us-east-1",
  dynamodb: { Keys: { pk: { S: pk }, sk: { N: String(version) } }, SequenceNumber: "1", SizeBytes: 9, StreamViewType: "KEYS_ONLY" },
});

const message = (body: string, messageId = body) => ({ eventSource: "aws:sqs", messageId, body, receiptHandle: "r", attributes: {} });

const build = (failing: readonly string[] = [], queueFails = false) => {
  const followed: string[] = [];
  const lagged: string[] = [];
  const tampered: unknown[] = [];
  const handle = wakeUps({
    consumers: {
      follow: async (stream) => {
        await Promise.resolve();
        followed.push(stream);
        if (failing.includes(stream)) throw new Error("a consumer failed");
      },
    },
    targets: async () => await Promise.resolve(FIRST),
    lag: async (stream) => {
      await Promise.resolve();
      if (queueFails) throw new Error("the queue does not answer");
      lagged.push(stream);
    },
    failed: () => undefined,
    tampered: (...args) => tampered.push(args),
  });
  return { handle, followed, lagged, tampered };
};

describe("a batch of the log's stream", () => {
  test("wakes each stream once, however many records it has", async () => {
    const { handle, followed } = build();
    const answer = await handle({ Records: [record("subscription-a"), record("subscription-b"), record("subscription-a", 2)] });
    expect(followed.toSorted()).toEqual(["subscription-a", "subscription-b"]);
    expect(answer).toEqual({ batchItemFailures: [] });
  });

  test("wakes nobody for streams that have no consumers", async () => {
    const { handle, followed } = build();
    await handle({ Records: [record("agreement-a"), record("reconciliation-b"), record("run-c")] });
    expect(followed).toEqual([]);
  });

  test("wakes nobody for a notice that was only received: there is no row of it, in no projection", async () => {
    const { handle, followed } = build();
    await handle({ Records: [record("notice-a"), record("notice-b", 2), record("arrival-a")] });
    expect(followed.toSorted()).toEqual(["arrival-a", "notice-b"]);
    const receive = { type: "Receive", data: { channel: "sns", kind: "subscribe-success", body: "{}", sentAt: AT } } as const;
    const decision = notice.decider.decide(receive, notice.decider.initialState, AT);
    const received = decision.accepted ? decision.events : [];
    const state = received.reduce((before, event) => notice.decider.evolve(before, event, 0), notice.decider.initialState);
    expect(received).toHaveLength(1);
    expect(Object.values(PROJECTIONS).flatMap(({ otherRows }) => otherRows?.notice("a", state) ?? [])).toEqual([]);
  });

  test("puts a stream that fails aside and follows the others", async () => {
    const { handle, followed, lagged } = build(["subscription-a"]);
    await handle({ Records: [record("subscription-a"), record("subscription-b")] });
    expect(followed.toSorted()).toEqual(["subscription-a", "subscription-b"]);
    expect(lagged).toEqual(["subscription-a"]);
  });

  test("fails when a stream can't even be put aside, after it has followed the others in hand", async () => {
    const { handle } = build(["subscription-a"], true);
    await expect(handle({ Records: [record("subscription-a"), record("subscription-b")] })).rejects.toThrow("the queue does not answer");
  });

  test.each(["MODIFY", "REMOVE"])("reports a %s as tampering, and wakes the stream all the same", async (how) => {
    const { handle, followed, tampered } = build();
    await handle({ Records: [record("subscription-a", 7, how)] });
    expect(tampered).toEqual([["subscription-a", "7", how]]);
    expect(followed).toEqual(["subscription-a"]);
  });

  test("reports tampering with streams that nobody follows", async () => {
    const { handle, followed, tampered } = build();
    await handle({ Records: [record("run-a", 1, "REMOVE")] });
    expect(tampered).toHaveLength(1);
    expect(followed).toEqual([]);
  });
});

describe("a batch of the lagging queue", () => {
  test("has only the messages delivered again whose stream fails", async () => {
    const { handle, lagged } = build(["subscription-a"]);
    const answer = await handle({ Records: [message('{"stream":"subscription-a"}', "m1"), message('{"stream":"subscription-b"}', "m2")] });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "m1" }] });
    // Sent anew it would never reach the dead-letter queue.
    expect(lagged).toEqual([]);
  });

  test("has every message of a failing stream delivered again", async () => {
    const { handle, followed } = build(["subscription-a"]);
    const answer = await handle({ Records: [message('{"stream":"subscription-a"}', "m1"), message('{"stream":"subscription-a"}', "m2")] });
    expect(answer.batchItemFailures).toHaveLength(2);
    expect(followed).toEqual(["subscription-a"]);
  });

  test.each(["", "no json", "{}", '{"stream":1}'])("lets '%s' go to the dead-letter queue", async (body) => {
    expect(await build().handle({ Records: [message(body, "m1")] })).toEqual({ batchItemFailures: [{ itemIdentifier: "m1" }] });
  });
});

describe("anything else", () => {
  test.each([undefined, {}, { Records: "x" }, { Records: [{ eventSource: "aws:s3" }] }])("is refused as Permanent: %j", async (event) => {
    await expect(build().handle(event)).rejects.toMatchObject({ name: "Permanent" });
  });
});

describe("the consumers of a stream", () => {
  const failing = (name: string) => async () => {
    await Promise.resolve();
    throw new Error(name);
  };

  const project = async () => await Promise.resolve({ state: initialSubscription, version: 1 });
  const projectOther = async () => await Promise.resolve(1);
  const idle = async () => {
    await Promise.resolve();
  };

  test("have their turn even if the projector fails, and the failure is not lost", async () => {
    const published: string[] = [];
    const publish = async (stream: string) => {
      await Promise.resolve();
      published.push(stream);
    };
    const { follow } = consumers({
      projector: { project: failing("projector"), projectOther: failing("projector") },
      publisher: { publish },
      watches: [{ see: failing("watch") }],
      visits: { see: idle },
      kin: { tell: failing("kin") },
    });
    await expect(follow("subscription-a", FIRST)).rejects.toThrow("projector");
    expect(published).toEqual(["subscription-a"]);
  });

  test("fail if the publisher fails", async () => {
    const { follow } = consumers({
      projector: { project, projectOther },
      publisher: { publish: failing("publisher") },
      watches: [{ see: idle }],
      visits: { see: idle },
      kin: { tell: failing("kin") },
    });
    await expect(follow("subscription-a", FIRST)).rejects.toThrow("publisher");
  });

  test("tell kin only once the product has been told, and fail if that does", async () => {
    const done: string[] = [];
    const publish = async () => {
      await Promise.resolve();
      done.push("publisher");
    };
    const tell = async () => {
      done.push("kin");
      await failing("kin")();
    };
    const { follow } = consumers({
      projector: { project, projectOther },
      publisher: { publish },
      watches: [{ see: idle }],
      visits: { see: idle },
      kin: { tell },
    });
    await expect(follow("subscription-a", FIRST)).rejects.toThrow("kin");
    expect(done).toEqual(["publisher", "kin"]);
  });

  test("fail if the watch fails, once the publisher had its turn", async () => {
    const published: string[] = [];
    const publish = async (stream: string) => {
      await Promise.resolve();
      published.push(stream);
    };
    const { follow } = consumers({
      projector: { project, projectOther },
      publisher: { publish },
      watches: [{ see: failing("watch") }],
      visits: { see: idle },
      kin: { tell: failing("kin") },
    });
    await expect(follow("subscription-a", FIRST)).rejects.toThrow("watch");
    expect(published).toEqual(["subscription-a"]);
  });

  test.each(["notice-a", "arrival-a"] as const)("of %s are its rows, and what the seller is told of a visit: it has no public events", async (stream) => {
    const rows: string[] = [];
    const seen: string[] = [];
    const { follow } = consumers({
      projector: {
        project: failing("projector"),
        projectOther: async (one) => {
          rows.push(one);
          return await Promise.resolve(1);
        },
      },
      publisher: { publish: failing("publisher") },
      watches: [{ see: failing("watch") }],
      visits: {
        see: async (one) => {
          seen.push(one);
          await idle();
        },
      },
      kin: { tell: failing("kin") },
    });
    await follow(stream, FIRST);
    expect([rows, seen]).toEqual([[stream], [stream]]);
  });
});
