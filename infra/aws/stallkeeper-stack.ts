import { CfnOutput, Stack, type StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { AfterAppend } from "./after-append";
import { AlarmTopic } from "./alarm-topic";
import { BuyerMails } from "./buyer-mails";
import { Deadlines } from "./deadlines";
import { DropInRows } from "./drop-in-rows";
import { Fulfilment } from "./fulfilment";
import { ApiLogging } from "./http-api";
import { Metering } from "./metering";
import { Notices } from "./notices";
import type { DeploymentOptions } from "./options";
import { ProductApi } from "./product-api";
import { Rebuild } from "./rebuild";
import { Reconciliation } from "./reconciliation";
import { Resources } from "./resources";
import { Runs } from "./runs";
import { SellerNotices } from "./seller-notices";
import { ToldByFunctions } from "./told-by-functions";
import { Workflows } from "./workflows";

/** All of Stallkeeper, in the seller's home Region. */
export class StallkeeperStack extends Stack {
  constructor(scope: Construct, id: string, options: DeploymentOptions, props: StackProps) {
    super(scope, id, { ...props, description: "Stallkeeper: a SaaS seller's stall at AWS Marketplace" });
    const { prefix } = options;
    const resources = new Resources(this, "Resources", options);
    const { onboarding, entitlementChange } = new Workflows(this, "Workflows", { options, resources });
    const { workflow: rebuild } = new Rebuild(this, "Rebuild", { options, resources });
    const { workflow: reconciliation } = new Reconciliation(this, "Reconciliation", { options, resources, entitlementChange });
    const { workflow: buyerMail } = new BuyerMails(this, "BuyerMails", { options, resources });
    const seller = options.sellerNotices ? new SellerNotices(this, "SellerNotices", { options, resources }) : undefined;
    const { workflow: metering } = new Metering(this, "Metering", { options, resources });
    const logging = new ApiLogging(this, "ApiLogging");
    const fulfilment = new Fulfilment(this, "Fulfilment", { options, resources, onboarding, logging });
    const productApi = new ProductApi(this, "ProductApi", { options, resources, logging, metering });
    new DropInRows(this, "DropInRows", { options, resources });
    new Notices(this, "Notices", { options, resources, entitlementChange });
    new Runs(this, "Runs", {
      options,
      resources,
      workflows: [onboarding, entitlementChange, rebuild, reconciliation, metering, buyerMail, ...(seller === undefined ? [] : [seller.workflow])],
    });
    new AfterAppend(this, "AfterAppend", { options, resources, entitlementChange, buyerMail, sellerNotice: seller?.workflow, metering });
    new Deadlines(this, "Deadlines", { options, resources, entitlementChange });
    new ToldByFunctions(this, "Told", { prefix });

    const topic = new AlarmTopic(this, "Alarms", { prefix, key: resources.key });
    topic.tellAllOf(this);

    new CfnOutput(this, "FulfilmentUrl", { value: fulfilment.url, description: "The fulfilment URL to name in the listing" });
    new CfnOutput(this, "ProductApiUrl", { value: productApi.url, description: "Where product services ask, signed by IAM" });
    new CfnOutput(this, "UsageRowTable", {
      value: resources.usageRows.table.tableName,
      description: "Where applications write rows of usage as AWS's guide shows them",
    });
    new CfnOutput(this, "BusName", { value: resources.bus.eventBusName, description: "The bus of public events" });
    if (seller !== undefined) {
      new CfnOutput(this, "SellerTopicArn", { value: seller.topic.topicArn, description: "Subscribe here to hear of buyers who registered or need somebody" });
    }
    new CfnOutput(this, "AlarmTopicArn", { value: topic.topicArn, description: "Subscribe here to hear alarms" });
  }
}
