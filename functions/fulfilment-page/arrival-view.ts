import type { ArrivalRefusal } from "../../events/arrival/events";
import { arrival, arrivalStream } from "../../events/arrival/decider";
import { later } from "../../events/kernel/values";
import { productByCode } from "../../events/product/catalogue";
import type { Product } from "../../events/product/product";
import { subscription, subscriptionStream } from "../../events/subscription/decider";
import type { Subscription } from "../../events/subscription/state";
import { mintClaim } from "../kernel/buyers/claim-code";
import type { Registration } from "../kernel/buyers/contacts";
import type { FulfilmentDependencies } from "./dependencies";

/** What the buyer of one arrival is to see. It holds nothing about any person. */
export type ArrivalView =
  | { readonly status: "resolving" }
  | { readonly status: "refused"; readonly reason: ArrivalRefusal }
  | { readonly status: "unlicensed"; readonly product: Product }
  | { readonly status: "registrationNeeded"; readonly product: Product; readonly subscription: string }
  /** The form was handed in and its run has yet to record it. */
  | { readonly status: "saving"; readonly product: Product; readonly subscription: string }
  | { readonly status: "confirming"; readonly product: Product; readonly subscription: string; readonly returning: boolean; readonly mails: boolean }
  /** AWS has confirmed, and the product has yet to: before its deadline, and after it. */
  | { readonly status: "provisioning"; readonly product: Product; readonly subscription: string; readonly returning: boolean; readonly mails: boolean }
  | { readonly status: "provisioningLate"; readonly product: Product; readonly subscription: string; readonly returning: boolean; readonly mails: boolean }
  | { readonly status: "ready"; readonly product: Product; readonly subscription: string; readonly returning: boolean; readonly claimable: boolean }
  | { readonly status: "ended"; readonly product: Product; readonly paused: boolean };

/** How long a claim code is good for: a log-in takes minutes, and the page makes a new one each time it is shown. */
const CLAIM_MINUTES = 15;

/**
 * How long a form counts as being saved for a subscription that others registered before. Its state keeps the newest
 * contacts only, so an older one can't be told from one that is still to come.
 */
const SAVING_MINUTES = 10;

const MINUTE = 60_000;

const isSaving = (state: Subscription, registration: Registration | undefined, now: string): boolean => {
  if (registration === undefined || state.contacts.includes(registration.contact)) return false;
  return state.registeredAt === undefined || now < later(registration.at, SAVING_MINUTES * MINUTE);
};

/** Whether the product was asked to confirm that it has provisioned and has not: the buyer is not told that all is ready. */
const provisioningView = ({ provisioning }: Subscription, now: string): "provisioning" | "provisioningLate" | undefined => {
  if (provisioning === undefined || provisioning.confirmedAt !== undefined) return undefined;
  return now < provisioning.deadline ? "provisioning" : "provisioningLate";
};

interface Resolved {
  readonly product: Product;
  readonly subscription: string;
  readonly state: Subscription;
  readonly registration: Registration | undefined;
  readonly now: string;
}

const resolvedView = ({ product, subscription: id, state, registration, now }: Resolved): ArrivalView => {
  const here = { product, subscription: id };
  if (state.access.status === "revoked" || state.access.status === "suspended") {
    return { status: "ended", product, paused: state.access.status === "suspended" };
  }
  if (isSaving(state, registration, now)) return { status: "saving", ...here };
  if (state.registeredAt === undefined) return { status: "registrationNeeded", ...here };
  const returning = registration === undefined;
  // What is promised is kept: who registered here gets mails, where the product sends any.
  const mails = product.mailFrom !== undefined && state.addressees.length > 0;
  if (state.access.status !== "granted") return { status: "confirming", ...here, returning, mails };
  const status = provisioningView(state, now);
  return status === undefined ? { status: "ready", ...here, returning, claimable: state.tenantId === undefined } : { status, ...here, returning, mails };
};

type Reading = Pick<FulfilmentDependencies, "store" | "contacts" | "catalogue" | "clock">;

/** Reads what an arrival has come to: one load of its stream, and when AWS knew the buyer, one of the subscription's. */
export const viewArrival = async ({ store, contacts, catalogue, clock }: Reading, id: string): Promise<ArrivalView> => {
  const { state } = await store.load(arrival, arrivalStream(id));
  if (state.status === "open") return { status: "resolving" };
  if (state.status === "refused") return { status: "refused", reason: state.reason };
  const product = productByCode(catalogue, state.productCode);
  if (product === undefined) return { status: "refused", reason: "productUnknown" };
  if (state.status === "unlicensed") return { status: "unlicensed", product };
  const [loaded, registration] = await Promise.all([store.load(subscription, subscriptionStream(state.subscription)), contacts.registrationOf(id)]);
  return resolvedView({ product, subscription: state.subscription, state: loaded.state, registration, now: clock.now() });
};

/** Where a ready buyer logs in. As long as no tenant is linked, the link has a one-time code by which the product links its own. */
export const logInUrl = async (
  { keys, clock }: Pick<FulfilmentDependencies, "keys" | "clock">,
  view: Extract<ArrivalView, { readonly status: "ready" }>,
): Promise<string> => {
  if (!view.claimable) return view.product.logInUrl;
  const url = new URL(view.product.logInUrl);
  const expiresAt = later(clock.now(), CLAIM_MINUTES * MINUTE);
  url.searchParams.set("claim", mintClaim({ subscription: view.subscription, expiresAt }, await keys()));
  return url.toString();
};
