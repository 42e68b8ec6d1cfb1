import { ofType } from "./template";

/**
 * What would be lost, or change its address, were it made anew. CloudFormation knows it by its logical id, and makes it anew if that
 * changes or one of these properties does: a renamed construct or a new default of the CDK's is enough. Nothing here changes
 * without a plan for who has data there, or holds the address: the listing the fulfilment URL, product services the API and the bus.
 */
const IDENTITIES: Readonly<Record<string, readonly string[]>> = {
  "AWS::DynamoDB::Table": ["TableName", "KeySchema"],
  "AWS::KMS::Key": [],
  "AWS::SecretsManager::Secret": ["Name", "GenerateSecretString"],
  "AWS::Events::EventBus": ["Name"],
  "AWS::ApiGateway::RestApi": ["Name"],
  "AWS::ApiGateway::Stage": ["StageName"],
  "AWS::SNS::Topic": ["TopicName"],
  "AWS::StepFunctions::StateMachine": ["StateMachineName"],
};

const identity = (type: string, properties: Readonly<Record<string, unknown>>): string =>
  IDENTITIES[type]!.map((name) => {
    const value = properties[name];
    return typeof value === "string" ? value : JSON.stringify(value);
  }).join(" ");

const pk = '{"AttributeName":"pk","KeyType":"HASH"}';
const sk = '{"AttributeName":"sk","KeyType":"RANGE"}';

describe("what keeps its identity from release to release", () => {
  test("has its logical id, and what it would be replaced for", () => {
    const found = Object.keys(IDENTITIES).flatMap((type) =>
      ofType(type).map(([id, { Properties }]) => `${id}: ${identity(type, Properties as Readonly<Record<string, unknown>>)}`.trim()),
    );
    expect(found).toEqual([
      `ResourcesLogTable63E60517: stallkeeper-log [${pk},${sk}]`,
      `ResourcesContactsTable488408A6: stallkeeper-contacts [${pk}]`,
      `ResourcesProjectionsTableAA7EA8C0: stallkeeper-projections [${pk},${sk}]`,
      `ResourcesCursorsTableCA8C999A: stallkeeper-cursors [${pk},${sk}]`,
      `ResourcesUsageTableD1D5191F: stallkeeper-usage [${pk},${sk}]`,
      'ResourcesUsageRowsTable8CD60B3F: stallkeeper-usage-rows [{"AttributeName":"customerIdentifier","KeyType":"HASH"},{"AttributeName":"create_timestamp","KeyType":"RANGE"}]',
      "ResourcesKeyE7DA7C00:",
      'ResourcesKeysSecretDFB6D035: stallkeeper-keys {"ExcludePunctuation":true,"PasswordLength":64}',
      "ResourcesBus52F066AA: stallkeeper",
      "FulfilmentHttpApi15B93F72: stallkeeper-fulfilment",
      "ProductApiHttpApi222B1B1C: stallkeeper-product-api",
      "FulfilmentHttpApiDeploymentStageprod347072CE: prod",
      "ProductApiHttpApiDeploymentStageprod78DA59FA: prod",
      "SellerNoticesTopicA85AE25D: stallkeeper-seller",
      "Alarms04B5A0BF: stallkeeper-alarms",
      "WorkflowsOnboardingMachine66124DA7: stallkeeper-onboarding",
      "WorkflowsEntitlementChangeMachine521787DA: stallkeeper-entitlement-change",
      "RebuildProjectionRebuildMachine1DE9E6AF: stallkeeper-projection-rebuild",
      "ReconciliationMachine6991C8A8: stallkeeper-reconciliation",
      "BuyerMailsMachineFD86E25D: stallkeeper-buyer-mail",
      "SellerNoticesMachine3875F9DB: stallkeeper-seller-notice",
      "MeteringMachine0D540843: stallkeeper-metering",
    ]);
  });
});
