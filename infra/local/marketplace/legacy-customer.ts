import { newCustomer } from "./names";
import { purchaseKey } from "./purchase";
import type { Shelf } from "./shelf";

/** Legacy listings know a buyer by AWS's customer identifier, which stays the same for an account and a product. */
export const legacyCustomer = ({ purchases }: Pick<Shelf, "purchases">) => ({
  /** A buyer comes, or comes back: then what AWS was about to say of their last subscription is never said (`UG:saas-notification`). */
  comes: async (productCode: string, accountId: string): Promise<string> => {
    const theirs = await purchases.under(purchaseKey.account(productCode, accountId));
    for (const { farewellAt, ...before } of theirs) if (farewellAt !== undefined) await purchases.put(before.agreementId, before);
    return theirs.find(({ customerIdentifier }) => customerIdentifier !== undefined)?.customerIdentifier ?? newCustomer();
  },
});
