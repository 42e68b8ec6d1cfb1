import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { inOrder, parsePublicEvent, subscriber, tenantHasAccess, UnreadableEvent, type HeardData, type HeardEvent } from "../../../events/public/consumer";
import type { PublicEvent } from "../../../events/public/contracts";
import { SAMPLES } from "../../../events/public/samples";

const samples = Object.values(SAMPLES);

const envelope = ({ type, detail }: PublicEvent, source = "stallkeeper") => ({
  version: "0",
  id: randomUUID(),
  "detail-type": type,
  source,
  account: "111122223333",
  time: "2026-11-24T09:30:00Z",
  region: "us-east-1",
  resources: [],
  detail,
});

const changed = (metadata: object, data: object = {}) => {
  const { detail } = SAMPLES.accessGranted;
  return { metadata: { ...detail.metadata, ...metadata }, data: { ...detail.data, ...data } };
};

const faultOf = (message: unknown) => {
  const parsed = parsePublicEvent(message);
  return "fault" in parsed ? parsed.fault : "none";
};

describe("parsing a public event", () => {
  test.each(samples.map((sample) => [sample.type, sample] as const))("reads %s from its envelope and from its detail alike", (type, sample) => {
    const { metadata, data } = sample.detail;
    const { id, time, sequence, correlationId, replay } = metadata;
    const event = { type, metadata: { id, time, sequence, correlationId, replay }, data };
    expect(parsePublicEvent(envelope(sample))).toEqual({ ok: event });
    expect(parsePublicEvent(sample.detail)).toEqual({ ok: event });
  });

  test("lets members and reasons of a later release pass", () => {
    const parsed = parsePublicEvent(
      changed({ tomorrow: 1 }, { tomorrow: 1, reasonCode: "tomorrow", entitlements: [{ dimension: "a", value: 1, expiresAt: null, unit: "x" }] }),
    );
    expect(parsed).toMatchObject({ ok: { data: { reasonCode: "tomorrow", entitlements: [{ dimension: "a", value: 1, expiresAt: null }] } } });
    expect(JSON.stringify(parsed)).not.toContain("unit");
  });

  test.each([
    ["another source's", envelope(SAMPLES.accessGranted, "aws.ec2"), "notOurs"],
    ["a type of a later release", changed({ type: "Access Lent" }), "unknownType"],
    ["a later version of a known type", changed({ version: 2 }, { access: 7 }), "newerVersion"],
    ["a sequence of nought", changed({ sequence: 0 }), "malformed"],
    ["an access that there is not", changed({}, { access: "lent" }), "malformed"],
    ["a detail-type that is not its own", { ...envelope(SAMPLES.accessGranted), "detail-type": "Access Revoked" }, "malformed"],
    ["no detail", { ...envelope(SAMPLES.accessGranted), detail: null }, "malformed"],
    ["a text", JSON.stringify(SAMPLES.accessGranted.detail), "malformed"],
    ["nothing", undefined, "malformed"],
  ])("tells %s from what it can read", (_, message, fault) => {
    expect(faultOf(message)).toBe(fault);
  });

  test("names the members at fault, and no value", () => {
    const parsed = parsePublicEvent(changed({ id: "" }, { awsAccountId: "SECRET" }));
    expect(parsed).toMatchObject({ fault: "malformed", why: expect.stringMatching(/metadata\.id: .*data\.awsAccountId: /) as string });
    expect(JSON.stringify(parsed)).not.toContain("SECRET");
  });
});

describe("the order of an event", () => {
  test.each([
    [0, 1, "apply"],
    [4, 5, "apply"],
    [0, 2, "gap"],
    [4, 9, "gap"],
    [4, 4, "duplicate"],
    [4, 3, "stale"],
  ] as const)("after %i is for %i: %s", (last, sequence, order) => {
    expect(inOrder(last, { metadata: { id: "x", time: "2026-11-24T09:30:00.000Z", sequence, correlationId: "c", replay: false } })).toBe(order);
  });
});

/** A consumer that keeps all in memory, as a product would in its database. */
const consumer = () => {
  const states = new Map<string, HeardData>();
  const sequences = new Map<string, number>();
  const applied: { event: HeardEvent; order: string }[] = [];
  const failures: Error[] = [];
  const receive = subscriber({
    recall: async (id) => await Promise.resolve(sequences.get(id)),
    apply: async (event, order) => {
      await Promise.resolve();
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
      applied.push({ event, order });
      states.set(event.data.subscriptionId, event.data);
    },
    remember: async (id, sequence) => {
      await Promise.resolve();
      sequences.set(id, sequence);
    },
  });
  return { receive, states, sequences, applied, failures };
};

