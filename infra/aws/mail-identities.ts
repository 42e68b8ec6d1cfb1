import { Annotations, ArnFormat, Stack } from "aws-cdk-lib";
import { PolicyStatement, type Role } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import { catalogueOf, type DeploymentOptions } from "./options";

/** What SES may have verified for an address: itself, its domain, or a domain above that (SES developer guide, "Verified identities"). */
const identitiesOf = (address: string): readonly string[] => {
  const labels = (address.split("@")[1] ?? "").split(".");
  const domains = labels.slice(0, -1).map((_, from) => labels.slice(from).join("."));
  return [address, ...domains];
};

/** The addresses from which buyers get their mails. They are the seller's own: the seller verifies them, or their domains, in SES. */
export class MailIdentities extends Construct {
  private readonly addresses: readonly string[];

  constructor(scope: Construct, id: string, options: DeploymentOptions) {
    super(scope, id);
    const products = catalogueOf(options);
    this.addresses = [...new Set(products.flatMap(({ mailFrom }) => (mailFrom === undefined ? [] : [mailFrom])))];
    const silent = products.filter(({ mailFrom }) => mailFrom === undefined).map(({ name }) => name);
    if (silent.length > 0) {
      Annotations.of(this).addInfo(
        `Buyers of ${silent.join(", ")} get no mails, and the page promises none: set 'mailFrom' in ${options.productsFile} to an address that SES has verified.`,
      );
    }
  }

  /** Sending from these addresses alone, whatever else the verified domain would allow. */
  grantSend(role: Role): void {
    for (const address of this.addresses) {
      role.addToPolicy(
        new PolicyStatement({
          actions: ["ses:SendEmail"],
          resources: identitiesOf(address).map((identity) =>
            Stack.of(this).formatArn({ service: "ses", resource: "identity", resourceName: identity, arnFormat: ArnFormat.SLASH_RESOURCE_NAME }),
          ),
          conditions: { StringEquals: { "ses:FromAddress": address } },
        }),
      );
    }
  }
}
