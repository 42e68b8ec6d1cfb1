import { allowed, allStatements, asText, granted, ofType, template, type Intrinsic } from "./template";

/** The logical id of a table by its name after the prefix. */
const table = (name: string): string => ofType("AWS::DynamoDB::Table").find(([, { Properties }]) => Properties.TableName === `stallkeeper-${name}`)![0];

/** Actions to which AWS lets no resource be named (Service Authorization Reference), and so the only ones on `*`. */
const NO_RESOURCE = [
  "aws-marketplace:BatchMeterUsage",
  "aws-marketplace:DescribeAgreement",
  "aws-marketplace:GetAgreementTerms",
  "aws-marketplace:GetEntitlements",
  "aws-marketplace:ResolveCustomer",
  "aws-marketplace:SearchAgreements",
  "dynamodb:ListStreams",
  "logs:CreateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:DescribeLogGroups",
  "logs:DescribeResourcePolicies",
  "logs:GetLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:UpdateLogDelivery",
  "xray:GetSamplingRules",
  "xray:GetSamplingTargets",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
];

describe("the stack's policies", () => {
  const changing = ["UpdateItem", "DeleteItem", "BatchWriteItem", "PartiQLUpdate", "PartiQLDelete", "PartiQLInsert", "DeleteTable", "UpdateTable"];

  test("let nobody change or delete an event", () => {
    const log = table("log");
    const onLog = allowed().filter(({ Resource }) => Resource.some((resource) => resource.includes(`\${${log}.Arn}`)));
    expect(onLog.length).toBeGreaterThan(10);
    expect(onLog.flatMap(({ Action }) => Action).filter((action) => changing.some((name) => action === `dynamodb:${name}`))).toEqual([]);
  });

  test("let nobody change a contact, only add to what contacts are looked up by", () => {
    const onContacts = granted().filter(({ Resource }) => Resource.includes(`\${${table("contacts")}.Arn}`));
    const updates = onContacts.filter(({ Action }) => Action.includes("dynamodb:UpdateItem"));
    expect(updates).toHaveLength(1);
    expect(updates[0]).toMatchObject({
      Action: ["dynamodb:UpdateItem"],
      Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["email-*", "company-*"] } },
    });
  });

  test("deny it to everybody in the log's own policy", () => {
    const [denial] = allStatements().filter(({ of, ofResource }) => of === table("log") && ofResource);
    expect(denial).toMatchObject({ Effect: "Deny", Resource: ["*"] });
    // Every way that DynamoDB has of changing or removing what stands there, but for a put, whose condition is the function's own.
    expect([...denial!.Action].sort()).toEqual(
      ["BatchWriteItem", "DeleteItem", "PartiQLDelete", "PartiQLUpdate", "UpdateItem"].map((action) => `dynamodb:${action}`),
    );
  });

  test("name every action", () => {
    expect(allowed().flatMap(({ Action, of }) => Action.filter((action) => action.includes("*")).map((action) => `${of}: ${action}`))).toEqual([]);
  });

  test("name every resource, but for actions to which AWS lets none be named", () => {
    const anywhere = granted().filter(({ Resource }) => Resource.includes("*"));
    expect([...new Set(anywhere.flatMap(({ Action }) => Action))].sort()).toEqual(NO_RESOURCE);
  });

  test("widen a name only to a machine's runs and a function's versions", () => {
    const widened = granted().flatMap(({ Resource }) => Resource.filter((resource) => resource.includes("*") && resource !== "*"));
    const forms = [/^arn:\$\{AWS::Partition\}:states:\$\{AWS::Region\}:\$\{AWS::AccountId\}:execution:\$\{\w+\.Name\}:\*$/, /^\$\{\w+\.Arn\}:\*$/];
    expect(widened.filter((resource) => !forms.some((form) => form.test(resource)))).toEqual([]);
  });

  test("let services in only on behalf of this stack or account", () => {
    const services = allowed().filter(({ ofResource, Condition }) => ofResource && Condition === undefined);
    // The key's own account is no service.
    expect(services.map(({ of }) => template().Resources[of]!.Type)).toEqual(["AWS::KMS::Key"]);
  });
});

describe("a state machine", () => {
  test("may call its own functions and nothing else", () => {
    for (const [, { Properties }] of ofType("AWS::StepFunctions::StateMachine")) {
      const definition = asText(Properties.DefinitionString as Intrinsic);
      const called = new Set([...definition.matchAll(/\$\{(\w+)\.Arn\}:\$\{/g)].map(([, id]) => id!));
      const role = Properties.RoleArn["Fn::GetAtt"][0];
      const mayCall = granted()
        .filter(({ of, Action }) => of === role && Action.includes("lambda:InvokeFunction"))
        .flatMap(({ Resource }) => Resource)
        .filter((resource) => resource.endsWith(":*"))
        .map((resource) => resource.replace(/^\$\{(\w+)\.Arn\}:\*$/, "$1"));
      expect(called.size).toBeGreaterThan(0);
      expect(mayCall.sort()).toEqual([...called].sort());
    }
  });
});
