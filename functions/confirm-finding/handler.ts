import type { Instant } from "../../events/kernel/values";
import { productByCode, type Catalogue } from "../../events/product/catalogue";
import { hasEntitlements, type Product } from "../../events/product/product";
import type { FactOf } from "../../events/subscription/commands";
import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import { subscriptionIdentity } from "../../events/subscription/identity";
import { isKnownReading } from "../../events/subscription/listed";
import { standing } from "../../events/subscription/standing";
import type { Subscription } from "../../events/subscription/state";
import { byRun, type Appending } from "../kernel/streams/appending";
import { catalogue } from "../kernel/task/catalogue";
import { clock } from "../kernel/task/clock";
import type { OutcomeOf } from "../kernel/task/contract";
import { entitlementFilter } from "../kernel/purchases/entitlement-filter";
import { eventLog } from "../kernel/streams/event-log";
import type { Loaded } from "../kernel/streams/event-store";
import { Failure } from "../kernel/task/failure";
import type { Finding } from "../kernel/reconciliation/finding";
import { hash } from "../kernel/task/hash";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { listingOf } from "../kernel/purchases/listing";
import { marketplaceAgreement, type AgreementSummary, type MarketplaceAgreement } from "../kernel/aws/marketplace-agreement";
import { marketplaceEntitlement, spelledForApi, type MarketplaceEntitlement } from "../kernel/aws/marketplace-entitlement";
import { count } from "../kernel/task/metrics";
import type { Caller } from "../kernel/task/task-request";
import { transact } from "../kernel/streams/transact";
import { ConfirmFinding } from "./contract";

interface Dependencies extends Appending {
  readonly catalogue: Catalogue;
  readonly entitlements: Pick<MarketplaceEntitlement, "entitlementsOf">;
  readonly agreements: Pick<MarketplaceAgreement, "search">;
}

/** A finding with what the log knows of its subscription. */
interface Known {
  readonly finding: Finding;
  readonly product: Product;
  readonly loaded: Loaded<Subscription>;
}

type Outcome = OutcomeOf<typeof ConfirmFinding>;
type Customer = Pick<Subscription, "form" | "licenseArn" | "licenseArnSource" | "awsAccountId" | "customerIdentifier">;

/** How the customer is named in calls to AWS: as the log knows them, else as AWS's list did. */
const customerOf = ({ finding, product, loaded: { state } }: Known): Customer => {
  if (state.listing !== undefined) return state;
  const form = subscriptionIdentity(finding, product.identityForms, hash)?.form;
  const { licenseArn, awsAccountId, customerIdentifier } = finding;
  return { form, licenseArn, awsAccountId, customerIdentifier };
};

const recordFound = async (
  { store, clock }: Dependencies,
  {
    known,
    source,
    agreementId,
    at,
  }: { readonly known: Known; readonly source: FactOf<"LicenseFound">["source"]; readonly agreementId?: string; readonly at: Instant },
  caller: Caller,
): Promise<void> => {
  const { subscription } = known.finding;
  const { licenseArn, awsAccountId, customerIdentifier } = customerOf(known);
  const data = {
    ...listingOf(known.product, awsAccountId),
    ...(licenseArn !== undefined && { licenseArn }),
    ...(awsAccountId !== undefined && { awsAccountId }),
    ...(customerIdentifier !== undefined && { customerIdentifier }),
    ...(agreementId !== undefined && { agreementId }),
    source,
    at,
  };
  const fact = { type: "LicenseFound", data } as const;
  await transact({ store, clock }, subscriptions, subscriptionStream(subscription), { type: "RecordFact", fact }, byRun(caller, subscription));
};

const byEntitlements = async (dependencies: Dependencies, known: Known, caller: Caller): Promise<Outcome> => {
  const { finding, loaded } = known;
  const { subscription, productCode } = finding;
  const filter = entitlementFilter(subscription, customerOf(known));
  if (filter === undefined) throw new Failure("Permanent", `AWS can't be asked about ${subscription}: neither the log nor AWS's list names the customer.`);
  const at = dependencies.clock.now();
  const entitlements = await dependencies.entitlements.entitlementsOf(productCode, filter);
  if (isKnownReading(loaded.state, entitlements, at)) return { outcome: "agrees", subscription };
  const isNews = entitlements.length > 0 && standing(loaded.state, at).status !== "alive";
  if (isNews)
    await recordFound(dependencies, { known, source: "entitlements", ...(finding.agreement !== "" && { agreementId: finding.agreement }), at }, caller);
  return { outcome: "entitlementsRead", subscription, reading: { entitlements, basedOn: loaded.version, readAt: at } };
};

/** The agreement that keeps this very license, or for a legacy listing this account's purchase, in force. */
const inForce = (agreements: readonly AgreementSummary[], at: Instant): AgreementSummary | undefined =>
  agreements.find(({ reading: { status, startsAt = "" } }) => status === "ACTIVE" && startsAt <= at);

const byAgreements = async (dependencies: Dependencies, known: Known, caller: Caller): Promise<Outcome> => {
  const { finding, product, loaded } = known;
  const { subscription } = finding;
  const { form, licenseArn, awsAccountId } = customerOf(known);
  // AWS's agreements do not name its customer identifiers.
  const asked = form === "license" && licenseArn !== undefined ? { licenseArn: spelledForApi(licenseArn) } : form === "account" ? { awsAccountId } : undefined;
  const at = dependencies.clock.now();
  const page = asked && (await dependencies.agreements.search({ productId: product.id, ...asked, from: "" }));
  if (page === "notPermitted") {
    count("AgreementsNotPermitted");
    return { outcome: "notPermitted", subscription };
  }
  const agreement = inForce(page?.agreements ?? [], at);
  const stands = standing(loaded.state, at);
  if (agreement === undefined || stands.status === "alive") return { outcome: "agrees", subscription };
  // AWS's own times decide: an end after the agreement's last change is the newer word.
  if (stands.status === "ended" && stands.at >= (agreement.updatedAt ?? at)) return { outcome: "agrees", subscription };
  await recordFound(dependencies, { known, source: "agreements", agreementId: agreement.agreementId, at }, caller);
  return { outcome: "confirmed", subscription };
};

export const confirmFinding =
  (dependencies: Dependencies): Run<typeof ConfirmFinding> =>
  async ({ finding }, caller) => {
    const { subscription, productCode, what } = finding;
    const product = productByCode(dependencies.catalogue, productCode);
    if (product === undefined)
      throw new Failure("Permanent", `The product ${productCode} is not configured here any more, so AWS can't be asked about ${subscription}.`);
    const loaded = await dependencies.store.load(subscriptions, subscriptionStream(subscription));
    const known = { finding, product, loaded };
    if (hasEntitlements(product.pricingModel)) return byEntitlements(dependencies, known, caller);
    // The walk has recorded the end and carried it; what goes on in its place is yet to be seen.
    return what === "agreementEnded" ? { outcome: "confirmed", subscription } : byAgreements(dependencies, known, caller);
  };

export const handler = lambdaTask(ConfirmFinding, () =>
  confirmFinding({ store: eventLog(), clock, catalogue: catalogue(), entitlements: marketplaceEntitlement(), agreements: marketplaceAgreement() }),
);
