import { later } from "../../../events/kernel/values";
import { hasEntitlements, type Product } from "../../../events/product/product";
import type { Entitlement } from "../../../events/subscription/values";
import type { AgreementTold } from "./envelopes";
import { newAccount, newAgreement, newCustomer, newLicense, newOffer, newResaleAuthorization, newToken } from "./names";
import { noticeDesk } from "./notices";
import type { MarketplaceHost } from "./ports";
import { shownEntitlements, type Purchase } from "./purchase";
import { Refusal } from "./refusal";
import { shelf } from "./shelf";
import { termEnd } from "./term";

/** What a buyer asks for. */
export interface Order {
  readonly product: string;
  readonly accountId?: string | undefined;
  /** Quantities by dimension; contracts only. */
  readonly quantities?: Readonly<Record<string, number>> | undefined;
  readonly months?: number | undefined;
  readonly freeTrial?: boolean | undefined;
  /** Sold by a channel partner: the partner's account. */
  readonly resellerAccountId?: string | undefined;
}

/** What AWS Marketplace hands the buyer's browser. */
export interface SetUp {
  readonly token: string;
  readonly fulfillmentUrl: string;
}

/** AWS allows so many active agreements for one product and account (`DG:metering-service-quotas`). */
const MOST_AGREEMENTS = 100;
/** What a buyer takes who names no quantity. */
const USUAL_QUANTITY = 10;
const USUAL_MONTHS = 12;

/** Quantities as the catalogue knows them. @throws Refusal for a dimension that can't be bought up front */
const entitlementsOf = (product: Product, quantities: Readonly<Record<string, number>>, expiresAt: string): readonly Entitlement[] => {
  const entitled = product.dimensions.filter(({ kind }) => kind === "entitled").map(({ key }) => key);
  const unknown = Object.keys(quantities).find((key) => !entitled.includes(key));
  if (unknown !== undefined) throw new Refusal(400, `'${unknown}' is no entitled dimension of ${product.code}: it has ${entitled.join(", ") || "none"}.`);
  return entitled.map((dimension) => ({ dimension, value: quantities[dimension] ?? USUAL_QUANTITY, expiresAt })).filter(({ value }) => value > 0);
};

/** AWS's rules on how often one account may buy. @throws Refusal */
const mayBuy = (product: Product, order: Order, bought: readonly Purchase[]): void => {
  const { code } = product;
  const theirs = bought.filter((one) => one.accountId === order.accountId && one.productCode === code);
  if (theirs.filter(({ status }) => status === "active").length >= MOST_AGREEMENTS)
    throw new Refusal(409, `Account ${order.accountId ?? ""} has ${MOST_AGREEMENTS} active agreements of ${code}: AWS allows no more. Cancel one first.`);
  if (order.freeTrial === true && theirs.some(({ freeTrial }) => freeTrial))
    throw new Refusal(409, `Account ${order.accountId ?? ""} has had its free trial of ${code}: AWS allows one for each account and product.`);
};

