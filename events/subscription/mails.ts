import { later, type Instant } from "../kernel/values";
import type { DataOf } from "./evolve-purchase";
import type { Mail, Subscription } from "./state";
import type { MailKind } from "./values";

/** A mail that goes out by itself, to a person who registered here. */
export interface DueMail {
  readonly kind: MailKind;
  readonly contact: string;
  /** Since when. The same mail due since another time is another one. */
  readonly since: Instant;
}

const DAY = 86_400_000;

/**
 * How long a mail is worth sending by itself. An outage of a weekend delays it; what is older, as when mails are switched on for
 * buyers of long ago, would only puzzle its reader.
 */
const WORTH_SENDING = 3 * DAY;

/** Whether the buyer may be told that all is ready: access, somebody registered, and where the product was asked to provision, it has. */
export const isReady = ({ access, registeredAt, provisioning }: Subscription): boolean =>
  access.status === "granted" && registeredAt !== undefined && (provisioning === undefined || provisioning.confirmedAt !== undefined);

/** Notes since when all is ready. @param at when what is folded happened */
export const withReadiness = ({ readySince, ...state }: Subscription, at: Instant): Subscription =>
  isReady(state) ? { ...state, readySince: readySince ?? at } : state;

/** The newest request of each kind and person. */
export const withMail = (
  state: Subscription,
  { kind, contact, request, at }: DataOf<"MailAttempted"> | DataOf<"MailSent"> | DataOf<"MailFailed">,
  status: Mail["status"],
): Subscription =>
  withoutMailsToOthers({
    ...state,
    mails: [...state.mails.filter((mail) => mail.kind !== kind || mail.contact !== contact), { kind, contact, request, status, at }],
  });

/** Mails to those who are no contacts at hand are in the events alone: a state must not grow. */
export const withoutMailsToOthers = (state: Subscription): Subscription => ({
  ...state,
  mails: state.mails.filter(({ contact }) => state.contacts.includes(contact)),
});

export const mailTo = ({ mails }: Pick<Subscription, "mails">, kind: MailKind, contact: string): Mail | undefined =>
  mails.find((mail) => mail.kind === kind && mail.contact === contact);

/**
 * The mails that are due: that the registration was received, and that all is ready, each once to each person who registered
 * here. Who came with a renewal from the subscription before notices nothing of it, and gets none.
 */
export const mailsDue = (state: Subscription, now: Instant): readonly DueMail[] => {
  const { addressees, readySince, access } = state;
  if (access.status === "suspended" || access.status === "revoked") return [];
  return addressees
    .flatMap(({ contact, since }): readonly DueMail[] => [
      { kind: "received", contact, since },
      ...(readySince === undefined ? [] : [{ kind: "ready" as const, contact, since: readySince > since ? readySince : since }]),
    ])
    .filter(({ kind, contact, since }) => (mailTo(state, kind, contact)?.status ?? "due") === "due" && now < later(since, WORTH_SENDING));
};
