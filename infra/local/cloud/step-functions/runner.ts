import type { MovableClock } from "../clock";
import type { Functions } from "../functions";
import { StateError } from "./evaluate";
import { ended, entered, exited, taskFailed, type End } from "./history";
import type { Machine } from "./language";
import type { Execution, HistoryEvent, Position, Records } from "./records";
import { isFor, retryFor } from "./retrying";
import { slots } from "./slots";
import { catchError, runState, type Result, type Told } from "./states";

interface Parts {
  readonly kept: Records;
  readonly functions: Functions;
  readonly clock: MovableClock;
  readonly statusChanged: (execution: Execution) => Promise<void>;
  readonly random: () => number;
}

/** An execution that is being run by this process. */
export interface Live {
  execution: Execution;
  readonly machine: Machine;
  stepNumber: number;
  eventId: number;
}

/**
 * Runs that go on at a time, each to its end or its next wait. All functions share one thread here: of a thousand runs that
 * fall due at one moment, each would wait for all the others within its own timeout, and those of one subscription would
 * stand in each other's way. A few keep the thread busy; some may pause for seconds within a task, as a reconciliation does.
 */
const RUNS_AT_ONCE = 8;

const asStateError = (error: unknown): StateError =>
  error instanceof StateError ? error : new StateError("States.Runtime", error instanceof Error ? error.message : String(error));