const numbered = (subscriptionId: string, sequence: number) =>
  changed(
    { id: `subscription-${subscriptionId}@${2 * sequence}`, sequence },
    { subscriptionId, entitlements: [{ dimension: "seats", value: sequence, expiresAt: null }] },
  );

const LENGTHS = { "l-1": 5, "l-2": 3 } as const;
const history = Object.entries(LENGTHS).flatMap(([id, length]) => Array.from({ length }, (_, index) => numbered(id, index + 1)));

/** All of a history, some of it several times, in any order. */
const deliveries = fc
  .array(fc.constantFrom(...history), { maxLength: 8 })
  .chain((again) => fc.shuffledSubarray([...history, ...again], { minLength: history.length + again.length }));

describe("a subscriber", () => {
  test("ends in the newest state of each subscription, whatever the order and however often, one by one or at once", async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, fc.boolean(), async (messages, atOnce) => {
        const { receive, states, sequences, applied } = consumer();
        if (atOnce) await Promise.all(messages.map(receive));
        else for (const message of messages) await receive(message);
        for (const [id, length] of Object.entries(LENGTHS)) {
          expect(states.get(id)?.entitlements[0]?.value).toBe(length);
          expect(sequences.get(id)).toBe(length);
          const order = applied.filter(({ event }) => event.data.subscriptionId === id).map(({ event }) => event.metadata.sequence);
          expect(order).toEqual([...new Set(order)].toSorted((one, other) => one - other));
        }
      }),
      { seed: 20261124, numRuns: 300 },
    );
  });

  test("applies each event once if they come in order, and knows of no gap", async () => {
    const { receive, applied } = consumer();
    for (const message of history) await receive(message);
    expect(applied.map(({ order }) => order)).toEqual(history.map(() => "apply"));
  });

  test("says which events were overtaken", async () => {
    const { receive } = consumer();
    const outcomes = [];
    for (const sequence of [1, 3, 2, 3, 4]) outcomes.push((await receive(numbered("l-1", sequence))).outcome);
    expect(outcomes).toEqual(["apply", "gap", "stale", "duplicate", "apply"]);
  });

  test("remembers nothing that could not be applied, and goes on with the next", async () => {
    const { receive, sequences, failures } = consumer();
    failures.push(new Error("The database is away."));
    await expect(receive(numbered("l-1", 1))).rejects.toThrow("The database is away.");
    expect(sequences.size).toBe(0);
    expect((await receive(numbered("l-1", 1))).outcome).toBe("apply");
  });

  test("acknowledges what is not for it, and refuses what it can't read", async () => {
    const { receive, applied } = consumer();
    expect(await receive(envelope(SAMPLES.accessGranted, "aws.ec2"))).toMatchObject({ outcome: "ignored", fault: "notOurs" });
    expect(await receive(changed({ type: "Access Lent" }))).toMatchObject({ outcome: "ignored", fault: "unknownType" });
    await expect(receive(changed({ version: 2 }))).rejects.toMatchObject({ fault: "newerVersion" });
    await expect(receive({})).rejects.toThrow(UnreadableEvent);
    expect(applied).toEqual([]);
  });
});

describe("a tenant's access", () => {
  const renewal = [SAMPLES.accessRevoked, SAMPLES.subscriptionReplaced];

  test.each([
    ["the end first", renewal],
    ["the beginning first", renewal.toReversed()],
  ])("outlives a renewal that is told with %s", async (_, events) => {
    const { receive, states } = consumer();
    for (const event of [SAMPLES.tenantLinked, ...events]) {
      await receive(envelope(event));
    }
    expect(tenantHasAccess("acme-production", [...states.values()])).toBe(true);
  });

  test("is that of its own subscriptions alone", async () => {
    const { receive, states } = consumer();
    await receive(envelope(SAMPLES.accessRevoked));
    await receive(changed({}, { subscriptionId: "l-other", tenantId: "other" }));
    expect(tenantHasAccess("acme-production", [...states.values()])).toBe(false);
    expect(tenantHasAccess("other", [...states.values()])).toBe(true);
  });
});
