import { EventBus } from "aws-cdk-lib/aws-events";
import { Grant } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { Holder } from "./service-function";

/** The bus on which product services hear of customers and access. */
export class PublicBus extends EventBus {
  constructor(scope: Construct, id: string, prefix: string) {
    super(scope, id, { eventBusName: prefix, description: "Stallkeeper's public events: customers, access, entitlements, tenants" });
  }

  grantPublish({ role, provide }: Holder<"BUS_NAME">): void {
    provide("BUS_NAME", this.eventBusName);
    Grant.addToPrincipal({ grantee: role, actions: ["events:PutEvents"], resourceArns: [this.eventBusArn] });
  }
}
