import type { DueMail } from "../../../events/subscription/mails";
import { hash } from "../task/hash";
import type { Starter } from "../aws/starter";

/** Starts the run that sends a mail which is due; once, whoever asks and however often. */
export const mailRuns = ({ starter, machine }: { readonly starter: Pick<Starter, "startNew">; readonly machine: string }) => ({
  start: (subscription: string, { kind, contact, since }: DueMail): Promise<"started" | "exists"> => {
    const request = `mail-${hash(subscription, kind, contact, since)}`;
    const about = `The mail '${kind}' to a person who registered for ${subscription} is due.`;
    return starter.startNew(machine, request, { about, because: "due", subscription, kind, contact, request });
  },
});
export type MailRuns = ReturnType<typeof mailRuns>;
