import { MarketplaceMeteringClient } from "@aws-sdk/client-marketplace-metering";
import type { RequestListener } from "node:http";
import { batchMeterUsage, type MeteringRecord } from "../../../../functions/kernel/aws/batch-meter-usage";
import { answering, endAnswering } from "./answering";

afterEach(endAnswering);

const arn = (id: string): string => `arn:aws:license-manager::123456789012:license:${id}`;
const record = (license: string, hour = "09", dimension = "gb"): MeteringRecord => ({
  billedTo: { form: "license", licenseArn: arn(license), awsAccountId: "222222222222" },
  dimension,
  timestamp: `2026-11-24T${hour}:05:01.000Z`,
  quantity: 3,
  allocations: [],
});

interface Wire {
  readonly [name: string]: unknown;
  readonly Timestamp: number;
}

/** The adapter before a service that gives one answer. */
const before = async (answer: RequestListener) => {
  const { client, asked } = await answering(answer);
  return { ...batchMeterUsage(() => new MarketplaceMeteringClient(client)), asked };
};

/** A service that answers with what `say` makes of the records it was sent. */
const saying = async (records: readonly MeteringRecord[], say: (sent: readonly Wire[]) => object) => {
  let sent: readonly Wire[] = [];
  const { client, asked } = await answering((_, response) => {
    ({ UsageRecords: sent } = JSON.parse(asked.at(-1) ?? "") as { readonly UsageRecords: readonly Wire[] });
    response.writeHead(200, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(say(sent)));
  });
  const { send } = batchMeterUsage(() => new MarketplaceMeteringClient(client));
  return send("us-east-1", records);
};

const success = (UsageRecord: object, MeteringRecordId?: string) => ({
  UsageRecord,
  Status: "Success",
  ...(MeteringRecordId !== undefined && { MeteringRecordId }),
});

describe("AWS's word on a record", () => {
  const two = [record("l-1"), record("l-2")];
  const bothTaken = { outcome: "answered", records: [{ status: "success" }, { status: "success" }] };

  test.each<[string, (sent: readonly Wire[]) => object]>([
    ["in another order", (sent) => ({ Results: sent.toReversed().map((one) => success(one)) })],
    ["without an id", (sent) => ({ Results: sent.map((one) => success(one)), UnprocessedRecords: [] })],
    ["with the time of its hour", (sent) => ({ Results: sent.map((one) => success({ ...one, Timestamp: one.Timestamp - (one.Timestamp % 3600) })) })],
    ["without the time", (sent) => ({ Results: sent.map(({ Timestamp: _, ...one }) => success(one)) })],
    ["with another name of the customer beside", (sent) => ({ Results: sent.map((one) => success({ ...one, CustomerIdentifier: "c" })) })],
    ["without the account", (sent) => ({ Results: sent.map(({ CustomerAWSAccountId: _, ...one }) => success(one)) })],
    ["without quantities", (sent) => ({ Results: sent.map(({ Quantity: _, ...one }) => success(one)) })],
  ])("is found where it is echoed %s", async (_, say) => {
    expect(await saying(two, say)).toEqual(bothTaken);
  });

  test("is found by dimension and hour alone where that can only be one", async () => {
    const records = [record("l-1"), record("l-1", "10"), record("l-1", "10", "calls")];
    const answer = await saying(records, (sent) => ({
      Results: sent.toReversed().map(({ Dimension, Timestamp }, index) => success({ Dimension, Timestamp }, `mr-${index}`)),
    }));
    expect(answer).toMatchObject({ records: [{ meteringRecordId: "mr-2" }, { meteringRecordId: "mr-1" }, { meteringRecordId: "mr-0" }] });
  });

  test("is not guessed where it may be about several", async () => {
    expect(await saying(two, (sent) => ({ Results: sent.map(({ Dimension, Timestamp }) => success({ Dimension, Timestamp })) }))).toEqual({
      outcome: "answered",
      records: [{ status: "unknown" }, { status: "unknown" }],
    });
  });

  test("is that it was left for later, though the rest was taken, and the echo has another quantity", async () => {
    const answer = await saying(two, ([first, second]) => ({ Results: [success(second!)], UnprocessedRecords: [{ ...first!, Quantity: 0 }] }));
    expect(answer).toEqual({ outcome: "answered", records: [{ status: "unprocessed" }, { status: "success" }] });
  });

  test("is none where it is missing, or of a status nobody knows", async () => {
    const answer = await saying(two, ([first]) => ({ Results: [{ UsageRecord: first!, Status: "Postponed" }] }));
    expect(answer).toEqual({ outcome: "answered", records: [{ status: "unknown" }, { status: "unknown" }] });
  });
});

