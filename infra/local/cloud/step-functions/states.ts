import { z } from "zod";
import type { MovableClock } from "../clock";
import type { Functions } from "../functions";
import { evaluate, StateError, type Scope } from "./evaluate";
import type { Catcher, State, TaskState } from "./language";
import type { Position } from "./records";

/** What a state came to. */
export type Result =
  | {
      readonly kind: "next";
      readonly state: string;
      readonly output: unknown;
      readonly variables: Readonly<Record<string, unknown>>;
      readonly events: readonly Told[];
    }
  | { readonly kind: "end"; readonly output: unknown; readonly events: readonly Told[] }
  | { readonly kind: "wait"; readonly until: number; readonly events: readonly Told[] }
  | { readonly kind: "fail"; readonly error: string; readonly cause: string };

/** A history event before it is numbered. */
export interface Told {
  readonly type: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** What a state runs with. */
export interface Surroundings {
  readonly functions: Functions;
  readonly clock: MovableClock;
  readonly context: Readonly<Record<string, unknown>>;
}

const LambdaArguments = z.object({ FunctionName: z.string(), Payload: z.unknown() });

const scopeOf = ({ input, variables }: Position, context: Surroundings["context"], more: Readonly<Record<string, unknown>> = {}): Scope => ({
  states: { input, context, ...more },
  variables,
});

interface Onward {
  readonly Next?: string | undefined;
  readonly Output?: unknown;
  readonly Assign?: Readonly<Record<string, unknown>> | undefined;
}

const assigned = async (assign: Onward["Assign"], scope: Scope): Promise<Readonly<Record<string, unknown>>> => {
  const values = await evaluate(assign ?? {}, scope);
  return { ...scope.variables, ...z.record(z.string(), z.unknown()).parse(values) };
};

const onward = async (
  { Next, Output, Assign }: Onward,
  scope: Scope,
  { fallback, events = [] }: { readonly fallback: unknown; readonly events?: readonly Told[] },
): Promise<Result> => {
  const output = Output === undefined ? fallback : await evaluate(Output, scope);
  const variables = await assigned(Assign, scope);
  return Next === undefined ? { kind: "end", output, events } : { kind: "next", state: Next, output, variables, events };
};

const timeout = (seconds: number): { readonly expired: Promise<"expired">; readonly clear: () => void } => {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<"expired">((done) => {
    timer = setTimeout(() => {
      done("expired");
    }, seconds * 1000).unref();
  });
  return {
    expired,
    clear: () => {
      clearTimeout(timer);
    },
  };
};

const runTask = async (state: TaskState, position: Position, { functions, context }: Surroundings): Promise<Result> => {
  const scope = scopeOf(position, context);
  const { FunctionName, Payload } = LambdaArguments.parse(await evaluate(state.Arguments, scope));
  const limit = timeout(state.TimeoutSeconds);
  const invoked = await Promise.race([functions.invoke(FunctionName, Payload), limit.expired]);
  limit.clear();
  if (invoked === "expired") throw new StateError("States.Timeout", `The task did not answer within ${state.TimeoutSeconds} seconds.`);
  if (!invoked.ok) throw new StateError(invoked.errorType, JSON.stringify({ errorType: invoked.errorType, errorMessage: invoked.errorMessage }));
  const result = { ExecutedVersion: "$LATEST", Payload: invoked.result, StatusCode: 200 };
  return onward(state, scopeOf(position, context, { result }), {
    fallback: result,
    events: [{ type: "TaskSucceeded", details: { taskSucceededEventDetails: { resource: "invoke", resourceType: "lambda", output: JSON.stringify(result) } } }],
  });
};

/** What a catcher makes of an error: the next state's input, and the variables. @throws StateError if its expressions fail */
export const catchError = async (
  { Output, Assign }: Catcher,
  { error, cause_ }: StateError,
  { position, context }: { readonly position: Position; readonly context: Surroundings["context"] },
): Promise<{ readonly output: unknown; readonly variables: Position["variables"] }> => {
  const errorOutput = { Error: error, Cause: cause_ };
  const scope = scopeOf(position, context, { errorOutput });
  return { output: Output === undefined ? errorOutput : await evaluate(Output, scope), variables: await assigned(Assign, scope) };
};

const runChoice = async (state: Extract<State, { Type: "Choice" }>, position: Position, context: Surroundings["context"]): Promise<Result> => {
  const scope = scopeOf(position, context);
  for (const choice of state.Choices) {
    if ((await evaluate(choice.Condition, scope)) === true) return onward(choice, scope, { fallback: position.input });
  }
  if (state.Default === undefined) throw new StateError("States.NoChoiceMatched", `No choice of '${position.state}' fits its input.`);
  return onward({ Next: state.Default, Output: state.Output, Assign: state.Assign }, scope, { fallback: position.input });
};

const waitUntil = async ({ Seconds, Timestamp }: Extract<State, { Type: "Wait" }>, scope: Scope, now: number): Promise<number> => {
  if (Timestamp !== undefined) return Date.parse(z.string().parse(await evaluate(Timestamp, scope)));
  return now + z.coerce.number().parse(await evaluate(Seconds ?? 0, scope)) * 1000;
};

/** Runs one state. @throws StateError for what a Retry or a Catch may meet */
export const runState = async (state: State, position: Position, surroundings: Surroundings): Promise<Result> => {
  const { context, clock } = surroundings;
  const scope = scopeOf(position, context);
  switch (state.Type) {
    case "Task":
      return runTask(state, position, surroundings);
    case "Choice":
      return runChoice(state, position, context);
    case "Pass":
      return onward(state, scope, { fallback: position.input });
    case "Wait": {
      const until = position.until ?? (await waitUntil(state, scope, clock.now()));
      return until > clock.now() ? { kind: "wait", until, events: [] } : onward(state, scope, { fallback: position.input });
    }
    case "Succeed":
      return { kind: "end", output: state.Output === undefined ? position.input : await evaluate(state.Output, scope), events: [] };
    case "Fail":
      return { kind: "fail", error: String(await evaluate(state.Error ?? "", scope)), cause: String(await evaluate(state.Cause ?? "", scope)) };
  }
};
