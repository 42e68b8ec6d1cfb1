import { subscriptionStream } from "../../../events/subscription/decider";
import { memoryEventStore } from "../../../functions/kernel/streams/memory-event-store";
import { projector } from "../../../functions/kernel/projections/projector";
import { readProjections } from "../../../functions/kernel/projections/read-projections";
import type { Envelope, RuleTarget } from "../../../functions/kernel/aws/rule-targets";
import { parsePublicEvent } from "../../../events/public/consumer";
import type { Connection } from "../../../infra/operator/connection";
import { run } from "../../../infra/operator/program";
import { bought, say, tell } from "../../kit/buyer";
import { FIRST, memoryGenerations, memoryRows } from "../../kit/memory-consumers";

const QUEUE = "arn:aws:sqs:eu-west-1:111122223333:billing";

/** A deployment in memory with one rule, and the CLI in front of it. */
const deployment = async (targets: readonly RuleTarget[] = [{ kind: "queue", arn: QUEUE }]) => {
  const log = memoryEventStore();
  const rows = memoryRows();
  const sent: { arn: string; event: Envelope }[] = [];
  const failAfter = { messages: Infinity };
  const connection = {
    log,
    projections: readProjections({ rows, generations: memoryGenerations() }),
    bus: "stallkeeper",
    targets: {
      rule: async (bus: string, name: string) =>
        await Promise.resolve(
          bus === "stallkeeper" && name === "billing" ? { account: "111122223333", region: "eu-west-1", pattern: "the pattern", targets } : undefined,
        ),
      fits: async (_: string, event: Envelope) => await Promise.resolve(event["detail-type"] !== "Customer Registered"),
      send: async ({ arn }: { arn: string }, event: Envelope) => {
        await Promise.resolve();
        if (sent.length >= failAfter.messages) throw new Error("SQS is away.");
        sent.push({ arn, event });
      },
    },
  } as unknown as Connection;
  for (const id of ["l-1", "l-2"]) {
    await tell(log, id, ...bought(), say.link("acme"));
    await projector({ store: log, rows }).project(subscriptionStream(id), FIRST);
  }
  const cli = async (...args: readonly string[]) => {
    const out: string[] = [];
    const complaints: string[] = [];
    const terminal = { line: (text = "") => void out.push(text), tone: (_: string, text: string) => text, isTty: false, columns: 100 };
    const code = await run(["replay", ...args], { terminal, connect: () => connection }, (text) => void complaints.push(text));
    return { code, out: out.join("\n"), complaints: complaints.join("\n") };
  };
  return { cli, sent, failAfter, log };
};

const PERIOD = ["--from", "2026-11-24T09:00:00Z", "--to", "2026-11-24T10:00:00Z"];

