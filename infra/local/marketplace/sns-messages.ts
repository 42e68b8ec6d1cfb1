import { randomBytes, randomUUID } from "node:crypto";
import type { Instant } from "../../../events/kernel/values";
import { hasEntitlements, type PricingModel } from "../../../events/product/product";
import type { Purchase } from "./purchase";
import type { Settings } from "./settings";
import type { Told } from "./told";

export type SnsAction = "subscribe-success" | "subscribe-fail" | "unsubscribe-pending" | "unsubscribe-success" | "entitlement-updated";

/** AWS's account that owns the topics of legacy listings. */
const TOPIC_OWNER = "287250355862";

const topicOf = (action: SnsAction, productCode: string): string =>
  `arn:aws:sns:us-east-1:${TOPIC_OWNER}:aws-mp-${action === "entitlement-updated" ? "entitlement" : "subscription"}-notification-${productCode}`;

/** Only contracts have an entitlement topic (`UG:saas-notification`). */
const ofContracts = (model: PricingModel): readonly SnsAction[] => (hasEntitlements(model) ? ["entitlement-updated"] : []);

/** What AWS publishes to the topics of a legacy listing when this happens; what is told by EventBridge alone is nothing here. */
export const snsActions = (told: Told, model: PricingModel): readonly SnsAction[] => {
  switch (told.about) {
    case "license":
      if (told.what === "Deprovisioned") return [...ofContracts(model), "unsubscribe-pending"];
      // A changed or renewed contract keeps its subscription; a new offer is a subscription once more.
      return told.why === "bought" ? ["subscribe-success", ...ofContracts(model)] : ofContracts(model);
    case "failure":
      return ["subscribe-fail"];
    case "farewell":
      return ["unsubscribe-success"];
    case "agreement":
    case "note":
      return [];
  }
};

const members = (action: SnsAction, { customerIdentifier = "", productCode, offerId, freeTrial }: Purchase): readonly (readonly [string, string])[] => [
  ["action", action],
  ["customer-identifier", customerIdentifier],
  ["product-code", productCode],
  // AWS names the offer at the beginning only; whether there is a trial is text, not a boolean.
  ...(action === "subscribe-success" || action === "subscribe-fail"
    ? ([
        ["offer-identifier", offerId],
        ["isFreeTrialTermPresent", String(freeTrial)],
      ] as const)
    : []),
];

/** The message's text: as JSON, or as loosely as AWS's guide prints it, with blanks in the values and a comma at the end. */
const textOf = (all: readonly (readonly [string, string])[], sloppy: boolean): string => {
  const blank = sloppy ? " " : "";
  const lines = all.map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(`${blank}${value}${blank}`)}`);
  return `{\n${lines.join(",\n")}${sloppy ? "," : ""}\n}`;
};

/** What an SQS queue gets of a topic it subscribed to. Nobody signs here: the signature has the shape of one. */
const enveloped = (text: string, topic: string, at: Instant): string =>
  JSON.stringify({
    Type: "Notification",
    MessageId: randomUUID(),
    TopicArn: topic,
    Message: text,
    Timestamp: at,
    SignatureVersion: "1",
    Signature: randomBytes(256).toString("base64"),
    SigningCertURL: "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0000000000000000000000.pem",
    UnsubscribeURL: `https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${topic}:${randomUUID()}`,
  });

/** The body of the SQS message that tells of it: SNS's envelope, or the message by itself where delivery is raw. */
export const snsBody = (action: SnsAction, purchase: Purchase, { at, settings }: { readonly at: Instant; readonly settings: Settings }): string => {
  const text = textOf(members(action, purchase), settings.sloppyJson);
  return settings.snsDelivery === "raw" ? text : enveloped(text, topicOf(action, purchase.productCode), at);
};
