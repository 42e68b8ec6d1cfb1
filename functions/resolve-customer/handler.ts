import { productByCode, type Catalogue } from "../../events/product/catalogue";
import type { Product } from "../../events/product/product";
import { subscriptionIdentity } from "../../events/subscription/identity";
import { catalogue } from "../kernel/task/catalogue";
import type { OutcomeOf } from "../kernel/task/contract";
import { hash } from "../kernel/task/hash";
import { keys, type Keys } from "../kernel/buyers/keys";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { marketplaceMetering, type MarketplaceCustomer, type MarketplaceMetering } from "../kernel/aws/marketplace-metering";
import { unseal } from "../kernel/buyers/sealed-token";
import { ResolveCustomer } from "./contract";

interface Dependencies {
  readonly marketplace: MarketplaceMetering;
  readonly catalogue: Catalogue;
  readonly keys: () => Promise<Pick<Keys, "seal">>;
}

const identified = (product: Product, customer: MarketplaceCustomer): OutcomeOf<typeof ResolveCustomer> => {
  const { productCode, awsAccountId } = customer;
  const identity = subscriptionIdentity(customer, product.identityForms, hash);
  if (identity !== undefined) return { outcome: "resolved", customer: { ...customer, subscription: identity.id, form: identity.form } };
  if (!product.identityForms.includes("license")) return { outcome: "formNotAllowed", productCode };
  return { outcome: "unlicensed", buyer: { productCode, ...(awsAccountId !== undefined && { awsAccountId }) } };
};

export const resolveCustomer =
  ({ marketplace, catalogue, keys }: Dependencies): Run<typeof ResolveCustomer> =>
  async ({ sealedToken }) => {
    const customer = await marketplace.resolveCustomer(unseal(sealedToken, await keys()));
    if (typeof customer === "string") return { outcome: customer };
    const product = productByCode(catalogue, customer.productCode);
    return product === undefined ? { outcome: "productUnknown", productCode: customer.productCode } : identified(product, customer);
  };

export const handler = lambdaTask(ResolveCustomer, () => resolveCustomer({ marketplace: marketplaceMetering(), catalogue: catalogue(), keys }));
