import type { App } from "aws-cdk-lib";
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

/** With all that can be asked for. */
export const appOf = (options: GivenOptions = {}, validated = true): App =>
  stallkeeperApp({ productsFile: PRODUCTS, bundling: false, sellerNotices: true, ...options }, validated);

/** The templates of an app by their stacks' ids; the app's own test has them validated. */
export const templates = (options: GivenOptions = {}): Readonly<Record<string, Template>> => {
  const assembly = appOf(options, false).synth();
  const found = Object.fromEntries(assembly.stacks.map((stack) => [stack.id, stack.template as Template]));
  rmSync(assembly.directory, { recursive: true });
  return found;
};

let home: Template | undefined;

/** The home Region's stack, synthesised once a test file. */
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

export type Intrinsic =
  string | { readonly Ref?: string; readonly "Fn::GetAtt"?: readonly string[]; readonly "Fn::Join"?: readonly [string, readonly Intrinsic[]] };

/** An intrinsic as text: `${LogicalId.Arn}:*`. */
export const asText = (value: Intrinsic): string => {
  if (typeof value === "string") return value;
  const { Ref, "Fn::GetAtt": attribute, "Fn::Join": join } = value;
  if (Ref !== undefined) return `\${${Ref}}`;
  if (attribute !== undefined) return `\${${attribute.join(".")}}`;
  return join === undefined ? JSON.stringify(value) : join[1].map(asText).join(join[0]);
};

interface Document {
  readonly Statement: readonly {
    readonly Effect: "Allow" | "Deny";
    readonly Action: string | readonly string[];
    readonly Resource: Intrinsic | readonly Intrinsic[];
    readonly Condition?: Loose;
  }[];
}

const statements = (document: Document | undefined, of: string, ofResource: boolean): readonly Statement[] =>
  (document?.Statement ?? []).map((statement) => ({
    Effect: statement.Effect,
    Action: list(statement.Action),
    Resource: list(statement.Resource).map(asText),
    ...(statement.Condition !== undefined && { Condition: statement.Condition }),
    of,
    ofResource,
  }));

const RESOURCE_POLICIES: Readonly<Record<string, (properties: Loose) => Document | undefined>> = {
  "AWS::KMS::Key": ({ KeyPolicy }) => KeyPolicy as Document,
  "AWS::DynamoDB::Table": ({ ResourcePolicy }) => ResourcePolicy?.PolicyDocument as Document | undefined,
  "AWS::SQS::QueuePolicy": ({ PolicyDocument }) => PolicyDocument as Document,
  "AWS::SNS::TopicPolicy": ({ PolicyDocument }) => PolicyDocument as Document,
};

/** Every statement of every policy in the template. */
export const allStatements = ({ Resources } = template()): readonly Statement[] =>
  Object.entries(Resources).flatMap(([id, { Type, Properties }]) => {
    if (Type === "AWS::IAM::Policy")
      return (Properties.Roles as readonly { readonly Ref: string }[]).flatMap(({ Ref }) => statements(Properties.PolicyDocument as Document, Ref, false));
    if (Type === "AWS::IAM::Role")
      return ((Properties.Policies ?? []) as readonly { readonly PolicyDocument: Document }[]).flatMap(({ PolicyDocument }) =>
        statements(PolicyDocument, id, false),
      );
    return statements(RESOURCE_POLICIES[Type]?.(Properties), id, true);
  });

/** Every statement that allows something. */
export const allowed = (): readonly Statement[] => allStatements().filter(({ Effect }) => Effect === "Allow");

/** What roles are allowed. */
export const granted = (): readonly Statement[] => allowed().filter(({ ofResource }) => !ofResource);
