import { Construct } from "constructs";
import { RecordMail } from "../../functions/record-mail/contract";
import { SendMail } from "../../functions/send-mail/contract";
import { buyerMail } from "../../workflows/buyer-mail";
import { MailIdentities } from "./mail-identities";
import type { DeploymentOptions } from "./options";
import type { Resources } from "./resources";
import { TaskFunction } from "./task-function";
import { Workflow } from "./workflow";

export interface BuyerMailsProps {
  readonly options: DeploymentOptions;
  readonly resources: Resources;
}

const IMPACT = "Buyers who registered are not told that it was received, or that they can log in.";

/** The mails that buyers get: a workflow of its own, so that none of them ever fails a run that decides access. */
export class BuyerMails extends Construct {
  readonly workflow: Workflow;

  constructor(scope: Construct, id: string, { options, resources: { log, contacts } }: BuyerMailsProps) {
    super(scope, id);
    const recordMail = new TaskFunction(this, "Record", {
      options,
      contract: RecordMail,
      description: "Records that a mail goes out, and what became of it",
      failureImpact: IMPACT,
    });
    log.grantAppend(recordMail);

    const sendMail = new TaskFunction(this, "Send", {
      options,
      contract: SendMail,
      description: "Hands a mail to Amazon SES",
      failureImpact: IMPACT,
    });
    log.grantRead(sendMail);
    contacts.grantRead(sendMail);
    new MailIdentities(this, "Identities", options).grantSend(sendMail.role);

    this.workflow = new Workflow(this, "Machine", {
      prefix: options.prefix,
      name: "buyer-mail",
      comment: "A mail goes to a registered person.",
      definition: (machine) => buyerMail(machine, { recordMail, sendMail }),
      calls: [recordMail, sendMail],
      failureImpact: IMPACT,
    });
  }
}
