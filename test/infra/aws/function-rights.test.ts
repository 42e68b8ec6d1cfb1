import { asText, functionNames, granted, ofType, template, type Intrinsic } from "./template";

/** The members that hold physical names. */
const NAMED_BY = ["TableName", "QueueName", "StateMachineName", "Name", "LogGroupName", "TopicName", "FunctionName"] as const;

/** A resource as people call it: `log`, `log stream`, `stallkeeper-lagging`, `runs of stallkeeper-onboarding`. */
const called = (resource: string): string => {
  const names = new Map<string, string>();
  for (const [id, { Type, Properties }] of Object.entries(template().Resources)) {
    const name = NAMED_BY.map((member) => Properties?.[member] as unknown).find((value) => value !== undefined);
    if (typeof name === "string") names.set(id, name.replace(/^stallkeeper-/, ""));
    else if (Type === "AWS::KMS::Key") names.set(id, "key");
  }
  return resource
    .replace(/\$\{(\w+?)(\.\w+)?\}/g, (whole, id: string, attribute: string | undefined) => {
      const name = names.get(id);
      if (name === undefined) return whole;
      return attribute === ".StreamArn" ? `${name} stream` : name;
    })
    .replace(/^arn:.*:states:.*:execution:(.*):\*$/, "runs of $1");
};

/** What a role may do, as sentences. Log lines and traces are every function's own right. */
const rights = (role: string): readonly string[] =>
  granted()
    .filter(({ of }) => of === role)
    .flatMap(({ Action, Resource, Condition }) => {
      const via = Condition?.StringEquals?.["kms:ViaService"];
      const from = Condition?.StringEquals?.["ses:FromAddress"] as string | undefined;
      return Action.flatMap((action) =>
        Resource.map(
          (resource) =>
            `${action} on ${called(resource)}${via === undefined ? "" : ` through ${asText(via as Intrinsic).split(".")[0]!}`}${from === undefined ? "" : ` from ${from}`}`,
        ),
      );
    })
    .filter((right) => !/^(logs|xray):/.test(right))
    .sort();

const rightsOf = (functionName: string): readonly string[] => {
  const [, { Properties }] = ofType("AWS::Lambda::Function").find(([id]) => functionNames().get(id) === functionName)!;
  return rights(Properties.Role["Fn::GetAtt"][0] as string);
};