describe("a call", () => {
  test("by license bears no product code, and times in whole seconds", async () => {
    const { send, asked } = await before((_, response) => response.end("{}"));
    await send("us-east-1", [record("l-1")]);
    expect(JSON.parse(asked[0]!)).toEqual({
      UsageRecords: [{ LicenseArn: arn("l-1"), CustomerAWSAccountId: "222222222222", Dimension: "gb", Timestamp: 1_795_511_101, Quantity: 3 }],
    });
  });

  test.each<[string, number, string, object]>([
    ["ThrottlingException", 400, "Slow down.", { outcome: "throttled" }],
    ["InternalServiceErrorException", 500, "", { outcome: "unanswered" }],
    ["ServiceUnavailableException", 503, "", { outcome: "unanswered" }],
    ["TimestampOutOfBoundsException", 400, "", { outcome: "refused", error: "TimestampOutOfBoundsException" }],
    ["InvalidLicenseException", 400, "", { outcome: "refused", error: "InvalidLicenseException" }],
    ["InvalidUsageDimensionException", 400, "", { outcome: "refused", error: "InvalidUsageDimensionException" }],
    ["InvalidUsageAllocationsException", 400, "", { outcome: "refused", error: "InvalidUsageAllocationsException" }],
    ["InvalidTagException", 400, "", { outcome: "refused", error: "InvalidTagException" }],
    ["InvalidCustomerIdentifierException", 400, "", { outcome: "refused", error: "InvalidCustomerIdentifierException" }],
    // Of AWS's protocol, for a record that fits none of its shapes: it must not keep the others from AWS.
    ["ValidationException", 400, "", { outcome: "refused", error: "ValidationException" }],
    ["RequestEntityTooLargeException", 413, "", { outcome: "refused", error: "RequestEntityTooLargeException" }],
    ["InvalidProductCodeException", 400, "", { outcome: "withheld", error: "InvalidProductCodeException" }],
  ])("that is answered with %s", async (type, status, message, outcome) => {
    const { send } = await before((_, response) => response.writeHead(status).end(JSON.stringify({ __type: type, message })));
    expect(await send("us-east-1", [record("l-1"), record("l-2")])).toEqual(outcome);
  });

  test.each(["InvalidSignatureException", "UnrecognizedClientException", "AccessDeniedException", "ExpiredTokenException", "DisabledApiException"])(
    "that is answered with %s says nothing of its records: it fails, and they are told again",
    async (type) => {
      const { send } = await before((_, response) => response.writeHead(400).end(JSON.stringify({ __type: type })));
      await expect(send("us-east-1", [record("l-1"), record("l-2")])).rejects.toMatchObject({ name: "Permanent" });
    },
  );

  test.each<[string, RequestListener]>([
    ["the line is cut", (request) => request.socket.destroy()],
    ["half an answer comes", (_, response) => response.writeHead(200).end('{"Results":[{"UsageRec')],
    ["another's page comes", (_, response) => response.writeHead(200, { "content-type": "text/html" }).end("<html>Proxy</html>")],
    ["the gateway gives up", (_, response) => response.writeHead(504).end("<html>Gateway Timeout</html>")],
  ])("is unanswered where %s: AWS may have taken all of it", async (_, answer) => {
    const { send } = await before(answer);
    expect(await send("us-east-1", [record("l-1")])).toEqual({ outcome: "unanswered" });
  });
});
