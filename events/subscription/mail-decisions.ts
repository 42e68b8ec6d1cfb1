import { accept, refuse, type Decision } from "../kernel/decider";
import type { Instant } from "../kernel/values";
import type { SubscriptionCommand, SubscriptionRefusal } from "./commands";
import type { SubscriptionEvent } from "./events";
import { isReady, mailsDue, mailTo } from "./mails";
import type { Subscription } from "./state";

type Answer = Decision<SubscriptionEvent, SubscriptionRefusal>;
type DataOf<Type extends SubscriptionCommand["type"]> = Extract<SubscriptionCommand, { readonly type: Type; readonly data: unknown }>["data"];

/**
 * Whether a mail may go out now. What is due goes out once; what a person asks for, as often as they ask, but never to somebody
 * unknown, nor with an untruth. A request that is under way already may go on: whether it arrived, nobody knows.
 */
export const attemptMail = ({ because, ...mail }: DataOf<"AttemptMail">, state: Subscription, at: Instant): Answer => {
  if (state.listing === undefined) return refuse("unknownSubscription");
  const known = mailTo(state, mail.kind, mail.contact);
  if (known?.request === mail.request) return known.status === "attempted" ? accept() : refuse("mailNotDue");
  if (!state.contacts.includes(mail.contact)) return refuse(because === "due" ? "mailNotDue" : "unknownContact");
  if (because === "asked" && mail.kind === "ready" && !isReady(state)) return refuse("notReady");
  const isDue = mailsDue(state, at).some(({ kind, contact }) => kind === mail.kind && contact === mail.contact);
  return because === "asked" || isDue ? accept({ type: "MailAttempted", data: { ...mail, at } }) : refuse("mailNotDue");
};

/** What became of a mail. */
export const recordMail = ({ error, ...mail }: DataOf<"RecordMail">, state: Subscription, at: Instant): Answer => {
  const known = mailTo(state, mail.kind, mail.contact);
  if (known?.request === mail.request && known.status === (error === undefined ? "sent" : "failed")) return accept();
  return error === undefined ? accept({ type: "MailSent", data: { ...mail, at } }) : accept({ type: "MailFailed", data: { ...mail, error, at } });
};

/** The seller's topic was told. */
export const recordSellerNotice = ({ notice, mark }: DataOf<"RecordSellerNotice">, { notified }: Subscription, at: Instant): Answer =>
  notified[notice] === mark ? accept() : accept({ type: "SellerNotified", data: { notice, mark, at } });
