import { RemovalPolicy } from "aws-cdk-lib";
import { Grant } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import type { DataKey } from "./data-key";
import type { Holder } from "./service-function";

/** The secret from which the keys for sealing tokens, signing cookies and claim codes are derived. Made by AWS, seen by nobody. */
export class KeysSecret extends Construct {
  readonly secret: Secret;
  private readonly key: DataKey;

  constructor(scope: Construct, id: string, { prefix, key }: { readonly prefix: string; readonly key: DataKey }) {
    super(scope, id);
    this.key = key;
    this.secret = new Secret(this, "Secret", {
      secretName: `${prefix}-keys`,
      description: "Keys for sealed tokens, cookies and claim codes are derived from this",
      // By its ARN: the construct would else open the key's policy to the whole account through Secrets Manager.
      encryptionKey: Key.fromKeyArn(this, "Key", key.keyArn),
      // 64 letters and digits hold about 380 bits: more than the 256-bit keys derived from them.
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  grantRead({ role, provide }: Holder<"SECRET_ARN">): void {
    provide("SECRET_ARN", this.secret.secretArn);
    Grant.addToPrincipal({ grantee: role, actions: ["secretsmanager:GetSecretValue"], resourceArns: [this.secret.secretArn] });
    this.key.grantReadThrough("secretsmanager", role);
  }
}
