import { Aws, RemovalPolicy } from "aws-cdk-lib";
import { AccountRootPrincipal, PolicyDocument, PolicyStatement, ServicePrincipal, type IGrantable, Grant } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";

const ADMINISTRATION = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:CreateGrant",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:ListRetirableGrants",
  "kms:PutKeyPolicy",
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
] as const;

const READ = ["kms:Decrypt"] as const;
const WRITE = ["kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"] as const;

/** The services that use the key on our behalf, as `kms:ViaService` spells them. */
type Service = "dynamodb" | "secretsmanager" | "sns";

/**
 * The key of one Region, under which all that is kept there is encrypted. It is the seller's own, so that who may read is decided,
 * and logged, in the seller's account.
 * @param holds what it encrypts, for whoever looks at it in the console
 */
export class DataKey extends Key {
  constructor(scope: Construct, id: string, { prefix, holds }: { readonly prefix: string; readonly holds: string }) {
    super(scope, id, {
      alias: `alias/${prefix}`,
      description: `Stallkeeper: ${holds}`,
      enableKeyRotation: true,
      // Without the key, what the tables retain can never be read again.
      removalPolicy: RemovalPolicy.RETAIN,
      policy: new PolicyDocument({
        statements: [
          // Delegates to the account's IAM policies, as the default key policy does, but names each action.
          new PolicyStatement({
            sid: "AccountDecides",
            principals: [new AccountRootPrincipal()],
            actions: [...ADMINISTRATION, ...READ, ...WRITE],
            resources: ["*"],
          }),
          new PolicyStatement({
            sid: "AlarmsReachTheTopic",
            principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
            actions: ["kms:Decrypt", "kms:GenerateDataKey"],
            resources: ["*"],
            conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
          }),
        ],
      }),
    });
  }

  /** Reading what a service keeps under the key, through that service alone. */
  grantReadThrough(service: Service, grantee: IGrantable): Grant {
    return this.grantThrough(service, grantee, READ);
  }

  /** Reading and writing what a service keeps under the key, through that service alone. */
  grantWriteThrough(service: Service, grantee: IGrantable): Grant {
    return this.grantThrough(service, grantee, [...READ, ...WRITE]);
  }

  /** Publishing to a topic under the key; whoever reads gets it from SNS. */
  grantPublishThroughSns(grantee: IGrantable): Grant {
    return this.grantThrough("sns", grantee, ["kms:Decrypt", "kms:GenerateDataKey"]);
  }

  private grantThrough(service: Service, grantee: IGrantable, actions: readonly string[]): Grant {
    const conditions = { StringEquals: { "kms:ViaService": `${service}.${Aws.REGION}.amazonaws.com` } };
    return Grant.addToPrincipal({ grantee, actions: [...actions], resourceArns: [this.keyArn], conditions });
  }
}
