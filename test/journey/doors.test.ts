import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Stall } from "../../infra/local/stall";
import { eventually } from "../deploy/eventually";
import { bodyOf, EXAMPLES, license, type MarketplaceEvent } from "./aws-examples";
import { type Commit, type Evidence } from "./evidence";
import { OPENING_MS, openShop } from "./open-stall";
import { allRunsEnded } from "./rest";
import { PATIENCE, subscriptionOf, type Shop } from "./shop";
import { troubles } from "./whole";

const OURS = "tidewater0subscription002";
const LEGACY = "oldquay0legacy0000000004";

let stall: Stall;
let seen: Evidence;
let close: () => Promise<void>;
let at: Shop;
let bus: EventBridgeClient;
let sqs: SQSClient;

beforeAll(async () => {
  ({ stall, at, seen, close } = await openShop());
  const client = { endpoint: `http://localhost:${stall.port}`, region: "us-east-1", credentials: { accessKeyId: "anybody", secretAccessKey: "anything" } };
  bus = new EventBridgeClient(client);
  sqs = new SQSClient(client);
  // What AWS would tell is told by this test instead.
  await at.simulator("/notices/hold");
}, OPENING_MS);

afterAll(async () => {
  for (const client of [bus, sqs]) client.destroy();
  await close();
});

const toQueue = async (MessageBody: string): Promise<void> => {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: "stallkeeper-notices" }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
};

/** Every way in which an event of AWS Marketplace may come. */
const DOORS: Readonly<Record<string, (event: MarketplaceEvent) => Promise<unknown>>> = {
  "PutEvents of EventBridge's SDK client": async (event) => {
    const entry = { Source: "aws.agreement-marketplace", DetailType: event["detail-type"], Detail: JSON.stringify(event.detail), Time: new Date(event.time) };
    expect(await bus.send(new PutEventsCommand({ Entries: [entry] }))).toMatchObject({ FailedEntryCount: 0 });
  },
  "SendMessage of SQS's SDK client": (event) => toQueue(bodyOf(event)),
  "POST /simulator/notices/send": async (event) => {
    const { id } = (await at.simulator("/notices/send", { body: bodyOf(event) })) as { readonly id: string };
    await at.simulator("/notices/release", { ids: [id] });
  },
};

const grants = (id: string, access: string): Promise<true> =>
  eventually(`access is ${access}`, PATIENCE, async () => ((await at.subscription(id))?.["access"] === access ? true : undefined));

const settled = (streams: ReadonlyMap<string, readonly Commit[]>) =>
  [...streams]
    .filter(([stream]) => stream.startsWith("notice-"))
    .map(([stream, commits]) => [stream, commits.flatMap(({ ev }) => ev).find(({ t }) => t === "NoticeSettled")?.d["outcome"]] as const);

describe("AWS's published examples", () => {
  test("are taken through every door, and whichever they come by, and however often, are the same notices", async () => {
    for (const door of Object.values(DOORS)) for (const event of EXAMPLES) await door(event);
    for (const event of EXAMPLES.toReversed()) await DOORS["SendMessage of SQS's SDK client"]!(event);
    await eventually("the queue is worked off", PATIENCE, () => {
      const { visible, inFlight } = stall.queues.size("stallkeeper-notices");
      return Promise.resolve(visible + inFlight === 0 ? true : undefined);
    });
    await allRunsEnded(at, seen);
    const notices = settled(await seen.log());
    expect(notices).toHaveLength(EXAMPLES.length);
    expect(notices.filter(([, outcome]) => outcome === undefined)).toEqual([]);
    // Those that name a listing name another's.
    expect(notices.filter(([, outcome]) => outcome === "otherListing").length).toBeGreaterThanOrEqual(6);
  }, 60_000);

  test("make nobody a customer, fail no run and leave nothing behind", async () => {
    expect([...(await seen.log()).keys()].filter((stream) => stream.startsWith("subscription-"))).toEqual([]);
    expect((await troubles(at, seen)).filter((trouble) => !trouble.endsWith("is held"))).toEqual([]);
  });
});

describe("AWS's example of a license, with a purchase of ours in it,", () => {
  test.each(Object.keys(DOORS))(
    "gives and takes access when it comes by %s",
    async (door) => {
      const purchase = await at.buy(OURS);
      const detail = {
        ...license,
        agreement: { id: purchase.agreementId },
        product: { code: OURS, id: "prod-tidewater02" },
        license: { arn: purchase.licenseArn },
        acceptor: { accountId: purchase.accountId },
      };
      const tell = (what: "Updated" | "Deprovisioned", time: string) =>
        DOORS[door]!({
          "detail-type": `License ${what} - Manufacturer`,
          time,
          detail: { requestId: "3d4c9f9b-b809-4f5e-9fac-a9ae98b05cbb", catalog: "AWSMarketplace", ...detail },
        });
      await tell("Updated", "2026-01-01T10:00:00Z");
      await grants(subscriptionOf(purchase), "granted");
      await tell("Deprovisioned", "2026-01-02T10:00:00Z");
      await grants(subscriptionOf(purchase), "revoked");
      // As a queue may deliver it once more, late.
      await tell("Updated", "2026-01-01T10:00:00Z");
      expect((await at.subscription(subscriptionOf(purchase)))?.["access"]).toBe("revoked");
    },
    60_000,
  );
});

describe("AWS's example of a legacy listing's message, with a customer of ours in it,", () => {
  const said = (action: string, customer: string): string =>
    // With the blanks and the trailing comma that AWS prints.
    `{ "action": " ${action} ", "customer-identifier": "${customer}", "product-code": "${LEGACY}",\n  "offer-identifier": "offer-abcexample123", "isFreeTrialTermPresent": "false", }`;
  const enveloped = (message: string, id: string): string =>
    JSON.stringify({
      Type: "Notification",
      MessageId: id,
      TopicArn: `arn:aws:sns:us-east-1:287250355862:aws-mp-subscription-notification-${LEGACY}`,
      Message: message,
      Timestamp: new Date().toISOString(),
      SignatureVersion: "1",
    });

  test.each([
    ["in SNS's envelope through SQS", (message: string) => toQueue(enveloped(message, `00000000-0000-4000-8000-${String(Date.now()).padStart(12, "0")}`))],
    ["raw through SQS", toQueue],
    [
      "through POST /simulator/notices/send",
      async (body: string) => {
        const { id } = (await at.simulator("/notices/send", { body, channel: "sns" })) as { readonly id: string };
        await at.simulator("/notices/release", { ids: [id] });
      },
    ],
  ] as const)(
    "gives access when it comes %s",
    async (_, send) => {
      const { agreementId } = await at.buy(LEGACY);
      const { customerIdentifier } = (await at.json(`/simulator/purchases/${agreementId}`)) as { readonly customerIdentifier: string };
      await send(said("subscribe-success", customerIdentifier));
      await grants(`${LEGACY}.${customerIdentifier}`, "granted");
    },
    60_000,
  );
});
