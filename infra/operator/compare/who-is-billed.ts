import type { Billed } from "../../../events/usage/events";
import { subscriptionIn } from "../who";

/** Whom a record names, in whichever form. */
interface Named {
  readonly licenseArn?: string | undefined;
  readonly productCode?: string | undefined;
  readonly account?: string | undefined;
  readonly customerIdentifier?: string | undefined;
}

/** One text for whom a record is billed to: the license, or else the product with the account or customer. AWS's sides spell a license's ARN differently. */
export const whoIs = ({ licenseArn, productCode = "", account, customerIdentifier }: Named): string =>
  licenseArn !== undefined ? subscriptionIn(licenseArn) : `${productCode}.${customerIdentifier ?? account ?? ""}`;

/** The same of a sealed hour. */
export const whoIsBilled = (billed: Billed): string => {
  switch (billed.form) {
    case "license":
      return whoIs({ licenseArn: billed.licenseArn });
    case "account":
      return whoIs({ productCode: billed.productCode, account: billed.awsAccountId });
    case "customer":
      return whoIs(billed);
  }
};
