import { Succeed, type IChainable } from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import type { MailCause, MailKind } from "../events/subscription/values";
import type { RecordMail } from "../functions/record-mail/contract";
import type { SendMail } from "../functions/send-mail/contract";
import { call } from "./kernel/call";
import { executionInput, field } from "./kernel/ref";
import { route } from "./kernel/route";
import type { TaskOf } from "./kernel/task";

export interface BuyerMailTasks {
  readonly recordMail: TaskOf<typeof RecordMail>;
  readonly sendMail: TaskOf<typeof SendMail>;
}

/** Started when a mail is due (`mail-<subscription, kind, contact and time>`), or by an operator (`resend-…`). The name is the request. */
interface MailInput {
  readonly about: string;
  readonly because: MailCause;
  readonly subscription: string;
  readonly kind: MailKind;
  readonly contact: string;
  readonly request: string;
}

/**
 * A mail goes to a registered person. A workflow of its own, so that no mail ever fails a run that decides access. SES knows no
 * idempotency key: the attempt is recorded before the call, and after a lost answer the mail goes out again.
 */
export const buyerMail = (scope: Construct, { recordMail, sendMail }: BuyerMailTasks): IChainable => {
  const input = executionInput<MailInput>();
  const to = { subscription: field(input, "subscription"), kind: field(input, "kind"), contact: field(input, "contact") };
  const mail = { ...to, request: field(input, "request") };

  const unwanted = Succeed.jsonata(scope, "The mail is no longer due");
  const sent = call(scope, "Record that the mail was sent", recordMail, { step: "sent", ...mail }).next(
    route(scope, "Is the sending recorded?", recordMail, { recorded: () => Succeed.jsonata(scope, "The mail is on its way"), refused: () => unwanted }),
  );
  const send = call(scope, "Hand the mail to SES", sendMail, to).next(
    route(scope, "Did SES take it?", sendMail, {
      sent: () => sent,
      refused: (outcome) =>
        call(scope, "Record that the mail failed", recordMail, { step: "failed", ...mail, error: field(outcome, "error") }).next(
          route(scope, "Is the failure recorded?", recordMail, {
            recorded: () => Succeed.jsonata(scope, "A person has to see to the mail"),
            refused: () => unwanted,
          }),
        ),
    }),
  );
  return call(scope, "Record that the mail goes out", recordMail, { step: "attempted", ...mail, because: field(input, "because") }).next(
    route(scope, "Is the mail still due?", recordMail, { recorded: () => send, refused: () => unwanted }),
  );
};
