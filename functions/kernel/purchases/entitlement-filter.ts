import type { Subscription } from "../../../events/subscription/state";
import type { EntitlementFilter } from "../aws/marketplace-entitlement";

type Named = Pick<Subscription, "form" | "licenseArn" | "licenseArnSource" | "awsAccountId" | "customerIdentifier">;

/** How the entitlement API is asked about a subscription; undefined while its stream does not name the customer well enough. */
export const entitlementFilter = (
  id: string,
  { form, licenseArn, licenseArnSource, awsAccountId, customerIdentifier }: Named,
): EntitlementFilter | undefined => {
  if (form === "license" && licenseArnSource === "event" && awsAccountId !== undefined) return { form: "licenseOfAccount", subscription: id, awsAccountId };
  if (form === "license" && licenseArn !== undefined) return { form, licenseArn };
  if (form === "account" && awsAccountId !== undefined) return { form, awsAccountId };
  if (form === "customer" && customerIdentifier !== undefined) return { form, customerIdentifier };
  return undefined;
};
