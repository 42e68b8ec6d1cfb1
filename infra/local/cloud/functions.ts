import { randomUUID } from "node:crypto";
import { z } from "zod";
import { AwsError } from "./aws-service";
import type { ResolvedTemplate } from "./template";
import { ACCOUNT, REGION } from "./template";

/** A handler as Lambda calls it. */
export type Handler = (event: unknown, context: unknown) => unknown;

/** Loads the handler of a function by its name without the prefix: the folder under `functions/`. */
export type LoadHandler = (name: string) => Promise<Handler>;

/** What an invocation came to. */
export type Invocation = { readonly ok: true; readonly result: unknown } | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };

/** The embedded Lambda: the app's real handlers, in this process. */
export interface Functions {
  /** @param name the function's name or ARN, with or without a version */
  readonly invoke: (name: string, event: unknown) => Promise<Invocation>;
  /** What all functions find in their environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** How often each function was invoked in this process, by name; as Lambda's metric `Invocations`. */
  readonly invocations: () => Readonly<Record<string, number>>;
}

const Properties = z.object({
  FunctionName: z.string(),
  Timeout: z.number().default(3),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }).optional(),
});
type Properties = z.infer<typeof Properties>;

/** One process has one environment: a variable means the same to every function, and this holds it to that. */
const mergeEnvironments = (all: readonly Properties[]): Readonly<Record<string, string>> => {
  const merged = new Map<string, string>();
  for (const { FunctionName, Environment } of all) {
    for (const [name, value] of Object.entries(Environment?.Variables ?? {})) {
      if ((merged.get(name) ?? value) !== value)
        throw new Error(`${FunctionName} wants another ${name} than the functions before it: give each meaning a name of its own.`);
      merged.set(name, value);
    }
  }
  return Object.fromEntries(merged);
};

/** The function's name in its ARN, or in a name with a version. */
export const bareName = (nameOrArn: string): string =>
  nameOrArn.startsWith("arn:") ? (nameOrArn.split(":")[6] ?? nameOrArn) : (nameOrArn.split(":")[0] ?? nameOrArn);

const json = (value: unknown): unknown => (value === undefined ? null : JSON.parse(JSON.stringify(value)));

const failed = (error: unknown): Invocation => ({
  ok: false,
  errorType: error instanceof Error ? error.name : "Error",
  errorMessage: error instanceof Error ? error.message : String(error),
});

const timeoutAfter = (seconds: number, name: string): { readonly promise: Promise<Invocation>; readonly clear: () => void } => {
  let timer: NodeJS.Timeout | undefined;
  const promise = new Promise<Invocation>((done) => {
    timer = setTimeout(() => {
      done({ ok: false, errorType: "Sandbox.Timedout", errorMessage: `${name} timed out after ${seconds} seconds` });
    }, seconds * 1000).unref();
  });
  return {
    promise,
    clear: () => {
      clearTimeout(timer);
    },
  };
};

/** Hosts the functions of the template. */
export const hostFunctions = (template: ResolvedTemplate, prefix: string, load: LoadHandler): Functions => {
  const all = template.ofType("AWS::Lambda::Function").flatMap(({ properties }) => {
    const parsed = Properties.safeParse(properties);
    return parsed.success ? [parsed.data] : [];
  });
  const byName = new Map(all.map((one) => [one.FunctionName, one]));
  const loaded = new Map<string, Promise<Handler>>();
  const invoked = new Map<string, number>();

  const handlerOf = (name: string): Promise<Handler> => {
    const found = loaded.get(name) ?? load(name.slice(prefix.length + 1));
    loaded.set(name, found);
    return found;
  };

  const contextOf = ({ FunctionName, Timeout }: Properties) => {
    const until = Date.now() + Timeout * 1000;
    return {
      awsRequestId: randomUUID(),
      functionName: FunctionName,
      functionVersion: "$LATEST",
      invokedFunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${FunctionName}`,
      memoryLimitInMB: "512",
      getRemainingTimeInMillis: () => until - Date.now(),
    };
  };

  return {
    environment: mergeEnvironments(all),
    invocations: () => Object.fromEntries(invoked),
    invoke: async (nameOrArn, event) => {
      const name = bareName(nameOrArn);
      const properties = byName.get(name);
      if (properties === undefined) throw new AwsError("ResourceNotFoundException", `There is no function ${name} in the template.`, 404);
      invoked.set(name, (invoked.get(name) ?? 0) + 1);
      const timeout = timeoutAfter(properties.Timeout, name);
      try {
        const handler = await handlerOf(name);
        const work = Promise.resolve(handler(json(event), contextOf(properties))).then((result): Invocation => ({ ok: true, result: json(result) }));
        return await Promise.race([work, timeout.promise]);
      } catch (error) {
        return failed(error);
      } finally {
        timeout.clear();
      }
    },
  };
};
