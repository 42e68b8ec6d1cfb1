import { App } from "aws-cdk-lib";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { stallkeeperApp, STACK } from "../../../infra/aws/app";
import type { GivenOptions } from "../../../infra/aws/options";

/** A products' file with nothing special about it. */
export const PRODUCTS = join(__dirname, "products.json");

/** JSON of a template, whose shape CloudFormation's own documentation holds. */
export type Loose = ReturnType<typeof JSON.parse>;

export interface Resource {
  readonly Type: string;
  readonly Properties: Loose;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
}

export const appOf = (options: GivenOptions = {}): App => stallkeeperApp({ productsFile: PRODUCTS, bundling: false, ...options });

/** The templates of an app by stack. */
export const templates = (options: GivenOptions = {}): Readonly<Record<string, Template>> => {
  const assembly = appOf(options).synth();
  const found = Object.fromEntries(assembly.stacks.map((stack) => [stack.stackName, stack.template as Template]));
  rmSync(assembly.directory, { recursive: true });
  return found;
};

let home: Template | undefined;

/** The home Region's stack with default options, synthesised once a test file. */
export const template = (): Template => (home ??= templates()[STACK]!);

export const ofType = (type: string, { Resources } = template()): readonly (readonly [string, Resource])[] =>
  Object.entries(Resources).filter(([, { Type }]) => Type === type);

/** A function's name after the prefix, by logical id. */
export const functionNames = (): ReadonlyMap<string, string> =>
  new Map(ofType("AWS::Lambda::Function").map(([id, { Properties }]) => [id, String(Properties.FunctionName).replace(/^stallkeeper-/, "")]));

export interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Loose;
  /** The logical id of who holds it: a role, or the resource whose policy it is. */
  readonly of: string;
  /** Whether it stands in the policy of a resource, not of an identity. */
  readonly ofResource: boolean;
}

const list = <T>(value: T | readonly T[] | undefined): readonly T[] => (value === undefined ? [] : Array.isArray(value) ? value : [value as T]);

/** An intrinsic as text: `${LogicalId.Arn}:*`. */
export const asText = (value: Loose): string => {
  if (typeof value === "string") return value;
  if (value?.Ref !== undefined) return `\${${value.Ref}}`;
  if (value?.["Fn::GetAtt"] !== undefined) return `\${${value["Fn::GetAtt"].join(".")}}`;
  if (value?.["Fn::Join"] !== undefined) return value["Fn::Join"][1].map(asText).join(value["Fn::Join"][0]);
  return JSON.stringify(value);
};

const statements = (document: Loose, of: string, ofResource: boolean): readonly Statement[] =>
  list<Loose>(document?.Statement).map((statement) => ({
    Effect: statement.Effect,
    Action: list<string>(statement.Action),
    Resource: list(statement.Resource).map(asText),
    ...(statement.Condition !== undefined && { Condition: statement.Condition }),
    of,
    ofResource,
  }));

const RESOURCE_POLICIES: Readonly<Record<string, (properties: Loose) => unknown>> = {
  "AWS::KMS::Key": ({ KeyPolicy }) => KeyPolicy,
  "AWS::DynamoDB::Table": ({ ResourcePolicy }) => ResourcePolicy?.PolicyDocument,
  "AWS::SQS::QueuePolicy": ({ PolicyDocument }) => PolicyDocument,
  "AWS::SNS::TopicPolicy": ({ PolicyDocument }) => PolicyDocument,
};

/** Every statement of every policy in the template. */
export const allStatements = ({ Resources } = template()): readonly Statement[] =>
  Object.entries(Resources).flatMap(([id, { Type, Properties }]) => {
    if (Type === "AWS::IAM::Policy") return list<Loose>(Properties.Roles).flatMap(({ Ref }) => statements(Properties.PolicyDocument, Ref, false));
    if (Type === "AWS::IAM::Role") return list<Loose>(Properties.Policies).flatMap(({ PolicyDocument }) => statements(PolicyDocument, id, false));
    return statements(RESOURCE_POLICIES[Type]?.(Properties), id, true);
  });
