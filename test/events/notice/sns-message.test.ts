import { noticeIdentity, readNotice } from "../../../events/notice/message";

const SENT = "2026-11-24T09:30:00.000Z";
const PUBLISHED = "2026-11-24T09:29:58.123Z";

/** As AWS prints them (`UG:saas-notification`), with the blanks and the comma at the end. */
const ENTITLEMENT = `{ "action": "entitlement-updated", "customer-identifier": " X01EXAMPLEX ", "product-code": "n0123EXAMPLEXXXXXXXXXXXX", }`;
const subscribe = (action: string): string => `{
 "action": "${action}",
 "customer-identifier": "X01EXAMPLEX",
 "product-code": "n0123EXAMPLEXXXXXXXXXXXX",
 "offer-identifier": "offer-abcexample123",
 "isFreeTrialTermPresent": "true",
}`;

const enveloped = (Message: string, MessageId = "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324"): string =>
  JSON.stringify({
    Type: "Notification",
    MessageId,
    TopicArn: "arn:aws:sns:us-east-1:287250355862:aws-mp-subscription-notification-n0123",
    Message,
    Timestamp: PUBLISHED,
  });

const customer = { customerIdentifier: "X01EXAMPLEX", productCode: "n0123EXAMPLEXXXXXXXXXXXX" };
const read = (body: string) => readNotice("sns", body, SENT);
const identity = (body: string, messageId = "m-1") => noticeIdentity({ body, messageId });

describe("a message of a legacy listing", () => {
  test.each([
    ["subscribe-success", "purchaseConfirmed"],
    ["subscribe-fail", "purchaseFailed"],
    ["unsubscribe-pending", "departureAnnounced"],
    ["unsubscribe-success", "departureCompleted"],
  ])("'%s' is read as AWS prints it, in its envelope and raw", (action, kind) => {
    const said = { kind, ...customer, offerId: "offer-abcexample123", trial: true };
    expect(read(enveloped(subscribe(action)))).toEqual({ ...said, at: PUBLISHED });
    expect(read(subscribe(action))).toEqual({ ...said, at: SENT });
  });
  test("'entitlement-updated' is read, without the blanks round its values", () => {
    expect(read(enveloped(ENTITLEMENT))).toEqual({ kind: "entitlementsAnnounced", ...customer, offerId: undefined, trial: undefined, at: PUBLISHED });
  });
  test.each([
    ['"false"', false],
    ['"True"', true],
    ["true", true],
    ["null", undefined],
  ])("is a trial or not by %s", (word, trial) => {
    expect(read(subscribe("subscribe-success").replace('"true"', word))).toMatchObject({ trial });
  });
  test.each(["", "   ", "subscribed-somehow"])("with the action '%s' is for a person", (action) => {
    expect(["unknownKind", "unreadable"]).toContain(readNotice("sns", subscribe(action), SENT).kind);
  });
  test.each([
    ["no customer", `{"action": "subscribe-success", "product-code": "n0"}`],
    ["no product", `{"action": "subscribe-success", "customer-identifier": "X"}`],
    ["half of itself", enveloped(subscribe("subscribe-success").slice(0, 60))],
    ["a time that is none", enveloped(ENTITLEMENT).replace(PUBLISHED, "yesterday")],
  ])("with %s is unreadable, and no failure", (_, body) => {
    expect(read(body)).toEqual({ kind: "unreadable" });
  });
});

describe("the identity of a message of a legacy listing", () => {
  test("is SNS's name of it, however often the queue delivers it", () => {
    expect(identity(enveloped(ENTITLEMENT), "m-1")).toEqual(identity(enveloped(ENTITLEMENT), "m-2"));
    expect(identity(enveloped(ENTITLEMENT))).toMatchObject({ channel: "sns", kind: "entitlement-updated" });
  });
  test("tells two messages of the same words apart, for a buyer may come back", () => {
    expect(identity(enveloped(ENTITLEMENT, "one")).parts).not.toEqual(identity(enveloped(ENTITLEMENT, "two")).parts);
    expect(identity(ENTITLEMENT, "m-1").parts).not.toEqual(identity(ENTITLEMENT, "m-2").parts);
  });
  test("is the queue's name where it was delivered raw", () => {
    expect(identity(ENTITLEMENT, "m-1").parts).toEqual(["sns", "m-1"]);
  });
});
