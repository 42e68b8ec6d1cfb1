import { Big } from "big.js";
import { createHash } from "node:crypto";
import type { Catalogue } from "../../../../events/product/catalogue";
import type { Product } from "../../../../events/product/product";
import { later, type Instant } from "../../../../events/kernel/values";
import { SELLER_ACCOUNT } from "../envelopes";
import type { MarketplaceHost } from "../ports";
import type { Purchase } from "../purchase";
import type { Shelf } from "../shelf";
import { priceOf } from "./prices";
import type { MeteringRecord } from "./usage-record";

/** `UG:data-feed-daily-usage`, in its order. */
const COLUMNS = [
  ...["valid_from", "insert_date", "update_date", "delete_date", "usage_feed_id", "usage_date", "product_id", "agreement_id"],
  ...["end_user_account_id", "payer_account_id", "region", "dimension_key", "usage_unit", "usage_quantity", "pricing_currency"],
  ...["estimated_revenue_in_pricing_currency", "recipient_account_id", "offer_id", "usage_rate_per_unit_in_pricing_currency", "charge_item_description"],
] as const;
type Row = Readonly<Record<string, string>>;

const DAY_MS = 86_400_000;

/** The midnight that begins a day, or the one after. */
const midnight = (instant: Instant): Instant => `${instant.slice(0, 10)}T00:00:00.000Z`;
const nextMidnight = (instant: Instant): Instant => later(midnight(instant), DAY_MS);

/** The feeds name accounts and records by hashes that are salted for each seller. */
const salted = (text: string): string => createHash("sha256").update(`${SELLER_ACCOUNT} ${text}`).digest("hex");

interface Day {
  readonly usageDate: string;
  readonly agreementId: string;
  readonly dimension: string;
  readonly region: string;
  readonly quantity: number;
  /** When the last of its records came. */
  readonly receivedAt: Instant;
}

const dayOf = ({ timestamp, agreementId, dimension, region, quantity, receivedAt }: MeteringRecord): Day => ({
  usageDate: timestamp.slice(0, 10),
  agreementId,
  dimension,
  region,
  quantity,
  receivedAt,
});

const rowOf = (product: Product, { accountId, offerId, freeTrial }: Purchase, day: Day): Row => {
  const listed = product.dimensions.find(({ key }) => key === day.dimension);
  const rate = new Big(freeTrial ? 0 : priceOf(product, day.dimension));
  const delivered = nextMidnight(day.receivedAt);
  const account = salted(accountId);
  return {
    valid_from: delivered,
    insert_date: delivered,
    update_date: delivered,
    usage_feed_id: salted([day.usageDate, day.agreementId, day.dimension, day.region].join(" ")),
    usage_date: day.usageDate,
    product_id: product.id,
    // The guide says that here it starts so, where everything else says `agmt-`.
    agreement_id: day.agreementId.replace(/^agmt-/, "agmnt-"),
    end_user_account_id: account,
    payer_account_id: account,
    region: day.region,
    dimension_key: day.dimension,
    usage_unit: listed?.unit ?? "Units",
    usage_quantity: new Big(day.quantity).toFixed(2),
    pricing_currency: "USD",
    estimated_revenue_in_pricing_currency: rate.times(day.quantity).toFixed(2, Big.roundHalfUp),
    recipient_account_id: salted(SELLER_ACCOUNT),
    offer_id: offerId,
    usage_rate_per_unit_in_pricing_currency: rate.toFixed(6),
    charge_item_description: `AWS Marketplace software usage|${day.region}|${listed?.name ?? day.dimension}`,
  };
};

/** RFC 4180: every field in quotes. */
const line = (fields: readonly string[]): string => `${fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(",")}\r\n`;

/** The Daily Usage feed of the Seller Delivery Data Service: a month as it stood at the last midnight (UTC), when AWS delivered it. */
export const dailyUsage = (
  { now, catalogue }: Pick<MarketplaceHost, "now"> & { readonly catalogue: Catalogue },
  { metering, purchases }: Pick<Shelf, "metering" | "purchases">,
) => {
  const days = async (product: Product, month: string, until: Instant): Promise<readonly Day[]> => {
    const found = new Map<string, Day>();
    for await (const record of metering.ofMonth(product.code, month)) {
      if (record.receivedAt >= until) continue;
      const day = dayOf(record);
      const key = [day.usageDate, day.agreementId, day.dimension, day.region].join(" ");
      const before = found.get(key);
      const receivedAt = before === undefined || before.receivedAt < day.receivedAt ? day.receivedAt : before.receivedAt;
      found.set(key, { ...day, receivedAt, quantity: (before?.quantity ?? 0) + day.quantity });
    }
    return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, day]) => day);
  };

  return {
    /** @returns CSV, a row for each day, agreement, dimension and Region */
    ofMonth: async (month: string): Promise<string> => {
      const until = midnight(now());
      let csv = line(COLUMNS);
      for (const product of catalogue) {
        for (const day of await days(product, month, until)) {
          const purchase = await purchases.get(day.agreementId);
          const row = purchase === undefined ? undefined : rowOf(product, purchase, day);
          if (row !== undefined) csv += line(COLUMNS.map((column) => row[column] ?? ""));
        }
      }
      return csv;
    },
  };
};