const decrypt = "kms:Decrypt on key through dynamodb";
const encrypt = [
  "kms:Decrypt on key through dynamodb",
  "kms:Encrypt on key through dynamodb",
  "kms:GenerateDataKey on key through dynamodb",
  "kms:GenerateDataKeyWithoutPlaintext on key through dynamodb",
  "kms:ReEncryptFrom on key through dynamodb",
  "kms:ReEncryptTo on key through dynamodb",
];
const readsLog = ["dynamodb:GetItem on log", "dynamodb:Query on log", decrypt];
const appends = [...readsLog, "dynamodb:PutItem on log", ...encrypt];
const readsSecret = ["secretsmanager:GetSecretValue on keys", "kms:Decrypt on key through secretsmanager"];
const starts = (machine: string): readonly string[] => [
  `states:StartExecution on ${machine}`,
  `states:DescribeExecution on runs of ${machine}`,
  `states:RedriveExecution on runs of ${machine}`,
];
const receives = (queue: string): readonly string[] =>
  ["ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "GetQueueUrl", "ReceiveMessage"].map((action) => `sqs:${action} on ${queue}`);
const sends = (queue: string): readonly string[] => ["GetQueueAttributes", "GetQueueUrl", "SendMessage"].map((action) => `sqs:${action} on ${queue}`);
const advances = ["dynamodb:GetItem on cursors", "dynamodb:PutItem on cursors", ...encrypt];

const usage = (...actions: readonly string[]): readonly string[] => [...actions.map((action) => `dynamodb:${action} on usage`), ...encrypt];

/** Every function with exactly what it may do. A new grant is a line here. */
const RIGHTS: Readonly<Record<string, readonly string[]>> = {
  "resolve-customer": [...readsSecret, "aws-marketplace:ResolveCustomer on *"],
  "find-unclaimed-license": [...readsLog, "dynamodb:Query on projections", "dynamodb:GetItem on cursors"],
  "record-arrival": appends,
  "refuse-arrival": appends,
  "record-registration": appends,
  "read-entitlements": [...readsLog, "aws-marketplace:GetEntitlements on *"],
  "record-entitlements": appends,
  "record-notice": appends,
  "link-agreement": appends,
  "read-agreement": [...appends, "aws-marketplace:DescribeAgreement on *", "aws-marketplace:GetAgreementTerms on *"],
  "continue-subscription": [...appends, "dynamodb:Query on projections", "dynamodb:GetItem on cursors"],
  "reconsider-access": appends,
  "record-operator-decision": appends,
  "confirm-finding": [...appends, "aws-marketplace:GetEntitlements on *", "aws-marketplace:SearchAgreements on *"],
  "settle-notice": appends,
  "dismiss-notice": appends,
  "record-mail": appends,
  "send-mail": [
    ...readsLog,
    "dynamodb:GetItem on contacts",
    // The address itself, its domain and the one above: which of them is verified is the seller's business.
    ...["hello@mail.example.com", "mail.example.com", "example.com"].map(
      (identity) => `ses:SendEmail on arn:\${AWS::Partition}:ses:\${AWS::Region}:\${AWS::AccountId}:identity/${identity} from hello@mail.example.com`,
    ),
  ],
  "record-seller-notice": appends,
  "notify-seller": [
    ...readsLog,
    "dynamodb:GetItem on contacts",
    "sns:Publish on seller",
    "kms:Decrypt on key through sns",
    "kms:GenerateDataKey on key through sns",
  ],
  "notice-intake": [...appends, ...starts("entitlement-change"), ...receives("notices")],
  "run-ended": [...appends, ...sends("run-ends-dead")],
  "after-append": [
    ...appends,
    "dynamodb:Query on projections",
    "dynamodb:PutItem on projections",
    "dynamodb:BatchGetItem on cursors",
    ...advances,
    "events:PutEvents on stallkeeper",
    "sqs:SendMessage on lagging",
    "states:StartExecution on entitlement-change",
    "states:StartExecution on buyer-mail",
    "states:StartExecution on seller-notice",
    ...usage("Query", "BatchWriteItem"),
    "states:StartExecution on metering",
    ...receives("lagging"),
    ...["DescribeStream", "GetRecords", "GetShardIterator"].map((action) => `dynamodb:${action} on log stream`),
    "dynamodb:ListStreams on *",
    ...sends("wake-ups-dead"),
  ],
  sweep: [...readsLog, "dynamodb:Scan on log", "dynamodb:GetItem on projections", ...advances, "sqs:SendMessage on lagging", ...sends("sweep-dead")],
  "start-due-runs": ["dynamodb:Query on projections", ...advances, "states:StartExecution on entitlement-change", ...sends("start-due-runs-dead")],
  "begin-rebuild": advances,
  "fill-projection": [...readsLog, "dynamodb:Scan on log", "dynamodb:PutItem on projections", ...advances],
  "compare-projection": [...readsLog, "dynamodb:Scan on projections", "dynamodb:GetItem on projections", "dynamodb:PutItem on projections", ...advances],
  "swap-projection": ["dynamodb:Scan on projections", "dynamodb:DeleteItem on projections", ...advances],
  "start-reconciliation": [...starts("reconciliation"), ...sends("reconciliation-dead")],
  "begin-reconciliation": [...appends, ...advances],
  "walk-entitlements": [...appends, ...advances, "dynamodb:UpdateItem on cursors", ...starts("entitlement-change"), "aws-marketplace:GetEntitlements on *"],
  "compare-subscriptions": [...appends, ...advances, "dynamodb:Scan on projections", ...starts("entitlement-change")],
  "walk-agreements": [...appends, ...advances, ...starts("entitlement-change"), "aws-marketplace:SearchAgreements on *"],
  "finish-reconciliation": [...appends, ...advances],
  "fulfilment-page": [
    ...readsLog,
    "dynamodb:GetItem on contacts",
    "dynamodb:PutItem on contacts",
    "dynamodb:UpdateItem on contacts",
    ...encrypt,
    ...readsSecret,
    ...starts("onboarding"),
  ],
  "seal-usage": [...appends, ...usage("Query", "PutItem", "DeleteItem", "BatchWriteItem"), "aws-marketplace:GetEntitlements on *"],
  "submit-usage": [...appends, ...usage("Query", "PutItem", "DeleteItem", "BatchWriteItem"), ...advances, "aws-marketplace:BatchMeterUsage on *"],
  "start-metering": [...starts("metering"), ...sends("meter-dead")],
  "usage-api": [...appends, ...usage("GetItem", "Query", "PutItem", "BatchWriteItem"), "states:StartExecution on metering"],
  "usage-rows": [
    ...readsLog,
    ...usage("GetItem", "Query", "PutItem", "DeleteItem", "BatchWriteItem"),
    "dynamodb:GetItem on usage-rows",
    "dynamodb:UpdateItem on usage-rows",
    ...["DescribeStream", "GetRecords", "GetShardIterator"].map((action) => `dynamodb:${action} on usage-rows stream`),
    "dynamodb:ListStreams on *",
    ...sends("usage-rows-dead"),
    ...sends("usage-rows-again-dead"),
  ],
  "product-api": [...appends, "dynamodb:GetItem on contacts", "dynamodb:Query on projections", "dynamodb:GetItem on cursors", ...readsSecret],
};

describe("a function", () => {
  test("is in the list of rights", () => {
    expect([...functionNames().values()].sort()).toEqual(Object.keys(RIGHTS).sort());
  });

  test.each(Object.keys(RIGHTS))("%s has the rights it needs and no other", (name) => {
    expect(rightsOf(name)).toEqual([...new Set(RIGHTS[name])].sort());
  });
});
