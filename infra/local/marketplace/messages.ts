import type { Instant } from "../../../events/kernel/values";
import type { PricingModel } from "../../../events/product/product";
import { agreementEvent } from "./agreement-events";
import { envelope, licenseEvent, type Part } from "./envelopes";
import type { Message } from "./notice";
import type { Purchase } from "./purchase";
import type { Settings } from "./settings";
import { snsActions, snsBody } from "./sns-messages";
import type { Told } from "./told";

interface Circumstances {
  readonly at: Instant;
  readonly settings: Settings;
  readonly model: PricingModel;
}

const isLicensed = (purchase: Purchase): purchase is Purchase & { readonly licenseArn: string } => purchase.licenseArn !== undefined;

const named = (event: Part): Message => ({ channel: "eventBridge", detailType: String(event["detail-type"]), event });

const onTheBus = (told: Told, { at, settings }: Circumstances): readonly Message[] => {
  const { purchase } = told;
  switch (told.about) {
    case "license":
      return isLicensed(purchase) ? [named(licenseEvent(told.what, purchase, { at, spelling: settings.eventArn }))] : [];
    case "agreement":
      return settings.agreementEvents ? [named(agreementEvent(told.what, purchase, at))] : [];
    case "note":
      return [named(envelope(told.note.detailType, purchase, { at, detail: told.note.detail }))];
    case "failure":
    case "farewell":
      // EventBridge has no counterpart of SNS's `subscribe-fail` and `unsubscribe-success`.
      return [];
  }
};

/** What AWS sends the seller when this happens: events, and for legacy listings the messages of their topics. */
export const messagesOf = (told: Told, circumstances: Circumstances): readonly Message[] => {
  const events = onTheBus(told, circumstances);
  if (isLicensed(told.purchase)) return events;
  const published = snsActions(told, circumstances.model).map((action): Message => ({
    channel: "sns",
    detailType: action,
    body: snsBody(action, told.purchase, circumstances),
  }));
  return [...events, ...published];
};
