import { agreement as agreements, agreementStream } from "../../events/agreement/decider";
import type { AgreementEvent } from "../../events/agreement/events";
import { notice as notices, noticeStream } from "../../events/notice/decider";
import type { ParkingReason } from "../../events/notice/events";
import type { LicenseNotice } from "../../events/notice/marketplace-event";
import { readNotice, type Said } from "../../events/notice/message";
import type { LegacyNotice } from "../../events/notice/sns-message";
import { productByCode, type Catalogue } from "../../events/product/catalogue";
import type { AwsFact } from "../../events/subscription/signs";
import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import type { Subscription } from "../../events/subscription/state";
import { subscriptionIdentity, type CustomerIdentity } from "../../events/subscription/identity";
import { byRun, type Appending } from "../kernel/streams/appending";
import { catalogue } from "../kernel/task/catalogue";
import { clock } from "../kernel/task/clock";
import type { InputOf, OutcomeOf } from "../kernel/task/contract";
import { eventLog } from "../kernel/streams/event-log";
import { Failure } from "../kernel/task/failure";
import { hash } from "../kernel/task/hash";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { count } from "../kernel/task/metrics";
import type { Caller } from "../kernel/task/task-request";
import { transact } from "../kernel/streams/transact";
import { agreementFact } from "./agreement-fact";
import { RecordNotice } from "./contract";
import { legacyFact, licenseFact } from "./license-fact";

interface Dependencies extends Appending {
  readonly catalogue: Catalogue;
}

type Outcome = OutcomeOf<typeof RecordNotice>;

/** A notice that is being dealt with, how, and who does so. */
interface Dealing {
  readonly id: string;
  readonly ending: InputOf<typeof RecordNotice>["ending"];
  readonly caller: Caller;
}

const otherListing = (): Outcome => {
  count("NoticeOtherListing");
  return { outcome: "otherListing" };
};

const park = async ({ store, clock }: Dependencies, { id, caller }: Dealing, reason: ParkingReason): Promise<Outcome> => {
  const { state } = await transact({ store, clock }, notices, noticeStream(id), { type: "Park", data: { reason } }, byRun(caller, id));
  // A person who released one that was dismissed hears it from the run; nobody is to be alarmed by it again.
  if (state.dismissed === undefined) count("NoticeParked");
  return { outcome: "parked", reason };
};

/** Which of the fact's kinds it is, and whom it is about. */
type Told = { readonly customer: CustomerIdentity; readonly agreement: string; readonly said: LicenseNotice | LegacyNotice };

/** Whether an end would take access from a buyer, and only the agreement can tell whether the purchase goes on as another. */
const mayGoOn = ({ access: { status }, agreements, successor }: Subscription, agreement: string): boolean =>
  status === "granted" && successor === undefined && agreements.some(({ id, end }) => id === agreement && end === undefined);

const recordCustomer = async (dependencies: Dependencies, { customer, agreement, said }: Told, { id, ending, caller }: Dealing): Promise<Outcome> => {
  const { store, clock, catalogue } = dependencies;
  const product = productByCode(catalogue, customer.productCode);
  const identity = product && subscriptionIdentity(customer, product.identityForms, hash);
  if (product === undefined || identity === undefined) return otherListing();
  if (said.kind === "licenseDeprovisioned" && ending === "askFirst") {
    const { state } = await store.load(subscriptions, subscriptionStream(identity.id));
    if (mayGoOn(state, agreement)) return { outcome: "licenseEnding", subscription: identity.id, agreement };
  }
  const fact: AwsFact = "licenseArn" in said ? licenseFact(product, identity.form, said, id) : legacyFact(product, identity.form, said, id);
  await transact({ store, clock }, subscriptions, subscriptionStream(identity.id), { type: "RecordFact", fact }, byRun(caller, id));
  return { outcome: "customerTold", subscription: identity.id, agreement, namedAt: said.at };
};

const recordAgreement = async ({ store, clock }: Dependencies, agreement: string, fact: AgreementEvent, { id, caller }: Dealing): Promise<void> => {
  await transact({ store, clock }, agreements, agreementStream(agreement), { type: "RecordFact", fact }, byRun(caller, id));
};

const record = async (dependencies: Dependencies, said: Said, dealing: Dealing): Promise<Outcome> => {
  switch (said.kind) {
    case "unknownKind":
    case "unreadable":
      return park(dependencies, dealing, said.kind);
    case "licenseUpdated":
    case "licenseDeprovisioned":
      return recordCustomer(dependencies, { customer: said, agreement: said.agreementId ?? "", said }, dealing);
    case "purchaseConfirmed":
    case "purchaseFailed":
    case "departureAnnounced":
    case "departureCompleted":
    case "entitlementsAnnounced":
      return recordCustomer(dependencies, { customer: said, agreement: "", said }, dealing);
    case "remark": {
      const { agreementId: agreement = "", said: kind, at } = said;
      if (agreement !== "") await recordAgreement(dependencies, agreement, { type: "AgreementRemarked", data: { kind, notice: dealing.id, at } }, dealing);
      return { outcome: "remarked", agreement };
    }
    case "agreementCreated":
    case "agreementAmended":
    case "agreementEnded":
    case "agreementEnding":
    case "renewalAnnounced":
    case "advisoryIssued":
    case "advisoryResolved": {
      const { agreementId: agreement, productId } = said;
      // Most events name no product; those that name another's are not ours to keep.
      if (productId !== undefined && !dependencies.catalogue.some(({ id }) => id === productId)) return otherListing();
      await recordAgreement(dependencies, agreement, agreementFact(said, dealing.id), dealing);
      return { outcome: "agreementTold", agreement };
    }
  }
};

export const recordNotice =
  (dependencies: Dependencies): Run<typeof RecordNotice> =>
  async ({ notice: id, ending }, caller) => {
    const { received } = (await dependencies.store.load(notices, noticeStream(id))).state;
    if (received === undefined) throw new Failure("Permanent", `The notice ${id} is not in the log: it must be stored before its run is started.`);
    return record(dependencies, readNotice(received.channel, received.body, received.sentAt), { id, ending, caller });
  };

export const handler = lambdaTask(RecordNotice, () => recordNotice({ store: eventLog(), clock, catalogue: catalogue() }));
