import { z } from "zod";

// The part of the Amazon States Language that our workflows use. Strict: what is not here is refused when a machine is
// read, not skipped when it runs (https://states-language.net/spec.html; JSONata as in the Step Functions guide).

const Template = z.unknown();
const Assign = z.record(z.string(), Template).optional();
const common = { Comment: z.string().optional(), QueryLanguage: z.literal("JSONata").optional() };
const onward = { Next: z.string().optional(), End: z.literal(true).optional(), Output: Template.optional(), Assign };

const Retrier = z.strictObject({
  ErrorEquals: z.array(z.string()).min(1),
  IntervalSeconds: z.number().default(1),
  MaxAttempts: z.number().default(3),
  BackoffRate: z.number().default(2),
  MaxDelaySeconds: z.number().optional(),
  JitterStrategy: z.enum(["FULL", "NONE"]).default("NONE"),
});
export type Retrier = z.infer<typeof Retrier>;

const Catcher = z.strictObject({ ErrorEquals: z.array(z.string()).min(1), Next: z.string(), Output: Template.optional(), Assign });
export type Catcher = z.infer<typeof Catcher>;

const Task = z.strictObject({
  Type: z.literal("Task"),
  ...common,
  ...onward,
  Resource: z.string().regex(/^arn:[^:]+:states:::lambda:invoke$/, "is no Lambda invocation, the only task the embedded cloud runs"),
  Arguments: z.object({ FunctionName: z.string(), Payload: Template }),
  TimeoutSeconds: z.number().default(60),
  Retry: z.array(Retrier).default([]),
  Catch: z.array(Catcher).default([]),
});
const Choice = z.strictObject({
  Type: z.literal("Choice"),
  ...common,
  Choices: z.array(z.strictObject({ Condition: z.string(), Next: z.string(), Output: Template.optional(), Assign, Comment: z.string().optional() })).min(1),
  Default: z.string().optional(),
  Output: Template.optional(),
  Assign,
});
const Wait = z.strictObject({
  Type: z.literal("Wait"),
  ...common,
  ...onward,
  Seconds: z.union([z.number(), z.string()]).optional(),
  Timestamp: z.string().optional(),
});
const Pass = z.strictObject({ Type: z.literal("Pass"), ...common, ...onward });
const Succeed = z.strictObject({ Type: z.literal("Succeed"), ...common, Output: Template.optional() });
const Fail = z.strictObject({ Type: z.literal("Fail"), ...common, Error: z.string().optional(), Cause: z.string().optional() });

const State = z.discriminatedUnion("Type", [Task, Choice, Wait, Pass, Succeed, Fail]);
export type State = z.infer<typeof State>;
export type TaskState = z.infer<typeof Task>;

export const Machine = z.strictObject({
  StartAt: z.string(),
  States: z.record(z.string(), State),
  QueryLanguage: z.literal("JSONata"),
  Comment: z.string().optional(),
});
export type Machine = z.infer<typeof Machine>;

/** Reads a definition. @throws an error naming the state and the member that the embedded cloud does not run */
export const readMachine = (name: string, definition: string): Machine => {
  const parsed = Machine.safeParse(JSON.parse(definition));
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => `${path.join(" > ")}: ${message}`);
  throw new Error(`The embedded cloud can't run the state machine ${name}:\n${lines.join("\n")}`);
};
