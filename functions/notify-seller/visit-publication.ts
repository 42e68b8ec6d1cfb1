import type { Arrival } from "../../events/arrival/decider";
import type { Product } from "../../events/product/product";
import { isTestAccount } from "../kernel/purchases/listing";
import type { Publication } from "../kernel/aws/topic";
import { lines } from "./lines";

type Waiting = Extract<Arrival, { readonly status: "unlicensed" }>;

/** A visit of a buyer for whom AWS named no license, in words: with all that AWS said of the buyer, and how the seller ends their wait. */
export const visitPublication = (
  arrival: string,
  { productCode, awsAccountId, since, candidates = [] }: Waiting,
  product: Product | undefined,
): Publication => {
  const test = product !== undefined && isTestAccount(product, awsAccountId);
  const message = [
    "A buyer came from AWS Marketplace to set up their account, and AWS named no license for them, however often it was asked. They wait.",
    ...(test ? ["This is a test purchase by an account of yours."] : []),
    "",
    ...lines([
      ["Product", product === undefined ? productCode : `${product.name} (${product.code})`],
      ["AWS account", awsAccountId],
      ["Since", since],
      ["It may be", candidates.length === 0 ? "none that is known and free" : candidates.join(" or ")],
      ["Visit", arrival],
    ]),
    "",
    candidates.length === 0
      ? "Find the purchase in AWS Marketplace Management Portal, 'Agreements', then join the two:"
      : "Ask the buyer which is theirs, then join the two:",
    `stallkeeper arrivals join ${arrival} --to <subscription> --reason "…"`,
  ];
  return {
    subject: `${test ? "Test: " : ""}A buyer waits without a license: ${product?.name ?? "a product"}`,
    message: message.join("\n"),
    attributes: { notice: "unlicensedArrival", arrival, test: String(test), product: productCode },
  };
};
