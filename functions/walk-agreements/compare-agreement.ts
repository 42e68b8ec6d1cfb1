import { agreement as agreements, agreementStream } from "../../events/agreement/decider";
import type { Agreement } from "../../events/agreement/state";
import type { DifferenceKind } from "../../events/kernel/differences";
import { later, type Instant } from "../../events/kernel/values";
import type { Catalogue } from "../../events/product/catalogue";
import type { Product } from "../../events/product/product";
import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import { subscriptionIdentity } from "../../events/subscription/identity";
import { FINAL_HOUR, standing } from "../../events/subscription/standing";
import type { Subscription } from "../../events/subscription/state";
import { byRun, type Appending } from "../kernel/streams/appending";
import { carryAgreement } from "../kernel/purchases/carry-agreement";
import type { Finding } from "../kernel/reconciliation/finding";
import { hash } from "../kernel/task/hash";
import type { AgreementSummary } from "../kernel/aws/marketplace-agreement";
import type { Caller } from "../kernel/task/task-request";
import { transact } from "../kernel/streams/transact";

interface Dependencies extends Appending {
  readonly catalogue: Catalogue;
}

/** A customer whom the agreement names. */
interface Named {
  readonly subscription: string;
  readonly licenseArn?: string | undefined;
  readonly state: Subscription;
}

/** One for each license; a legacy agreement carries none, and its customer is the account. */
const customersOf = async ({ store }: Dependencies, product: Product, { licenseArns, reading }: AgreementSummary): Promise<readonly Named[]> => {
  const arns = licenseArns.length > 0 ? licenseArns : [undefined];
  const named = arns.map(async (licenseArn): Promise<readonly Named[]> => {
    const customer = { productCode: product.code, licenseArn, awsAccountId: reading.acceptorAccountId };
    const subscription = subscriptionIdentity(customer, product.identityForms, hash)?.id;
    if (subscription === undefined) return [];
    return [{ subscription, licenseArn, state: (await store.load(subscriptions, subscriptionStream(subscription))).state }];
  });
  return (await Promise.all(named)).flat();
};

const isKnown = ({ state }: Named): boolean => state.listing !== undefined;

/** AWS says that the agreement is in force: what does our log say of its license? */
const whileActive = (state: Subscription, updatedAt: Instant, now: Instant): DifferenceKind | undefined => {
  if (state.listing === undefined) return "unknown";
  if (state.successor !== undefined) return undefined;
  const stands = standing(state, now);
  if (stands.status === "unknown") return "pending";
  // An end that is newer than AWS's last change of the agreement is AWS's newer word.
  return stands.status === "ended" && stands.at < updatedAt && later(stands.at, FINAL_HOUR) <= now ? "ended" : undefined;
};

/** AWS says that it has ended: is that news for a license that we took to live by this very agreement? */
const onceEnded = (id: string, before: Agreement, state: Subscription, now: Instant): DifferenceKind | undefined =>
  before.end === undefined && state.agreements.some((one) => one.id === id) && standing(state, now).status === "alive" ? "agreementEnded" : undefined;

/** Records what AWS's list says of an agreement, carries it to its licenses, and tells what differs from our log. */
export const compareAgreement =
  (dependencies: Dependencies, caller: Caller) =>
  async (product: Product, summary: AgreementSummary): Promise<readonly Finding[]> => {
    const { store, clock } = dependencies;
    const { agreementId: id, reading } = summary;
    const now = clock.now();
    const updatedAt = summary.updatedAt ?? now;
    const stream = agreementStream(id);
    const before = await store.load(agreements, stream);
    const named = await customersOf(dependencies, product, summary);
    const isActive = reading.status === "ACTIVE" && (reading.startsAt ?? "") <= now;
    // Over before this deployment ever heard of it, or not begun: it is found again when it begins.
    if (before.version === 0 && !isActive && !named.some(isKnown)) return [];

    const by = byRun(caller, id);
    const facts = [
      { type: "AgreementRead", data: { ...reading, updatedAt, at: now } } as const,
      // A subscription nobody has told of yet is joined by the run that finds it.
      ...named.filter(isKnown).map(({ subscription }) => ({ type: "LicenseLinked", data: { subscription, at: updatedAt } }) as const),
    ];
    let known = { id, state: before.state, version: before.version };
    for (const fact of facts) known = { id, ...(await transact({ store, clock }, agreements, stream, { type: "RecordFact", fact }, by)) };
    // Also where all of it was known: a task that was killed between the two had carried nothing.
    await carryAgreement(dependencies, known, by);

    return named.flatMap(({ subscription, licenseArn, state }): readonly Finding[] => {
      const what = isActive ? whileActive(state, updatedAt, now) : reading.ended === undefined ? undefined : onceEnded(id, before.state, state, now);
      if (what === undefined) return [];
      return [{ subscription, productCode: product.code, what, licenseArn, awsAccountId: reading.acceptorAccountId, agreement: id }];
    });
  };
