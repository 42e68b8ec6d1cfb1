import { randomBytes, randomInt } from "node:crypto";
import { ulid } from "ulid";
import { later } from "../../../events/kernel/values";
import { hasEntitlements, type Product } from "../../../events/product/product";
import type { Entitlement } from "../../../events/subscription/values";
import { SELLER_ACCOUNT, type Told } from "./envelopes";
import { noticeDesk } from "./notices";
import type { MarketplaceHost } from "./ports";
import type { Purchase } from "./purchase";
import { Refusal } from "./refusal";
import { shelf } from "./shelf";

/** What a buyer asks for. */
export interface Order {
  readonly product: string;
  readonly accountId?: string | undefined;
  /** Quantities by dimension; contracts only. */
  readonly quantities?: Readonly<Record<string, number>> | undefined;
  readonly months?: number | undefined;
  readonly freeTrial?: boolean | undefined;
}

/** What AWS Marketplace hands the buyer's browser. */
export interface SetUp {
  readonly token: string;
  readonly fulfillmentUrl: string;
}

/** AWS allows so many active agreements for one product and account (`DG:metering-service-quotas`). */
const MOST_AGREEMENTS = 100;
const DAY = 86_400_000;

const newAccount = (): string => String(randomInt(100_000_000_000, 999_999_999_999));
/** Agreements and licenses have 25 small letters and digits, 32 hexadecimal digits. */
const newAgreement = (): string => `agmt-${ulid().toLowerCase()}`;
const newLicense = (): string => `arn:aws:license-manager::${SELLER_ACCOUNT}:license:l-${randomBytes(16).toString("hex")}`;
/** Opaque, and with characters that must survive a form: as base64 has them. */
const newToken = (): string => `${randomBytes(96).toString("base64")}+/==`;

/** The simulated AWS Marketplace: what buyers do there, and what the seller is told of it. */
export const marketplace = (host: MarketplaceHost) => {
  const kept = shelf(host.documents);
  const desk = noticeDesk(host, kept);

  const productOf = (code: string): Product => {
    const product = host.catalogue.find((one) => one.code === code || one.id === code);
    if (product === undefined) throw new Refusal(404, `There is no product '${code}': GET /simulator/products lists them.`);
    return product;
  };

  const purchaseOf = async (agreementId: string): Promise<Purchase> => {
    const purchase = await kept.purchases.get(agreementId);
    if (purchase === undefined) throw new Refusal(404, `There is no agreement '${agreementId}': GET /simulator/purchases lists them.`);
    return purchase;
  };

  const visibleFrom = async (): Promise<string> => later(host.now(), (await kept.settings.get()).readLagSeconds * 1000);

  const entitlementsFor = (product: Product, { quantities = {}, months = 12 }: Pick<Order, "quantities" | "months">): readonly Entitlement[] => {
    if (!hasEntitlements(product.pricingModel)) return [];
    const entitled = product.dimensions.filter(({ kind }) => kind === "entitled").map(({ key }) => key);
    const unknown = Object.keys(quantities).find((key) => !entitled.includes(key));
    if (unknown !== undefined) throw new Refusal(400, `'${unknown}' is no entitled dimension of ${product.code}: it has ${entitled.join(", ")}.`);
    const expiresAt = later(host.now(), Math.round(months * 30.4375) * DAY);
    return entitled.map((dimension) => ({ dimension, value: quantities[dimension] ?? 10, expiresAt })).filter(({ value }) => value > 0);
  };

  const told = async (purchase: Purchase, license: Told, agreement: Told): Promise<void> => {
    if ((await kept.settings.get()).agreementEvents) await desk.tell(agreement, purchase);
    // Legacy listings are told by SNS, which this stall does not yet take.
    if (purchase.licenseArn !== undefined) await desk.tell(license, purchase);
  };

  const setUp = async (agreementId: string): Promise<SetUp> => {
    const token = newToken();
    await kept.tokens.put(token, { agreementId, issuedAt: host.now() });
    return { token, fulfillmentUrl: host.fulfilmentUrl };
  };

  return {
    kept,
    desk,
    products: () => host.catalogue,

    /** Buys: an agreement, its license, its entitlements, and the token for the fulfilment page. */
    buy: async (order: Order): Promise<Purchase & SetUp> => {
      const product = productOf(order.product);
      const accountId = order.accountId ?? newAccount();
      const active = (await kept.purchases.list()).filter((one) => one.accountId === accountId && one.productCode === product.code && one.status === "active");
      if (active.length >= MOST_AGREEMENTS)
        throw new Refusal(409, `Account ${accountId} has ${MOST_AGREEMENTS} active agreements of ${product.code}: AWS allows no more.`);
      const concurrent = product.identityForms.includes("license");
      const purchase: Purchase = {
        agreementId: newAgreement(),
        productCode: product.code,
        productId: product.id,
        accountId,
        ...(concurrent ? { licenseArn: newLicense() } : { customerIdentifier: `cust${randomBytes(8).toString("hex")}` }),
        offerId: `offer-${randomBytes(6).toString("hex")}`,
        freeTrial: order.freeTrial ?? false,
        status: "active",
        entitlements: entitlementsFor(product, order),
        visibleFrom: await visibleFrom(),
        boughtAt: host.now(),
      };
      await kept.purchases.put(purchase.agreementId, purchase);
      const given = await setUp(purchase.agreementId);
      await told(purchase, "License Updated - Manufacturer", "Purchase Agreement Created - Proposer");
      return { ...purchase, ...given };
    },

    /** 'Set up your account' once more: a new token for the same agreement. */
    setUp: async (agreementId: string): Promise<Purchase & SetUp> => ({ ...(await purchaseOf(agreementId)), ...(await setUp(agreementId)) }),

    find: purchaseOf,

    /** Changes quantities, as an upgrade or a renewal does, and tells the seller that the license was updated. */
    change: async (agreementId: string, wanted: Pick<Order, "quantities" | "months">): Promise<Purchase> => {
      const before = await purchaseOf(agreementId);
      if (before.status !== "active") throw new Refusal(409, `Agreement ${agreementId} is ${before.status}: only an active one can be changed.`);
      const purchase: Purchase = { ...before, entitlements: entitlementsFor(productOf(before.productCode), wanted), visibleFrom: await visibleFrom() };
      await kept.purchases.put(agreementId, purchase);
      await told(purchase, "License Updated - Manufacturer", "Purchase Agreement Created - Proposer");
      return purchase;
    },

    /** Ends the agreement and its license. */
    cancel: async (agreementId: string): Promise<Purchase> => {
      const before = await purchaseOf(agreementId);
      if (before.status === "cancelled") return before;
      const purchase: Purchase = { ...before, status: "cancelled", endedAt: host.now() };
      await kept.purchases.put(agreementId, purchase);
      await told(purchase, "License Deprovisioned - Manufacturer", "Purchase Agreement Ended - Proposer");
      return purchase;
    },
  };
};
export type Marketplace = ReturnType<typeof marketplace>;