/** Goes on with executions, state by state, and writes each step before the next. */
export const startRunner = ({ kept, functions, clock, statusChanged, random }: Parts) => {
  const live = new Map<string, Live>();
  const inSlot = slots(RUNS_AT_ONCE);
  let halted = false;
  let working = 0;

  const number = (one: Live, told: readonly Told[]): readonly HistoryEvent[] =>
    told.map(({ type, details }) => {
      const previousEventId = one.eventId;
      one.eventId += 1;
      return { id: one.eventId, previousEventId, timestamp: clock.now() / 1000, type, ...details };
    });

  const step = async (one: Live, told: readonly Told[], position?: Position): Promise<void> => {
    const events = [...number(one, told)];
    one.stepNumber += 1;
    await kept.addStep(one.execution.arn, one.stepNumber, { events, ...(position !== undefined && { position }) });
  };

  const end = async (
    one: Live,
    status: Exclude<Execution["status"], "RUNNING">,
    how: End & { readonly told: readonly Told[]; readonly position?: Position },
  ): Promise<void> => {
    // The position stays, so that a redrive enters that very state again.
    await step(one, [...how.told, ended(status, how)], how.position);
    one.execution = {
      ...one.execution,
      status,
      stoppedAt: clock.instant(),
      ...(status === "SUCCEEDED" && { output: JSON.stringify(how.output) }),
      ...(how.error !== undefined && { error: how.error }),
      ...(how.cause !== undefined && { cause: how.cause }),
    };
    live.delete(one.execution.arn);
    // The news first: a kill in between ends the execution once more, and its end is told twice rather than never.
    await statusChanged(one.execution);
    await kept.put(one.execution);
  };

  const contextOf = ({ execution }: Live, { state, enteredAt, retries }: Position): Readonly<Record<string, unknown>> => {
    const input: unknown = JSON.parse(execution.input);
    return {
      Execution: { Id: execution.arn, Input: input, Name: execution.name, StartTime: execution.startedAt, RedriveCount: execution.redrives },
      State: { Name: state, EnteredTime: enteredAt, RetryCount: retries.reduce((sum, one) => sum + one, 0) },
      StateMachine: { Id: execution.machineArn, Name: execution.machineArn.split(":").at(-1) ?? "" },
    };
  };

  const at = (state: string, input: unknown, variables: Position["variables"]): Position => ({
    state,
    input,
    variables,
    enteredAt: clock.instant(),
    retries: [],
  });

  /** Pauses until a time of the movable clock, and goes on then, if the execution still runs. */
  const goOnAt = (one: Live, position: Position, until: number): void => {
    clock.at(until, () => {
      if (live.get(one.execution.arn) === one) void goOn(one, position);
    });
  };

  const afterError = async (one: Live, position: Position, error: StateError): Promise<Position | undefined> => {
    const state = one.machine.States[position.state];
    const told: readonly Told[] = state?.Type === "Task" ? [taskFailed(error.error, error.cause_)] : [];
    const retry = state?.Type === "Task" ? retryFor(state.Retry, position.retries, error.error, random) : undefined;
    if (retry !== undefined) {
      const retries = Array.from(
        { length: Math.max(position.retries.length, retry.index + 1) },
        (_, index) => (position.retries[index] ?? 0) + Number(index === retry.index),
      );
      const paused = { ...position, retries, until: clock.now() + retry.delayMs };
      await step(one, told, paused);
      goOnAt(one, paused, paused.until);
      return undefined;
    }
    const catcher = state?.Type === "Task" ? state.Catch.find(({ ErrorEquals }) => isFor(ErrorEquals, error.error)) : undefined;
    if (catcher !== undefined) {
      const caught = await catchError(catcher, error, { position, context: contextOf(one, position) }).catch(asStateError);
      if (caught instanceof StateError) {
        await end(one, "FAILED", { error: caught.error, cause: caught.cause_, told, position: { ...position, retries: [] } });
        return undefined;
      }
      const { output, variables } = caught;
      const next = at(catcher.Next, output, variables);
      await step(one, [...told, exited(one.machine, position.state, output), ...entered(one.machine, next)], next);
      return next;
    }
    await end(one, "FAILED", { error: error.error, cause: error.cause_, told, position: { ...position, retries: [] } });
    return undefined;
  };

  const afterResult = async (one: Live, position: Position, result: Result): Promise<Position | undefined> => {
    switch (result.kind) {
      case "wait": {
        const waiting = { ...position, until: result.until };
        await step(one, [], waiting);
        goOnAt(one, waiting, result.until);
        return undefined;
      }
      case "fail":
        await end(one, "FAILED", { error: result.error, cause: result.cause, told: [], position });
        return undefined;
      case "end":
        await end(one, "SUCCEEDED", { output: result.output, told: [...result.events, exited(one.machine, position.state, result.output)] });
        return undefined;
      case "next": {
        const next = at(result.state, result.output, result.variables);
        await step(one, [...result.events, exited(one.machine, position.state, result.output), ...entered(one.machine, next)], next);
        return next;
      }
    }
  };

  /** Stopped, or the process is ending: nothing more is done for it. */
  const isOver = (one: Live): boolean => halted || live.get(one.execution.arn) !== one;

  const tryState = async (one: Live, position: Position): Promise<Result | StateError> => {
    try {
      const state = one.machine.States[position.state];
      if (state === undefined) throw new StateError("States.Runtime", `There is no state '${position.state}'.`);
      const isPause = state.Type !== "Wait" && position.until !== undefined;
      const { until: _, ...awake } = position;
      const work = (): Promise<Result> => runState(state, isPause ? awake : position, { functions, clock, context: contextOf(one, position) });
      return await work();
    } catch (error) {
      return asStateError(error);
    }
  };

  const run = async (one: Live, from: Position): Promise<void> => {
    let position: Position | undefined = from;
    while (position !== undefined) {
      const result: Result | StateError = await tryState(one, position);
      // What was not written did not happen.
      if (isOver(one)) return;
      position = result instanceof StateError ? await afterError(one, position, result) : await afterResult(one, position, result);
    }
  };

  /** A step that can't be written, for it is too long to be kept, fails the run rather than this process. */
  const goOn = (one: Live, from: Position): Promise<void> => {
    working += 1;
    return inSlot(() => (isOver(one) ? Promise.resolve() : run(one, from)))
      .catch((error: unknown) => {
        const { error: name, cause_: cause } = asStateError(error);
        if (isOver(one)) return undefined;
        return end(one, "FAILED", { error: name, cause, told: [] }).catch(() => undefined);
      })
      .finally(() => (working -= 1));
  };

  const begin = (one: Live, position: Position): void => {
    live.set(one.execution.arn, one);
    if (position.until !== undefined && position.until > clock.now()) goOnAt(one, position, position.until);
    else setImmediate(() => void goOn(one, position));
  };

  return {
    /** By ARN. */
    live,
    working: (): number => working,
    step,
    end,
    begin,
    at,
    halt: (): void => {
      halted = true;
      live.clear();
    },
  };
};
