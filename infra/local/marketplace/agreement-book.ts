import { later } from "../../../events/kernel/values";
import type { Product } from "../../../events/product/product";
import type { MarketplaceHost } from "./ports";
import { shownEntitlements, type Purchase } from "./purchase";
import { Refusal } from "./refusal";
import type { Shelf } from "./shelf";

/** Finds listings and agreements, and says how a changed agreement is to be written for AWS's reads to show it. */
export const agreementBook = (
  { catalogue, now }: Pick<MarketplaceHost, "catalogue" | "now">,
  { purchases, settings }: Pick<Shelf, "purchases" | "settings">,
) => {
  const find = async (agreementId: string): Promise<Purchase> => {
    const purchase = await purchases.get(agreementId);
    if (purchase === undefined) throw new Refusal(404, `There is no agreement '${agreementId}'.`, "GET /simulator/purchases lists them.");
    return purchase;
  };

  /** From when reads show what is written now; uses up one `readLag` fault. Part of exclusive work. */
  const visibleFrom = async (): Promise<string> => {
    const all = await settings.get();
    if (all.readLagTimes === 0) return now();
    await settings.put({ ...all, readLagTimes: all.readLagTimes - 1 });
    return later(now(), all.readLagSeconds * 1000);
  };

  return {
    product: (code: string): Product => {
      const product = catalogue.find((one) => one.code === code || one.id === code);
      if (product === undefined) throw new Refusal(404, `There is no product '${code}'.`, "GET /simulator/products lists them.");
      return product;
    },
    find,
    /** @throws Refusal for an agreement in none of these states */
    findIn: async (agreementId: string, states: readonly Purchase["status"][], toDo: string): Promise<Purchase> => {
      const purchase = await find(agreementId);
      if (!states.includes(purchase.status))
        throw new Refusal(409, `Agreement ${agreementId} is ${purchase.status}: only one that is ${states.join(" or ")} can be ${toDo}.`);
      return purchase;
    },
    visibleFrom,
    /** A change that does not show in GetEntitlements. */
    noted: (purchase: Purchase): Purchase => ({ ...purchase, updatedAt: now() }),
    /** A change that does; until it is visible, reads show what was before. */
    changed: async (before: Purchase, after: Purchase, visible?: string): Promise<Purchase> => ({
      ...after,
      entitlementsBefore: shownEntitlements(before, now()),
      visibleFrom: visible ?? (await visibleFrom()),
      updatedAt: now(),
    }),
  };
};
export type AgreementBook = ReturnType<typeof agreementBook>;
