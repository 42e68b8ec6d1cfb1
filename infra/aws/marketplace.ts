import type { Role } from "aws-cdk-lib/aws-iam";
import type { Holder } from "./service-function";
import { anyResource } from "./service-function";

/** AWS Marketplace. It lets no resource be named in a policy (Service Authorization Reference, aws-marketplace). */
export class Marketplace {
  constructor(private readonly meteringRegion: string) {}

  /** Trading a registration token for the buyer behind it. */
  grantResolve({ role, provide }: Holder<"METERING_REGION">): void {
    provide("METERING_REGION", this.meteringRegion);
    role.addToPolicy(anyResource("aws-marketplace:ResolveCustomer"));
  }

  /** Telling AWS of usage. */
  grantMeter(holder: Holder<"METERING_REGION">): void {
    this.provideRegion(holder);
    holder.role.addToPolicy(anyResource("aws-marketplace:BatchMeterUsage"));
  }

  /** Where usage of new customers is told. */
  provideRegion({ provide }: Holder<"METERING_REGION">): void {
    provide("METERING_REGION", this.meteringRegion);
  }

  /** Reading what a buyer is entitled to. It answers in us-east-1 only, so that no variable names a Region. */
  grantReadEntitlements({ role }: { readonly role: Role }): void {
    role.addToPolicy(anyResource("aws-marketplace:GetEntitlements"));
  }

  /** Reading what was agreed, in us-east-1 too. */
  grantReadAgreement({ role }: { readonly role: Role }): void {
    role.addToPolicy(anyResource("aws-marketplace:DescribeAgreement", "aws-marketplace:GetAgreementTerms"));
  }

  /** Searching the agreements that the seller proposed, in us-east-1 too. */
  grantSearchAgreements({ role }: { readonly role: Role }): void {
    role.addToPolicy(anyResource("aws-marketplace:SearchAgreements"));
  }
}
