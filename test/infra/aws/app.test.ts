import { Stack, type App } from "aws-cdk-lib";

import { Queue } from "aws-cdk-lib/aws-sqs";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkSolutions } from "../../../infra/aws/solution-checks";
import { STACK, synthesise } from "../../../infra/aws/app";
import { appOf, ofType, PRODUCTS, template, templates, type Template, type Loose } from "./template";

const names = (of: Template): readonly string[] => Object.keys(of.Resources).sort();

/** Logical ids without the hash of what a version or deployment holds. */
const stable = (of: Template): readonly string[] => names(of).map((id) => id.replace(/(CurrentVersion\w{8}|Deployment\w{8})\w{32}$/, "$1"));

describe("the app", () => {
  test("passes AWS's solution checks", () => {
    const app: App = appOf({ region: "eu-west-1", account: "111122223333" });
    checkSolutions(app);
    const assembly = app.synth();
    const messages = assembly.stacks.flatMap(({ messages }) => messages).filter(({ entry }) => entry.type !== "aws:cdk:info");
    rmSync(assembly.directory, { recursive: true });
    expect(messages).toEqual([]);
    expect(assembly.stacks).toHaveLength(2);
  });

  test("fails AWS's solution checks where something is not argued", () => {
    const app = appOf();
    checkSolutions(app);
    const stack = app.node.findChild(STACK);
    if (!Stack.isStack(stack)) throw new Error("The app's first child is its stack.");
    new Queue(stack, "Careless");
    expect(() => app.synth()).toThrow(/AwsSolutions-SQS4: The SQS queue does not require requests to use SSL/);
  });

  test("is one stack where notices are at home", () => {
    expect(Object.keys(templates({ region: "us-east-1" }))).toEqual([STACK]);
  });

  test("has notices forwarded from us-east-1 to any other home Region", () => {
    const all = templates({ region: "eu-west-1", account: "111122223333" });
    expect(Object.keys(all).sort()).toEqual([STACK, "StallkeeperNoticeForwarder"]);
    const [[, rule]] = ofType("AWS::Events::Rule", all["StallkeeperNoticeForwarder"]) as Loose;
    const [, atHome] = ofType("AWS::Events::Rule", all[STACK]).find(([, { Properties }]) => Properties.Name === "stallkeeper-notices")!;
    expect(JSON.stringify(rule.Properties.Targets[0].Arn)).toContain(":events:eu-west-1:111122223333:event-bus/default");
    expect(rule.Properties.EventPattern).toEqual(atHome.Properties.EventPattern);
  });

  test("hands the embedded cloud the same template, without the code", () => {
    expect(stable(synthesise({ productsFile: PRODUCTS, sellerNotices: true }) as Template)).toEqual(stable(template()));
  });

  test("has no topic that names buyers, unless it is asked for", () => {
    const of = templates({ sellerNotices: false })[STACK]!;
    const named = (which: Template): readonly string[] =>
      ofType("AWS::SNS::Topic", which)
        .map(([, { Properties }]) => Properties.TopicName as string)
        .sort();
    expect([named(of), named(template())]).toEqual([["stallkeeper-alarms"], ["stallkeeper-alarms", "stallkeeper-seller"]]);
    expect(JSON.stringify(of)).not.toContain("stallkeeper-seller-notice");
    const [, topic] = ofType("AWS::SNS::Topic").find(([, { Properties }]) => Properties.TopicName === "stallkeeper-seller")!;
    expect(topic.Properties.KmsMasterKeyId).toBeDefined();
  });

  test("says at synthesis whose buyers get no mails, and what to do", () => {
    const messages = (productsFile: string): readonly string[] => {
      const assembly = appOf({ productsFile }, false).synth();
      const said = assembly.stacks.flatMap((stack) => stack.messages).map(({ entry }) => JSON.stringify(entry.data));
      rmSync(assembly.directory, { recursive: true });
      return said.filter((message) => message.includes("mails"));
    };
    const folder = mkdtempSync(join(tmpdir(), "stallkeeper-app-"));
    const file = join(folder, "products.json");
    const [{ mailFrom: _, ...product }] = JSON.parse(readFileSync(PRODUCTS, "utf8"));
    writeFileSync(file, JSON.stringify([product]));
    expect(messages(PRODUCTS)).toEqual([]);
    expect(messages(file)).toEqual([expect.stringMatching(/Buyers of Contract get no mails, and the page promises none: set 'mailFrom' in .*products\.json/)]);
    rmSync(folder, { recursive: true });
  });

  test("puts the prefix before every physical name", () => {
    const of = templates({ prefix: "other" })[STACK]!;
    expect(JSON.stringify(of).match(/"[^" ]*stallkeeper[-/][^" ]*"/g) ?? []).toEqual([]);
  });

  test("is deployed whole by the documents' own command: the CDK refuses to choose among several stacks", () => {
    const commands = ["README.md", "RUNBOOK.md"].flatMap(
      (file) => readFileSync(join(__dirname, "../../..", file), "utf8").match(/npx cdk deploy[^`&]*/g) ?? [],
    );
    expect(commands.length).toBeGreaterThan(1);
    expect(commands.filter((command) => !command.startsWith("npx cdk deploy --all"))).toEqual([]);
  });

  test("is another pair of stacks for another prefix: CloudFormation knows a deployment by its stacks' names alone", () => {
    const names = (prefix: string): readonly string[] => {
      const assembly = appOf({ prefix, region: "eu-west-1", account: "111122223333" }, false).synth();
      rmSync(assembly.directory, { recursive: true });
      expect(assembly.stacks.map(({ terminationProtection }) => terminationProtection)).toEqual([true, true]);
      return assembly.stacks.map(({ stackName }) => stackName).sort();
    };
    expect(names("stallkeeper")).toEqual(["Stallkeeper", "StallkeeperNoticeForwarder"]);
    expect(names("other")).toEqual(["Stallkeeper-other", "StallkeeperNoticeForwarder-other"]);
  });

  test("has alarms on what its own functions count, and not another deployment's", () => {
    const of = templates({ prefix: "other" })[STACK]!;
    const services = ofType("AWS::CloudWatch::Alarm", of)
      .filter(([, { Properties }]) => Properties.Namespace === "Stallkeeper")
      .map(([, { Properties }]) => JSON.stringify(Properties.Dimensions));
    const counting = ofType("AWS::Lambda::Function", of).map(([, { Properties }]) => Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME as string);
    expect([...new Set(services)]).toEqual([JSON.stringify([{ Name: "service", Value: "other" }])]);
    expect([...new Set(counting)]).toEqual(["other"]);
  });

  test("bears tags by which a bill tells its costs from another deployment's", () => {
    const tagged = Object.values(templates({ prefix: "other" })[STACK]!.Resources).filter(({ Properties }) => Properties?.Tags !== undefined);
    const tags = tagged.map(({ Properties }) => JSON.stringify(Properties.Tags));
    expect(tagged.length).toBeGreaterThan(100);
    expect(tags.filter((list) => !/"Key":"application","Value":"stallkeeper".*"Key":"deployment","Value":"other"/.test(list))).toEqual([]);
  });

  test("takes notices from AWS alone, unless told otherwise", () => {
    const pattern = (of: Template): Loose =>
      ofType("AWS::Events::Rule", of).find(([, { Properties }]) => Properties.Name === "stallkeeper-notices")![1].Properties.EventPattern;
    expect(pattern(template())).toEqual({
      source: ["aws.agreement-marketplace"],
      "detail-type": [{ prefix: "Purchase Agreement " }, { prefix: "License " }, { prefix: "Agreement Cancellation " }, { prefix: "Spend Threshold " }],
    });
    expect(pattern(templates({ noticeSources: ["mock.agreement-marketplace"] })[STACK]!).source).toEqual(["mock.agreement-marketplace"]);
  });
});
