import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import fc from "fast-check";
import type { PublicEvent } from "../../../../events/public/contracts";
import { SAMPLES } from "../../../../events/public/samples";
import { eventBridgeBus, inRequests, MAX_BYTES, MAX_ENTRIES, sizeOf } from "../../../../functions/kernel/aws/bus";
import { sqsLagging } from "../../../../functions/kernel/projections/lagging";

const { accessGranted, accessRevoked, tenantLinked } = SAMPLES;
const client = new EventBridgeClient({ region: "us-east-1" });
const aws = mockClient(client);
const bus = eventBridgeBus({ client, name: "stallkeeper" });

beforeEach(() => {
  aws.reset();
});

describe("the bus", () => {
  test("names itself as the source, and the contract as the detail-type", async () => {
    aws.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: "1" }] });
    await bus.put([accessGranted]);
    const entry = aws.commandCalls(PutEventsCommand)[0]!.args[0].input.Entries![0]!;
    expect(entry).toMatchObject({
      EventBusName: "stallkeeper",
      Source: "stallkeeper",
      DetailType: "Access Granted",
      Time: new Date(accessGranted.detail.metadata.time),
    });
    expect(JSON.parse(entry.Detail!)).toEqual(accessGranted.detail);
  });

  test("reads what became of each entry", async () => {
    aws.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [{ EventId: "1" }, { ErrorCode: "ThrottlingException" }, { EventId: "3" }] });
    expect(await bus.put([accessGranted, accessRevoked, tenantLinked])).toEqual([
      { confirmed: true },
      { confirmed: false, error: "ThrottlingException" },
      { confirmed: true },
    ]);
  });

  test.each([
    ["says that nothing failed but names no entry", { FailedEntryCount: 0, Entries: [] }],
    ["says nothing at all", {}],
  ])("takes nothing for sent when EventBridge %s", async (_, answer) => {
    aws.on(PutEventsCommand).resolves(answer);
    expect(await bus.put([accessGranted])).toEqual([{ confirmed: false, error: "NoResult" }]);
  });

  test.each([
    ["ThrottlingException", "Throttled"],
    ["InternalException", "Transient"],
    ["ValidationException", "Permanent"],
  ])("maps %s to %s", async (name, failure) => {
    aws.on(PutEventsCommand).rejects(Object.assign(new Error("no"), { name }));
    await expect(bus.put([accessGranted])).rejects.toMatchObject({ name: failure });
  });
});

describe("requests", () => {
  const padded = (bytes: number): PublicEvent => ({
    ...accessGranted,
    detail: { ...accessGranted.detail, data: { ...accessGranted.detail.data, offerId: "x".repeat(bytes) } },
  });

  test("hold every event once, in order, within what PutEvents takes", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200_000 }), { maxLength: 40 }), (sizes) => {
        const events = sizes.map(padded);
        const requests = inRequests(events);
        expect(requests.flat()).toEqual(events);
        for (const request of requests) {
          expect(request.length).toBeLessThanOrEqual(MAX_ENTRIES);
          expect(request.reduce((sum, event) => sum + sizeOf(event), 0)).toBeLessThan(MAX_BYTES);
        }
      }),
      { numRuns: 30 },
    );
  });

  test("are as few as can be for small events", () => {
    expect(inRequests(Array.from({ length: 25 }, () => accessGranted)).map(({ length }) => length)).toEqual([10, 10, 5]);
  });

  test("count bytes, not letters", () => {
    expect(sizeOf({ ...accessGranted, detail: { ...accessGranted.detail, data: { ...accessGranted.detail.data, tenantId: "ü" } } })).toBe(
      sizeOf({ ...accessGranted, detail: { ...accessGranted.detail, data: { ...accessGranted.detail.data, tenantId: "ue" } } }),
    );
  });
});

describe("the lagging queue", () => {
  test("is sent the stream's id and no more", async () => {
    const sqs = new SQSClient({ region: "us-east-1" });
    const mock = mockClient(sqs);
    mock.on(SendMessageCommand).resolves({ MessageId: "1" });
    await sqsLagging({ client: sqs, url: "http://localhost/queue" }).send("subscription-l-1");
    expect(mock.commandCalls(SendMessageCommand)[0]!.args[0].input).toEqual({
      QueueUrl: "http://localhost/queue",
      MessageBody: '{"stream":"subscription-l-1"}',
    });
  });
});
