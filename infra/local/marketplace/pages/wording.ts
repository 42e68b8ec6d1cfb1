import type { PricingModel, Product } from "../../../../events/product/product";
import type { Entitlement } from "../../../../events/subscription/values";

/** How AWS Marketplace words its pricing models to buyers. */
export const PRICING: Readonly<Record<PricingModel, { readonly name: string; readonly meaning: string }>> = {
  contract: { name: "Contract", meaning: "You buy quantities up front, for a term." },
  subscription: { name: "Pay as you go", meaning: "You pay for what you use, and can cancel at any time." },
  contractWithConsumption: { name: "Contract with consumption", meaning: "You buy quantities up front, and pay for what you use beyond them." },
  free: { name: "Free", meaning: "You pay nothing." },
};

/** Legacy listings identify buyers without a license. */
export const isLegacy = ({ identityForms }: Product): boolean => !identityForms.includes("license");

const DATE = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });
const DATE_TIME = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" });

export const day = (instant: string): string => DATE.format(new Date(instant));
export const moment = (instant: string): string => `${DATE_TIME.format(new Date(instant))} UTC`;

/** 1111 2222 3333 reads better than twelve digits. */
export const accountName = (id: string): string => id.replace(/^(\d{4})(\d{4})(\d{4})$/, "$1 $2 $3");

const NUMBER = new Intl.NumberFormat("en-US");

export const amount = (value: Entitlement["value"]): string => {
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return typeof value === "number" ? NUMBER.format(value) : value;
};

/** `$3,085.57` of decimal text. */
export const money = (dollars: string): string => dollars.replace(/^\d+/, (whole) => `$${NUMBER.format(BigInt(whole))}`);

export const times = (count: number, what: string): string => `${NUMBER.format(count)} ${what}${count === 1 ? "" : "s"}`;
