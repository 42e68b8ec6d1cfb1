import { readMarketplaceEvent, type LicenseNotice } from "../../events/notice/marketplace-event";
import { notice as notices, noticeStream } from "../../events/notice/decider";
import type { ParkingReason } from "../../events/notice/events";
import { productByCode, type Catalogue } from "../../events/product/catalogue";
import type { Product } from "../../events/product/product";
import type { SubscriptionCommand } from "../../events/subscription/commands";
import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import { subscriptionIdentity } from "../../events/subscription/identity";
import { byRun, type Appending } from "../kernel/appending";
import { catalogue } from "../kernel/catalogue";
import { clock } from "../kernel/clock";
import type { OutcomeOf } from "../kernel/contract";
import { entitlementsOrAccess } from "../kernel/entitlements-or-access";
import { eventLog } from "../kernel/event-log";
import { Failure } from "../kernel/failure";
import { hash } from "../kernel/hash";
import { lambdaTask, type Run } from "../kernel/lambda-task";
import { count } from "../kernel/metrics";
import type { Caller } from "../kernel/task-request";
import { transact } from "../kernel/transact";
import { RecordNotice } from "./contract";

interface Dependencies extends Appending {
  readonly catalogue: Catalogue;
}

type Outcome = OutcomeOf<typeof RecordNotice>;

const park = async ({ store, clock }: Dependencies, id: string, reason: ParkingReason, caller: Caller): Promise<Outcome> => {
  await transact({ store, clock }, notices, noticeStream(id), { type: "Park", data: { reason } }, byRun(caller, id));
  count("NoticeParked");
  return { outcome: "parked", reason };
};

const commandFor = (product: Product, said: LicenseNotice, notice: string): SubscriptionCommand => {
  const { kind, licenseArn, agreementId, awsAccountId, offerId, proposerAccountId, at } = said;
  return {
    type: kind === "licenseUpdated" ? "RecordLicenseActivated" : "RecordLicenseDeprovisioned",
    data: {
      productId: product.id,
      productCode: product.code,
      pricingModel: product.pricingModel,
      test: awsAccountId !== undefined && product.testAccounts.includes(awsAccountId),
      licenseArn,
      ...(awsAccountId !== undefined && { awsAccountId }),
      ...(agreementId !== undefined && { agreementId }),
      ...(offerId !== undefined && { offerId }),
      ...(proposerAccountId !== undefined && { proposerAccountId }),
      notice,
      at,
    },
  };
};

const apply = async ({ store, clock, catalogue }: Dependencies, said: LicenseNotice, id: string, caller: Caller): Promise<Outcome> => {
  const product = productByCode(catalogue, said.productCode);
  // A legacy product is told by SNS; a license event of it names no stream of ours, and is counted like another listing's.
  const identity = product && subscriptionIdentity({ productCode: product.code, licenseArn: said.licenseArn }, product.identityForms, hash);
  if (product === undefined || identity === undefined) {
    count("NoticeOtherListing");
    return { outcome: "otherListing", productCode: said.productCode };
  }
  const { state } = await transact({ store, clock }, subscriptions, subscriptionStream(identity.id), commandFor(product, said, id), byRun(caller, id));
  return said.kind === "licenseUpdated" ? entitlementsOrAccess(identity.id, state) : { outcome: "decided", subscription: identity.id, access: state.access };
};

export const recordNotice =
  (dependencies: Dependencies): Run<typeof RecordNotice> =>
  async ({ notice: id }, caller) => {
    const { state } = await dependencies.store.load(notices, noticeStream(id));
    if (state.received === undefined) throw new Failure("Permanent", `The notice ${id} is not in the log: it must be stored before its run is started.`);
    const said = readMarketplaceEvent(state.received.body);
    return said.kind === "unknownKind" || said.kind === "unreadable" ? park(dependencies, id, said.kind, caller) : apply(dependencies, said, id, caller);
  };

export const handler = lambdaTask(RecordNotice, () => recordNotice({ store: eventLog(), clock, catalogue: catalogue() }));
