import { Grant } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { NotifySeller } from "../../functions/notify-seller/contract";
import { RecordSellerNotice } from "../../functions/record-seller-notice/contract";
import { sellerNotice } from "../../workflows/seller-notice";
import type { DataKey } from "./data-key";
import type { DeploymentOptions } from "./options";
import type { Resources } from "./resources";
import type { Holder } from "./service-function";
import { TaskFunction } from "./task-function";
import { Workflow } from "./workflow";

/** The seller's own topic. What is told there names the buyer: it is encrypted under the seller's key, on its way and at rest. */
class SellerTopic extends Topic {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: { readonly prefix: string; readonly key: DataKey },
  ) {
    super(scope, id, { topicName: `${props.prefix}-seller`, displayName: "Stallkeeper", masterKey: props.key, enforceSSL: true });
  }

  grantTell({ role, provide }: Holder<"SELLER_TOPIC_ARN">): void {
    provide("SELLER_TOPIC_ARN", this.topicArn);
    Grant.addToPrincipal({ grantee: role, actions: ["sns:Publish"], resourceArns: [this.topicArn] });
    this.props.key.grantPublishThroughSns(role);
  }
}

export interface SellerNoticesProps {
  readonly options: DeploymentOptions;
  readonly resources: Resources;
}

const IMPACT = "The seller's topic is not told of buyers who registered or need somebody. The worklist shows the same.";

/** What the seller's topic is told: that a buyer has registered, and what waits for a person. */
export class SellerNotices extends Construct {
  readonly workflow: Workflow;
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { options, resources: { log, contacts, key } }: SellerNoticesProps) {
    super(scope, id);
    const { prefix } = options;
    const topic = new SellerTopic(this, "Topic", { prefix, key });
    this.topic = topic;

    const notifySeller = new TaskFunction(this, "Notify", {
      options,
      contract: NotifySeller,
      description: "Tells the seller's topic of a registration, or of a matter that waits for a person",
      failureImpact: IMPACT,
    });
    log.grantRead(notifySeller);
    contacts.grantRead(notifySeller);
    topic.grantTell(notifySeller);

    const recordSellerNotice = new TaskFunction(this, "Record", {
      options,
      contract: RecordSellerNotice,
      description: "Records that the seller's topic was told",
      failureImpact: "Nothing by itself: the seller's topic may be told of a matter twice.",
    });
    log.grantAppend(recordSellerNotice);

    const tasks = { notifySeller, recordSellerNotice };
    this.workflow = new Workflow(this, "Machine", {
      prefix,
      name: "seller-notice",
      comment: "The seller's topic is told of a registration, or of a matter that waits for a person.",
      definition: (machine) => sellerNotice(machine, tasks),
      calls: Object.values(tasks),
      failureImpact: IMPACT,
    });
  }
}