/** The simulated AWS Marketplace: what buyers do there, and what the seller is told of it. */
export const marketplace = (host: MarketplaceHost) => {
  const kept = shelf(host.documents);
  const desk = noticeDesk(host, kept);
  const { exclusively, purchases, settings, tokens } = kept;

  const productOf = (code: string): Product => {
    const product = host.catalogue.find((one) => one.code === code || one.id === code);
    if (product === undefined) throw new Refusal(404, `There is no product '${code}'.`, "GET /simulator/products lists them.");
    return product;
  };

  const find = async (agreementId: string): Promise<Purchase> => {
    const purchase = await purchases.get(agreementId);
    if (purchase === undefined) throw new Refusal(404, `There is no agreement '${agreementId}'.`, "GET /simulator/purchases lists them.");
    return purchase;
  };

  const findActive = async (agreementId: string, toDo: string): Promise<Purchase> => {
    const purchase = await find(agreementId);
    if (purchase.status !== "active") throw new Refusal(409, `Agreement ${agreementId} is ${purchase.status}: only an active one can be ${toDo}.`);
    return purchase;
  };

  /** From when reads show what is bought now; uses up one `readLag` fault. */
  const visibleFrom = async (): Promise<string> => {
    const all = await settings.get();
    if (all.readLagTimes === 0) return host.now();
    await settings.put({ ...all, readLagTimes: all.readLagTimes - 1 });
    return later(host.now(), all.readLagSeconds * 1000);
  };

  /** What is bought up front, and until when; nothing where the buyer pays as they go. */
  const bought = (product: Product, { quantities = {}, months = USUAL_MONTHS }: Pick<Order, "quantities" | "months">) => {
    const prepaid = hasEntitlements(product.pricingModel);
    const endsAt = termEnd(host.now(), months);
    const entitlements = entitlementsOf(product, quantities, endsAt);
    return prepaid ? { entitlements, endsAt } : { entitlements: [] };
  };

  const issue = async (purchase: Purchase): Promise<Purchase & SetUp> => {
    const token = newToken();
    await tokens.put(token, { agreementId: purchase.agreementId, issuedAt: host.now() });
    return { ...purchase, token, fulfillmentUrl: host.fulfilmentUrl };
  };

  /** Writes a changed purchase, and tells the seller. */
  const changed = async (before: Purchase, after: Purchase, agreement: AgreementTold): Promise<Purchase> => {
    const purchase: Purchase = { ...after, entitlementsBefore: shownEntitlements(before, host.now()), visibleFrom: await visibleFrom() };
    await purchases.put(purchase.agreementId, purchase);
    await desk.tell(purchase, purchase.status === "active" ? "License Updated - Manufacturer" : "License Deprovisioned - Manufacturer", agreement);
    return purchase;
  };

  const end = (before: Purchase, status: "cancelled" | "expired", endedAt: string): Promise<Purchase> =>
    changed(before, { ...before, status, endedAt }, "Purchase Agreement Ended");

  return {
    kept,
    desk,
    fulfilmentUrl: host.fulfilmentUrl,
    products: () => host.catalogue,
    product: productOf,
    find,

    /** Buys: an agreement, its license, its entitlements, and the token for the fulfilment page. */
    buy: (order: Order): Promise<Purchase & SetUp> =>
      exclusively(async () => {
        const product = productOf(order.product);
        mayBuy(product, order, await purchases.list());
        const { resellerAccountId } = order;
        const now = host.now();
        const purchase: Purchase = {
          agreementId: newAgreement(),
          productCode: product.code,
          productId: product.id,
          productName: product.name,
          accountId: order.accountId ?? newAccount(),
          ...(product.identityForms.includes("license") ? { licenseArn: newLicense() } : { customerIdentifier: newCustomer() }),
          offerId: newOffer(),
          ...(resellerAccountId !== undefined && { resale: { accountId: resellerAccountId, authorizationId: newResaleAuthorization() } }),
          freeTrial: order.freeTrial ?? false,
          status: "active",
          ...bought(product, order),
          visibleFrom: await visibleFrom(),
          entitlementsBefore: [],
          boughtAt: now,
        };
        await purchases.put(purchase.agreementId, purchase);
        const handed = await issue(purchase);
        await desk.tell(purchase, "License Updated - Manufacturer", "Purchase Agreement Created");
        return handed;
      }),

    /** 'Set up your account' once more: a new token for the same agreement. */
    setUp: async (agreementId: string): Promise<Purchase & SetUp> => issue(await findActive(agreementId, "set up")),

    /** Changes quantities or the term, as an upgrade does, and tells the seller that the license was updated. */
    change: (agreementId: string, wanted: Pick<Order, "quantities" | "months">): Promise<Purchase> =>
      exclusively(async () => {
        const before = await findActive(agreementId, "changed");
        const product = productOf(before.productCode);
        if (!hasEntitlements(product.pricingModel)) throw new Refusal(409, `${product.name} is paid by use: there is nothing to change up front.`);
        const had = Object.fromEntries(before.entitlements.map(({ dimension, value }) => [dimension, typeof value === "number" ? value : 0]));
        const none = Object.fromEntries(product.dimensions.filter(({ kind }) => kind === "entitled").map(({ key }) => [key, 0]));
        const { entitlements, endsAt } = bought(product, { ...wanted, quantities: { ...none, ...had, ...wanted.quantities } });
        const until = wanted.months === undefined ? before.endsAt : endsAt;
        if (until === undefined) return changed(before, { ...before, entitlements }, "Purchase Agreement Amended");
        const renewed = entitlements.map((entitlement) => ({ ...entitlement, expiresAt: until }));
        return changed(before, { ...before, entitlements: renewed, endsAt: until }, "Purchase Agreement Amended");
      }),

    /** Ends the agreement and its license. Once more is silence. */
    cancel: (agreementId: string): Promise<Purchase> =>
      exclusively(async () => {
        const before = await find(agreementId);
        return before.status === "active" ? end(before, "cancelled", host.now()) : before;
      }),

    /** Ends the contracts whose term is over by the clock. */
    endDue: (): Promise<void> =>
      exclusively(async () => {
        for (const purchase of await purchases.list()) {
          const { status, endsAt } = purchase;
          if (status === "active" && endsAt !== undefined && endsAt <= host.now()) await end(purchase, "expired", endsAt);
        }
      }),
  };
};
export type Marketplace = ReturnType<typeof marketplace>;
