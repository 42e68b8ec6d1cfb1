import { randomUUID } from "node:crypto";
import type { Instant } from "../../../events/kernel/values";
import type { Purchase } from "./purchase";
import type { Settings } from "./settings";

/** The seller's account in the simulation; AWS's documents use the same one. */
export const SELLER_ACCOUNT = "123456512334";

/** Members of an event, in the order AWS prints them. */
export type Part = Readonly<Record<string, unknown>>;

/** AWS's times have seconds, no fraction. */
export const seconds = (time: Instant): string => time.replace(/\.\d{3}Z$/, "Z");

/** AWS's example event leaves `arn:` and `license:` out, though the API's own pattern wants them (`UG:notifications-eventbridge`). */
const arnInEvent = (arn: string, spelling: Settings["eventArn"]): string =>
  spelling === "contract" ? arn : arn.replace(/^arn:(aws[a-zA-Z-]*):license-manager::(\d+):license:/, "$1:license-manager:us-east-1:$2:");

/** Who bought of whom, by which offer. */
export const parties = ({ accountId, offerId, resale }: Purchase): Part => ({
  acceptor: { accountId },
  proposer: { accountId: resale?.accountId ?? SELLER_ACCOUNT },
  offer: { id: offerId },
});

/** The envelope that EventBridge puts round every event of an agreement. */
export const envelope = (detailType: string, { agreementId }: Purchase, { at, detail }: { readonly at: Instant; readonly detail: Part }): Part => ({
  version: "0",
  id: randomUUID(),
  "detail-type": detailType,
  source: "aws.agreement-marketplace",
  account: SELLER_ACCOUNT,
  time: seconds(at),
  region: "us-east-1",
  resources: [`arn:aws:aws-marketplace::aws:agreement:${agreementId}`],
  detail: { requestId: randomUUID(), catalog: "AWSMarketplace", ...detail },
});

/** A license's event as AWS puts it on the seller's default bus in us-east-1, member for member (`UG:notifications-eventbridge`). */
export const licenseEvent = (
  what: "Updated" | "Deprovisioned",
  purchase: Purchase & { readonly licenseArn: string },
  { at, spelling }: { readonly at: Instant; readonly spelling: Settings["eventArn"] },
): Part =>
  envelope(`License ${what} - Manufacturer`, purchase, {
    at,
    detail: {
      agreement: { id: purchase.agreementId },
      product: { code: purchase.productCode, id: purchase.productId },
      license: { arn: arnInEvent(purchase.licenseArn, spelling) },
      ...parties(purchase),
    },
  });
