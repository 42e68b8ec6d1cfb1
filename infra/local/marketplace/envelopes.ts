import { randomUUID } from "node:crypto";
import type { Purchase, Settings } from "./purchase";

/** The seller's account in the simulation; AWS's documents use the same one. */
export const SELLER_ACCOUNT = "123456512334";

/** What the seller is told of a purchase. */
export type Told =
  "Purchase Agreement Created - Proposer" | "License Updated - Manufacturer" | "License Deprovisioned - Manufacturer" | "Purchase Agreement Ended - Proposer";

/** AWS's example event leaves `arn:` and `license:` out, though the API's own pattern wants them (`UG:notifications-eventbridge`). */
const arnInEvent = (arn: string, spelling: Settings["eventArn"]): string =>
  spelling === "contract" ? arn : arn.replace(/^arn:(aws[a-zA-Z-]*):license-manager::(\d+):license:/, "$1:license-manager:us-east-1:$2:");

const agreementPart = (told: Told, { agreementId, boughtAt }: Purchase): Readonly<Record<string, unknown>> => {
  switch (told) {
    case "Purchase Agreement Created - Proposer":
      return { id: agreementId, intent: "NEW", status: "ACTIVE", acceptanceTime: boughtAt, startTime: boughtAt, endTime: null };
    case "Purchase Agreement Ended - Proposer":
      return { id: agreementId, status: "CANCELLED" };
    case "License Updated - Manufacturer":
    case "License Deprovisioned - Manufacturer":
      return { id: agreementId };
  }
};

const subjectPart = (told: Told, { productCode, productId, licenseArn = "" }: Purchase, spelling: Settings["eventArn"]): Readonly<Record<string, unknown>> =>
  told.startsWith("License ")
    ? { product: { code: productCode, id: productId }, license: { arn: arnInEvent(licenseArn, spelling) } }
    : { resaleAuthorization: null };

/** AWS's time has seconds, no fraction. */
const seconds = (time: string): string => time.replace(/\.\d{3}Z$/, "Z");

/** The event that AWS puts on the seller's default bus in us-east-1, member for member (`UG:notifications-eventbridge`). */
export const envelope = (
  told: Told,
  purchase: Purchase,
  { at, spelling }: { readonly at: string; readonly spelling: Settings["eventArn"] },
): Readonly<Record<string, unknown>> => ({
  version: "0",
  id: randomUUID(),
  "detail-type": told,
  source: "aws.agreement-marketplace",
  account: SELLER_ACCOUNT,
  time: seconds(at),
  region: "us-east-1",
  resources: [`arn:aws:aws-marketplace::aws:agreement:${purchase.agreementId}`],
  detail: {
    requestId: randomUUID(),
    catalog: "AWSMarketplace",
    agreement: agreementPart(told, purchase),
    ...subjectPart(told, purchase, spelling),
    acceptor: { accountId: purchase.accountId },
    proposer: { accountId: SELLER_ACCOUNT },
    offer: { id: purchase.offerId },
  },
});
