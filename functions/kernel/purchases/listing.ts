import type { Product } from "../../../events/product/product";

/** What a fact says of the product, so that its stream can be read without the configuration of its day. */
export interface Listing {
  readonly productId: string;
  readonly productCode: string;
  readonly pricingModel: Product["pricingModel"];
  readonly test: boolean;
  readonly provisionWithinMinutes?: number;
  readonly concurrentFrom?: string;
}

/** Whether an account is one of the seller's own, for trying things out. */
export const isTestAccount = ({ testAccounts }: Pick<Product, "testAccounts">, awsAccountId: string | undefined): boolean =>
  awsAccountId !== undefined && testAccounts.includes(awsAccountId);

/** A product as facts name it; the account, where it is known, tells whether the purchase is a test. */
export const listingOf = (product: Product, awsAccountId: string | undefined): Listing => ({
  productId: product.id,
  productCode: product.code,
  pricingModel: product.pricingModel,
  test: isTestAccount(product, awsAccountId),
  ...(product.provisioning !== undefined && { provisionWithinMinutes: product.provisioning.confirmWithinMinutes }),
  ...(product.concurrentFrom !== undefined && { concurrentFrom: product.concurrentFrom }),
});
