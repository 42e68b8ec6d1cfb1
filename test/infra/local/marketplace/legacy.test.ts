import { keysInOrder } from "./keys-in-order";
import { closeAll, CONTRACT, LEGACY, openMarketplace, type World } from "./world";

let world: World;
beforeEach(async () => {
  world = await openMarketplace();
});
afterEach(closeAll);

interface Sns {
  readonly Type: string;
  readonly TopicArn: string;
  readonly Message: string;
  readonly Timestamp: string;
}
const envelopes = () => world.posted.map((body) => JSON.parse(body) as Sns);
const messages = () => envelopes().map(({ Message }) => JSON.parse(Message) as Record<string, string>);
const actions = () => messages().map(({ action }) => action);
const act = async (agreementId: string, what: string, asked: object = {}) =>
  world.ask<{ readonly agreementId: string }>("POST", `/purchases/${agreementId}/${what}`, asked);

/** As `UG:saas-notification` prints it. */
const SUBSCRIBED = { action: "", "customer-identifier": "", "product-code": "", "offer-identifier": "", isFreeTrialTermPresent: "" };

describe("a legacy listing of the simulated AWS Marketplace", () => {
  test("is told of by SNS, in SNS's envelope on the queue, from AWS's topic", async () => {
    const { accountId } = await world.buy({ product: LEGACY, accountId: "845735284135", freeTrial: true });
    const [envelope] = envelopes();
    expect(keysInOrder(envelope)).toBe(
      keysInOrder({
        Type: "",
        MessageId: "",
        TopicArn: "",
        Message: "",
        Timestamp: "",
        SignatureVersion: "",
        Signature: "",
        SigningCertURL: "",
        UnsubscribeURL: "",
      }),
    );
    expect(envelope).toMatchObject({
      Type: "Notification",
      TopicArn: `arn:aws:sns:us-east-1:287250355862:aws-mp-subscription-notification-${LEGACY}`,
      Timestamp: "2026-11-24T09:30:00.000Z",
    });
    const [message] = messages();
    expect(keysInOrder(message)).toBe(keysInOrder(SUBSCRIBED));
    expect(message).toEqual({
      action: "subscribe-success",
      "customer-identifier": expect.stringMatching(/^cust/),
      "product-code": LEGACY,
      "offer-identifier": expect.stringMatching(/^offer-/),
      isFreeTrialTermPresent: "true",
    });
    expect(accountId).toBe("845735284135");
    expect(world.delivered.map((event) => event["detail-type"])).toEqual(["Purchase Agreement Created - Proposer"]);
  });

  test("is told of raw, and as loosely as AWS's guide prints it, where the settings say so", async () => {
    await world.ask("POST", "/settings", { snsDelivery: "raw", sloppyJson: true });
    await world.buy({ product: LEGACY });
    const [body] = world.posted;
    expect(body).toMatch(/"action": " subscribe-success ",\n/);
    expect(body).toMatch(/"isFreeTrialTermPresent": " false ",\n}$/);
    expect(() => void JSON.parse(body!)).toThrow(SyntaxError);
  });

  test("whose payment fails is told of once, and never as a success", async () => {
    await world.buy({ product: LEGACY, paymentFails: true });
    expect(messages()).toMatchObject([{ action: "subscribe-fail", "offer-identifier": expect.any(String) }]);
  });

  test("says goodbye in two messages, an hour apart, which name no offer", async () => {
    const { agreementId } = await world.buy({ product: LEGACY });
    await act(agreementId, "cancel");
    expect(actions()).toEqual(["subscribe-success", "unsubscribe-pending"]);
    await world.ask("POST", "/clock", { advance: "PT59M" });
    expect(actions()).toHaveLength(2);
    await world.ask("POST", "/clock", { advance: "PT2M" });
    expect(actions()).toEqual(["subscribe-success", "unsubscribe-pending", "unsubscribe-success"]);
    expect(envelopes().at(-1)!.Timestamp).toBe("2026-11-24T10:30:00.000Z");
    expect(Object.keys(messages().at(-1)!)).toEqual(["action", "customer-identifier", "product-code"]);
  });

  test("never says the second of them where the same buyer comes back within the hour", async () => {
    const order = { product: LEGACY, accountId: "845735284135" };
    const { agreementId } = await world.buy(order);
    await act(agreementId, "cancel");
    await world.ask("POST", "/clock", { advance: "PT30M" });
    await world.buy(order);
    await world.ask("POST", "/clock", { advance: "P2D" });
    expect(actions()).toEqual(["subscribe-success", "unsubscribe-pending", "subscribe-success"]);
    expect(new Set(messages().map((message) => message["customer-identifier"])).size).toBe(1);
  });

  test("says subscribe-success again, with another offer, when the agreement is replaced", async () => {
    const { agreementId } = await world.buy({ product: LEGACY });
    await act(agreementId, "replace", { license: "new" });
    expect(actions()).toEqual(["subscribe-success", "subscribe-success"]);
    const [first, second] = messages();
    expect(first!["offer-identifier"]).not.toBe(second!["offer-identifier"]);
  });

  test("has one subscription an account at a time", async () => {
    const order = { product: LEGACY, accountId: "845735284135" };
    const { agreementId } = await world.buy(order);
    expect(await world.ask("POST", "/purchases", order)).toMatchObject({ status: 409, json: { error: expect.stringContaining("replace it instead") } });
    await act(agreementId, "expire", { silent: true });
    expect((await world.ask("POST", "/purchases", order)).status).toBe(201);
  });

  test("that is a contract says entitlement-updated too, on a topic of its own, whatever happens to it", async () => {
    const legacyContract = world.catalogue.map((product) => (product.code === CONTRACT ? { ...product, identityForms: ["customer" as const] } : product));
    world = await openMarketplace({ catalogue: legacyContract });
    const { agreementId } = await world.buy({ product: CONTRACT, months: 1 });
    await act(agreementId, "amend", { quantities: { seats: 30 } });
    const renewed = await act(agreementId, "renew");
    await act(renewed.json.agreementId, "expire");
    expect(actions()).toEqual([
      "subscribe-success",
      "entitlement-updated",
      "entitlement-updated",
      "entitlement-updated",
      "entitlement-updated",
      "unsubscribe-pending",
    ]);
    expect(envelopes()[1]!.TopicArn).toBe(`arn:aws:sns:us-east-1:287250355862:aws-mp-entitlement-notification-${CONTRACT}`);
    expect(messages()[1]).toEqual({ action: "entitlement-updated", "customer-identifier": expect.any(String), "product-code": CONTRACT });
  });
});
