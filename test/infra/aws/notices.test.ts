import { tmpdir } from "node:os";
import { join } from "node:path";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { STACK } from "../../../infra/aws/app";
import { ofType, templates } from "./template";

/** The home Region's stack for the example products, of which one is legacy. */
const examples = templates({ productsFile: "infra/products.json" })[STACK]!;

describe("notices of legacy listings", () => {
  test("come from AWS's topic of each listing that names buyers by customer identifier, and from no other", () => {
    const topics = ofType("AWS::SNS::Subscription", examples).map(([, { Properties }]) => `${Properties.Protocol} ${Properties.Region} ${Properties.TopicArn}`);
    expect(topics).toEqual(["sqs us-east-1 arn:aws:sns:us-east-1:287250355862:aws-mp-subscription-notification-oldquay0legacy0000000004"]);
  });

  test("are taken from AWS's topics only: the queue's policy names them", () => {
    const statements = Object.values(examples.Resources)
      .filter(({ Type }) => Type === "AWS::SQS::QueuePolicy")
      .flatMap(({ Properties }) => (Properties as { PolicyDocument: { Statement: { Sid?: string; Condition?: unknown }[] } }).PolicyDocument.Statement);
    expect(statements.filter(({ Sid }) => Sid === "AwsMarketplaceTellsOfLegacyListings")).toMatchObject([
      { Condition: { ArnEquals: { "aws:SourceArn": ["arn:aws:sns:us-east-1:287250355862:aws-mp-subscription-notification-oldquay0legacy0000000004"] } } },
    ]);
  });

  test("are taken from SNS by the name it bears where the queue stands: in a Region to be opted into, the Region's own", () => {
    const principals = (region: string): readonly unknown[] =>
      Object.values(templates({ productsFile: "infra/products.json", region, account: "111122223333" })[STACK]!.Resources)
        .filter(({ Type }) => Type === "AWS::SQS::QueuePolicy")
        .flatMap(({ Properties }) => (Properties as { PolicyDocument: { Statement: { Sid?: string; Principal: unknown }[] } }).PolicyDocument.Statement)
        .filter(({ Sid }) => Sid === "AwsMarketplaceTellsOfLegacyListings")
        .map(({ Principal }) => Principal);
    expect(principals("eu-west-1")).toEqual([{ Service: "sns.amazonaws.com" }]);
    expect(principals("eu-south-1")).toEqual([{ Service: "sns.eu-south-1.amazonaws.com" }]);
  });

  test("of a contract come from its second topic too", () => {
    const products = (JSON.parse(readFileSync("infra/products.json", "utf8")) as { identityForms: string[] }[]).map((product) => ({
      ...product,
      identityForms: ["customer"],
    }));
    const file = join(mkdtempSync(join(tmpdir(), "products-")), "products.json");
    writeFileSync(file, JSON.stringify(products));
    const stack = templates({ productsFile: file })[STACK]!;
    const topics = ofType("AWS::SNS::Subscription", stack).map(([, { Properties }]) => String(Properties.TopicArn).split(":").at(-1));
    expect(topics).toContain("aws-mp-entitlement-notification-harbourlight0contract0001");
    expect(topics).toContain("aws-mp-entitlement-notification-lockgate0consumption00003");
    expect(topics).not.toContain("aws-mp-entitlement-notification-tidewater0subscription002");
  });
});
