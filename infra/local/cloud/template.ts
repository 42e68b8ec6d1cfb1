import { z } from "zod";

/** The account and Region the embedded cloud plays; AWS's emulators use the same account. */
export const ACCOUNT = "000000000000";
export const REGION = "us-east-1";

const Template = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) })),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown() })).default({}),
});
type Resource = z.infer<typeof Template>["Resources"][string];

/** One resource, with every intrinsic function resolved. */
export interface Resolved {
  readonly logicalId: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A template in which every reference has become a name, an ARN or a URL of the embedded cloud. */
export interface ResolvedTemplate {
  readonly ofType: (type: string) => readonly Resolved[];
}

/** The template uses what the embedded cloud can't resolve. */
export class UnresolvedTemplate extends Error {
  override readonly name = "UnresolvedTemplate";
}

const PSEUDO: Readonly<Record<string, string>> = {
  "AWS::Region": REGION,
  "AWS::AccountId": ACCOUNT,
  "AWS::Partition": "aws",
  "AWS::URLSuffix": "amazonaws.com",
  "AWS::StackName": "Stallkeeper",
  "AWS::StackId": `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/Stallkeeper/local`,
};

/** The property that gives a resource its physical name, by type. */
const NAME_OF: Readonly<Record<string, string>> = {
  "AWS::DynamoDB::Table": "TableName",
  "AWS::SQS::Queue": "QueueName",
  "AWS::Lambda::Function": "FunctionName",
  "AWS::StepFunctions::StateMachine": "StateMachineName",
  "AWS::Events::EventBus": "Name",
  "AWS::Events::Rule": "Name",
  "AWS::SecretsManager::Secret": "Name",
  "AWS::ApiGateway::RestApi": "Name",
  "AWS::SNS::Topic": "TopicName",
};

const arnFor = (type: string, name: string): string => {
  const at = (service: string, rest: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;
  switch (type) {
    case "AWS::DynamoDB::Table":
      return at("dynamodb", `table/${name}`);
    case "AWS::SQS::Queue":
      return at("sqs", name);
    case "AWS::Lambda::Function":
      return at("lambda", `function:${name}`);
    case "AWS::StepFunctions::StateMachine":
      return at("states", `stateMachine:${name}`);
    case "AWS::Events::EventBus":
      return at("events", `event-bus/${name}`);
    case "AWS::SecretsManager::Secret":
      return at("secretsmanager", `secret:${name}`);
    case "AWS::SNS::Topic":
      return at("sns", name);
    default:
      return at("local", `${type}/${name}`);
  }
};

/** What `Ref` gives, where it is not the name. */
const refOf = (type: string, name: string, url: string): string => {
  switch (type) {
    case "AWS::StepFunctions::StateMachine":
    case "AWS::SecretsManager::Secret":
    case "AWS::SNS::Topic":
      return arnFor(type, name);
    case "AWS::SQS::Queue":
      return `${url}/${ACCOUNT}/${name}`;
    default:
      return name;
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads a synthesised template. @param url where the cloud answers, for queue URLs */
export const resolveTemplate = (json: unknown, url: string): ResolvedTemplate => {
  const { Resources: resources } = Template.parse(json);

  const find = (id: string): Resource => {
    const found = resources[id];
    if (found === undefined) throw new UnresolvedTemplate(`The template refers to '${id}', which it does not define.`);
    return found;
  };

  const nameOf = (id: string, { Type, Properties }: Resource): string => {
    const key = NAME_OF[Type];
    const name = key === undefined ? undefined : resolve(Properties[key]);
    return typeof name === "string" ? name : id;
  };

  const ref = (id: string): unknown => {
    if (id === "AWS::NoValue") return undefined;
    const pseudo = PSEUDO[id];
    if (pseudo !== undefined) return pseudo;
    const resource = find(id);
    // A version is the function at a moment; here there is one moment.
    if (resource.Type === "AWS::Lambda::Version") return arnFor("AWS::Lambda::Function", text(resource.Properties["FunctionName"]));
    return refOf(resource.Type, nameOf(id, resource), url);
  };

  const getAtt = (id: string, attribute: string): unknown => {
    const resource = find(id);
    const name = nameOf(id, resource);
    switch (attribute) {
      case "Arn":
        return arnFor(resource.Type, name);
      case "StreamArn":
        return `${arnFor(resource.Type, name)}/stream/1`;
      case "QueueName":
      case "Name":
        return name;
      case "Version":
        return "1";
      default:
        return `${id}.${attribute}`;
    }
  };

  const text = (value: unknown): string => {
    const resolved = resolve(value);
    if (typeof resolved === "string" || typeof resolved === "number") return String(resolved);
    throw new UnresolvedTemplate(`A text was expected where the template has ${JSON.stringify(value)}.`);
  };

  const list = (value: unknown): readonly unknown[] => {
    const resolved = resolve(value);
    if (Array.isArray(resolved)) return resolved;
    throw new UnresolvedTemplate(`A list was expected where the template has ${JSON.stringify(value)}.`);
  };

  const intrinsics: Readonly<Record<string, (given: unknown) => unknown>> = {
    Ref: (id) => ref(String(id)),
    "Fn::GetAtt": (given) => {
      const [id = "", attribute = ""] = typeof given === "string" ? given.split(".") : list(given).map(String);
      return getAtt(id, attribute);
    },
    "Fn::Join": (given) => {
      const [separator, parts] = z.tuple([z.string(), z.unknown()]).parse(given);
      return list(parts).map(String).join(separator);
    },
    "Fn::Select": (given) => {
      const [index, parts] = z.tuple([z.union([z.string(), z.number()]), z.unknown()]).parse(given);
      return list(parts)[Number(index)];
    },
    "Fn::Split": (given) => {
      const [separator, whole] = z.tuple([z.string(), z.unknown()]).parse(given);
      return text(whole).split(separator);
    },
    "Fn::Sub": (given) =>
      z
        .string()
        .parse(given)
        .replace(/\$\{([^}]+)\}/g, (_, id: string) => (id.includes(".") ? String(getAtt(id.split(".")[0] ?? "", id.split(".")[1] ?? "")) : String(ref(id)))),
  };

  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve).filter((one) => one !== undefined);
    if (!isRecord(value)) return value;
    const entries = Object.entries(value);
    const [only] = entries;
    const intrinsic = only !== undefined && entries.length === 1 ? intrinsics[only[0]] : undefined;
    if (intrinsic !== undefined) return intrinsic(only?.[1]);
    return Object.fromEntries(entries.map(([key, inner]) => [key, resolve(inner)]).filter(([, inner]) => inner !== undefined));
  };

  return {
    ofType: (type) =>
      Object.entries(resources)
        .filter(([, resource]) => resource.Type === type)
        .map(([logicalId, { Properties }]) => ({ logicalId, properties: z.record(z.string(), z.unknown()).parse(resolve(Properties)) })),
  };
};
