import type { z } from "zod";

/** What a task's outcome always has: the name of what happened, on which a Choice routes. */
export type AnyOutcome = Readonly<{ outcome: string }>;

/** The promise of one task: its name, what it takes, what it may answer, and the variables it needs to run. */
export interface Contract<Input = unknown, Outcome extends AnyOutcome = AnyOutcome, Variable extends string = string> {
  /** Verb-noun in kebab-case: the folder's and the function's name. */
  readonly name: string;
  readonly input: z.ZodType<Input>;
  /** Every expected outcome. Anything else is a failure, which is thrown. */
  readonly outcome: z.ZodType<Outcome>;
  /** Environment variables, as named in `settings.ts`. */
  readonly environment: readonly Variable[];
}

/** Declares a task. Its types follow from its schemas. */
export const defineTask = <Input, Outcome extends AnyOutcome, Variable extends string>(
  contract: Contract<Input, Outcome, Variable>,
): Contract<Input, Outcome, Variable> => contract;

export type InputOf<C> = C extends Contract<infer Input, infer _O, infer _V> ? Input : never;
export type OutcomeOf<C> = C extends Contract<infer _I, infer Outcome, infer _V> ? Outcome : never;
