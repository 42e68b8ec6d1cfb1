import type { AnyOutcome, Contract, InputOf, OutcomeOf } from "./contract";
import { Failure } from "./failure";
import { log } from "./log";
import { TaskRequest, type Caller } from "./task-request";

/** What a task does with its input; whose run and state ask names its commits. */
export type Run<C> = (input: InputOf<C>, caller: Caller) => Promise<OutcomeOf<C>>;

const misfit = (what: string, task: string, issues: readonly { readonly path: readonly PropertyKey[] }[]): Failure =>
  new Failure("Permanent", `${what} of ${task} does not fit its contract at: ${issues.map(({ path }) => path.join(".") || "(the whole)").join(", ")}.`);

/** What is logged of a failure: its class and words, and the name of what caused it; never what that said. The logger keeps `message` for itself. */
const described = (error: unknown): { readonly failure: string; readonly why: string; readonly cause: string } => {
  const known = error instanceof Failure;
  const cause: unknown = known ? error.cause : error;
  return { failure: known ? error.name : "Permanent", why: known ? error.message : "The code failed.", cause: cause instanceof Error ? cause.name : "" };
};

/** A bug is a Permanent failure too: the state machine knows three names only. */
const asFailure = (error: unknown): Failure =>
  error instanceof Failure
    ? error
    : new Failure("Permanent", `The code failed with ${error instanceof Error ? error.name : "something thrown"}.`, { cause: error });

/**
 * The Lambda handler of a task: checks what comes in and what goes out against the contract, and says in one log line
 * who asked and what came of it. `compose` is called at the first request, so that importing a handler has no effect.
 */
export const lambdaTask = <Input, Outcome extends AnyOutcome, Variable extends string>(
  contract: Contract<Input, Outcome, Variable>,
  compose: () => (input: Input, caller: Caller) => Promise<Outcome>,
): ((event: unknown) => Promise<Outcome>) => {
  let run: ReturnType<typeof compose> | undefined;

  const perform = async (event: unknown, caller: Caller): Promise<Outcome> => {
    const input = contract.input.safeParse(event);
    if (!input.success) throw misfit("The input", contract.name, input.error.issues);
    run ??= compose();
    const outcome = contract.outcome.safeParse(await run(input.data, caller));
    if (!outcome.success) throw misfit("The outcome", contract.name, outcome.error.issues);
    return outcome.data;
  };

  return async (event) => {
    const request = TaskRequest.safeParse(event);
    if (!request.success) throw misfit("The request", contract.name, request.error.issues);
    const { run: execution, state, input } = request.data;
    const about = { task: contract.name, run: execution, state };
    try {
      const outcome = await perform(input, { run: execution, state });
      log.info("task", { ...about, outcome: outcome.outcome });
      return outcome;
    } catch (error) {
      log.error("task failed", { ...about, ...described(error) });
      throw asFailure(error);
    }
  };
};