describe("stallkeeper replay", () => {
  test("sends a subscription's events in their order, as they were, marked as sent again", async () => {
    const { cli, sent } = await deployment();
    expect(await cli("l-1", "--rule", "billing")).toMatchObject({ code: 0, out: expect.stringContaining("Sent: 3 events") as string });
    expect(sent.map(({ arn, event }) => [arn, event["detail-type"]])).toEqual([
      [QUEUE, "Entitlements Changed"],
      [QUEUE, "Access Granted"],
      [QUEUE, "Tenant Linked"],
    ]);
    expect(sent[0]!.event).toMatchObject({ version: "0", source: "stallkeeper", account: "111122223333", region: "eu-west-1", time: "2026-11-24T09:30:00Z" });
    const heard = sent.map(({ event }) => parsePublicEvent(event));
    expect(heard).toMatchObject([2, 3, 4].map((sequence) => ({ ok: { metadata: { sequence, replay: true }, data: { subscriptionId: "l-1" } } })));
  });

  test("sends with the same ids and numbers whenever it is asked", async () => {
    const { cli, sent } = await deployment();
    await cli("l-1", "--rule", "billing");
    await cli("l-1", "--rule", "billing");
    const details = sent.map(({ event }) => JSON.stringify(event["detail"]));
    expect(details.slice(3)).toEqual(details.slice(0, 3));
    expect(new Set(sent.map(({ event }) => event.id)).size).toBe(6);
  });

  test("sends a period's events of every subscription, and none of another", async () => {
    const { cli, sent } = await deployment();
    expect((await cli(...PERIOD, "--rule", "billing")).code).toBe(0);
    expect(sent).toHaveLength(6);
    expect(await cli("--from", "2026-11-25T00:00:00Z", "--to", "2026-11-26T00:00:00+01:00", "--rule", "billing")).toMatchObject({
      code: 1,
      complaints: expect.stringContaining("No event was found") as string,
    });
    expect(sent).toHaveLength(6);
  });

  test("reads no subscription to which nothing happened in the period", async () => {
    const { cli, log } = await deployment();
    const read = jest.spyOn(log, "history");
    expect(await cli("--from", "2026-11-24T09:30:00.001Z", "--to", "2026-11-25T00:00:00Z", "--rule", "billing")).toMatchObject({ code: 1 });
    expect(await cli("--from", "2026-11-24T09:00:00Z", "--to", "2026-11-24T09:30:00Z", "--rule", "billing")).toMatchObject({ code: 1 });
    expect(read).not.toHaveBeenCalled();
    expect(JSON.parse((await cli("--from", "2026-11-24T09:30:00Z", "--to", "2026-11-24T09:30:00.001Z", "--rule", "billing", "--json")).out)).toMatchObject({
      ...{ streams: 2, events: 6 },
    });
  });

  test("sends a stream that lies on several pages once, whichever of them shows the period", async () => {
    const { cli, sent, log } = await deployment();
    const [stream, version] = ["subscription-l-1", 5] as const;
    const listed = (at: string) => ({ stream, version, earliest: at, latest: at }) as const;
    const pages = [
      listed("2026-11-23T00:00:00.000Z"),
      listed("2026-11-24T09:30:00.000Z"),
      listed("2026-11-26T00:00:00.000Z"),
      listed("2026-11-24T09:40:00.000Z"),
    ];
    jest.spyOn(log, "streams").mockImplementation((_, { index }, from = "0") => {
      const at = Number(from);
      return Promise.resolve(index > 0 ? { streams: [] } : { streams: pages.slice(at, at + 1), ...(at < 3 && { next: String(at + 1) }) });
    });
    expect((await cli(...PERIOD, "--rule", "billing")).code).toBe(0);
    expect(sent).toHaveLength(3);
  });

  test("shows what it would send, and sends nothing, when it is dry", async () => {
    const { cli, sent } = await deployment();
    const { code, out } = await cli("l-1", "--rule", "billing", "--dry-run");
    expect(code).toBe(0);
    expect(out).toMatch(/2026-11-24 09:30:00 +Access Granted +3 +l-1/);
    expect(out).toContain("Nothing was sent. It would be: 3 events");
    expect(out).toContain("1 more is kept back by the rule's pattern");
    expect(sent).toEqual([]);
  });

  test("answers machines with its counts", async () => {
    const { cli } = await deployment();
    expect(JSON.parse((await cli(...PERIOD, "--rule", "billing", "--json")).out)).toEqual({
      rule: "billing",
      dryRun: false,
      streams: 2,
      events: 6,
      notForRule: 2,
      messages: 6,
    });
  });

  test.each<[string, readonly RuleTarget[], string]>([
    [
      "a Lambda function beside its queue",
      [
        { kind: "queue", arn: QUEUE },
        { kind: "other", arn: "arn:aws:lambda:x", because: "it is no SQS queue" },
      ],
      "whose only target is an SQS queue",
    ],
    ["no target", [], "has no target"],
  ])("sends nothing to a rule with %s, and says what to do", async (_, targets, words) => {
    const { cli, sent } = await deployment(targets);
    expect(await cli("l-1", "--rule", "billing")).toMatchObject({ code: 1, complaints: expect.stringContaining(words) as string });
    expect(sent).toEqual([]);
  });

  test.each([
    [["l-1", "--rule", "nobody"], 1, "no rule 'nobody'"],
    [["l-none", "--rule", "billing"], 1, "No event was found"],
    [["--rule", "billing"], 2, "Name a subscription, or a period"],
    [["--from", "yesterday", "--to", "today", "--rule", "billing"], 2, "is no time"],
    [["--from", PERIOD[3]!, "--to", PERIOD[1]!, "--rule", "billing"], 2, "must be before"],
  ])("ends %j with %i: %s", async (args, code, words) => {
    const { cli } = await deployment();
    expect(await cli(...args)).toMatchObject({ code, complaints: expect.stringContaining(words) as string });
  });

  test("says how to go on when it breaks off, and goes on to the end", async () => {
    const { cli, sent, failAfter } = await deployment();
    failAfter.messages = 4;
    const { code, complaints } = await cli(...PERIOD, "--rule", "billing");
    expect([code, complaints]).toEqual([1, expect.stringContaining("SQS is away.") as string]);
    failAfter.messages = Infinity;
    const position = /--position '([^']+)'/.exec(complaints)?.[1];
    await cli(...PERIOD, "--rule", "billing", ...(position === undefined ? [] : ["--position", position]));
    const ids = sent.map(({ event }) => (event["detail"] as { metadata: { id: string } }).metadata.id);
    expect(new Set(ids).size).toBe(6);
  });
});
