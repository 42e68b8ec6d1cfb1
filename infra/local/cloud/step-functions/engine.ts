import { AwsError } from "../aws-service";
import type { MovableClock } from "../clock";
import type { Documents } from "../documents";
import type { Functions } from "../functions";
import { StateError } from "./evaluate";
import { knownDefinitions, type MachineSource } from "./definitions";
import type { Machine, State } from "./language";
import { records, type Execution, type HistoryEvent, type Position, type Records } from "./records";
import { isFor, retryFor } from "./retrying";
import { slots } from "./slots";
import { catchError, runState, type Result, type Told } from "./states";

export interface EngineParts {
  readonly documents: Documents;
  readonly functions: Functions;
  readonly clock: MovableClock;
  /** Told whenever an execution's status changes. */
  readonly statusChanged: (execution: Execution) => Promise<void>;
  readonly random?: () => number;
}

/** Runs executions, and remembers every step before it goes on. */
export interface Engine {
  readonly machines: readonly MachineSource[];
  readonly records: Records;
  /** How many executions have not ended: those that wait too. */
  readonly running: () => number;
  /** How many executions are in a state that works, rather than in a wait or a pause. */
  readonly working: () => number;
  readonly start: (machineArn: string, name: string, input: string) => Promise<Execution>;
  readonly stop: (arn: string, error?: string, cause?: string) => Promise<Execution>;
  readonly redrive: (arn: string) => Promise<Execution>;
  /** Takes up executions that were running when the process ended. */
  readonly resume: () => Promise<void>;
  /** Stops going on with anything, as a kill would. */
  readonly halt: () => void;
}

/** An execution that is being run by this process. */
interface Live {
  execution: Execution;
  readonly machine: Machine;
  stepNumber: number;
  eventId: number;
}

const enteredType: Readonly<Record<State["Type"], string>> = {
  Task: "TaskStateEntered",
  Choice: "ChoiceStateEntered",
  Wait: "WaitStateEntered",
  Pass: "PassStateEntered",
  Succeed: "SucceedStateEntered",
  Fail: "FailStateEntered",
};

const ENDED: Readonly<Record<Exclude<Execution["status"], "RUNNING">, string>> = {
  SUCCEEDED: "ExecutionSucceeded",
  FAILED: "ExecutionFailed",
  TIMED_OUT: "ExecutionTimedOut",
  ABORTED: "ExecutionAborted",
};

/**
 * Tasks worked on at a time. All functions share one thread here: of a thousand runs that fall due at one moment, each
 * would wait for all the others within its own timeout. AWS, where each has a machine of its own, allows 1,000 an account.
 */
const TASKS_AT_ONCE = 32;

const asStateError = (error: unknown): StateError =>
  error instanceof StateError ? error : new StateError("States.Runtime", error instanceof Error ? error.message : String(error));

export const startEngine = (machines: readonly MachineSource[], { documents, functions, clock, statusChanged, random = Math.random }: EngineParts): Engine => {
  const kept = records(documents);
  const live = new Map<string, Live>();
  const inSlot = slots(TASKS_AT_ONCE);
  let halted = false;
  let working = 0;
  const definitions = knownDefinitions(kept);
  // A definition the embedded cloud can't run is refused at the start, not at the first execution.
  for (const { name, definition } of machines) definitions.read(name, definition);

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

  const entered = (one: Live, { state, input }: Position): readonly Told[] => {
    const kind = one.machine.States[state]?.Type;
    const told: Told = {
      type: kind === undefined ? "StateEntered" : enteredType[kind],
      details: { stateEnteredEventDetails: { name: state, input: JSON.stringify(input) } },
    };
    return kind === "Task"
      ? [
          told,
          {
            type: "TaskScheduled",
            details: { taskScheduledEventDetails: { resource: "invoke", resourceType: "lambda", region: "us-east-1", parameters: "{}" } },
          },
        ]
      : [told];
  };

  const exited = (one: Live, state: string, output: unknown): Told => {
    const kind = one.machine.States[state]?.Type ?? "Pass";
    return { type: enteredType[kind].replace("Entered", "Exited"), details: { stateExitedEventDetails: { name: state, output: JSON.stringify(output) } } };
  };

  const end = async (
    one: Live,
    status: Exclude<Execution["status"], "RUNNING">,
    how: { readonly output?: unknown; readonly error?: string; readonly cause?: string; readonly told: readonly Told[]; readonly position?: Position },
  ): Promise<void> => {
    const details =
      status === "SUCCEEDED"
        ? { executionSucceededEventDetails: { output: JSON.stringify(how.output) } }
        : { [`execution${ENDED[status].slice("Execution".length)}EventDetails`]: { error: how.error, cause: how.cause } };
    // The position stays, so that a redrive enters that very state again.
    await step(one, [...how.told, { type: ENDED[status], details }], how.position);
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
    const told: Told[] =
      state?.Type === "Task"
        ? [{ type: "TaskFailed", details: { taskFailedEventDetails: { resource: "invoke", resourceType: "lambda", error: error.error, cause: error.cause_ } } }]
        : [];
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
      await step(one, [...told, exited(one, position.state, output), ...entered(one, next)], next);
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
        await end(one, "SUCCEEDED", { output: result.output, told: [...result.events, exited(one, position.state, result.output)] });
        return undefined;
      case "next": {
        const next = at(result.state, result.output, result.variables);
        await step(one, [...result.events, exited(one, position.state, result.output), ...entered(one, next)], next);
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
      if (state.Type !== "Task") return await work();
      return await inSlot(async () => {
        if (isOver(one)) throw new StateError("States.Runtime", "The execution was stopped before its task began.");
        return work();
      });
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
    return run(one, from)
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

  const sourceOf = (machineArn: string): MachineSource => {
    const source = machines.find(({ arn }) => arn === machineArn);
    if (source === undefined) throw new AwsError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${machineArn}'`);
    return source;
  };

  const find = async (arn: string): Promise<Execution> => {
    const found = live.get(arn)?.execution ?? (await kept.get(arn));
    if (found === undefined) throw new AwsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
    return found;
  };

  const revive = async (execution: Execution): Promise<{ readonly one: Live; readonly position: Position | undefined }> => {
    const steps = await kept.steps(execution.arn);
    const one: Live = {
      execution,
      machine: await definitions.find(execution),
      stepNumber: steps.length,
      eventId: steps.flatMap(({ events }) => events).at(-1)?.id ?? 0,
    };
    return { one, position: steps.findLast(({ position }) => position !== undefined)?.position };
  };

  const starting = new Map<string, Promise<Execution>>();

  const startNew = async (source: MachineSource, name: string, input: string): Promise<Execution> => {
    const arn = `${source.arn.replace(":stateMachine:", ":execution:")}:${name}`;
    const there = live.get(arn)?.execution ?? (await kept.get(arn));
    if (there !== undefined) {
      if (there.status === "RUNNING" && there.input === input) return there;
      throw new AwsError("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);
    }
    const { id: definition, machine } = await definitions.keep(source);
    const execution: Execution = { arn, machineArn: source.arn, name, definition, input, status: "RUNNING", startedAt: clock.instant(), redrives: 0 };
    const one: Live = { execution, machine, stepNumber: 0, eventId: 0 };
    const parsed: unknown = JSON.parse(input);
    const first = at(one.machine.StartAt, parsed, {});
    // The step first: an execution that is listed always has a place to go on from.
    await step(one, [{ type: "ExecutionStarted", details: { executionStartedEventDetails: { input } } }, ...entered(one, first)], first);
    await kept.put(execution);
    begin(one, first);
    await statusChanged(execution);
    return execution;
  };

  return {
    machines,
    records: kept,
    running: () => live.size,
    working: () => working,
    start: async (machineArn, name, input) => {
      const source = sourceOf(machineArn);
      const key = `${machineArn}:${name}`;
      // Two starts of one name at one moment: the second sees what the first has made.
      await starting.get(key)?.catch(() => undefined);
      const started = startNew(source, name, input);
      starting.set(key, started);
      return started.finally(() => {
        if (starting.get(key) === started) starting.delete(key);
      });
    },
    stop: async (arn, error, cause) => {
      const execution = await find(arn);
      const one = live.get(arn);
      if (execution.status !== "RUNNING" || one === undefined) return execution;
      const { position } = await revive(execution);
      await end(one, "ABORTED", {
        told: [],
        ...(error !== undefined && { error }),
        ...(cause !== undefined && { cause }),
        ...(position !== undefined && { position }),
      });
      return find(arn);
    },
    redrive: async (arn) => {
      const execution = await find(arn);
      if (execution.status === "RUNNING" || execution.status === "SUCCEEDED")
        throw new AwsError("ExecutionNotRedrivable", `Execution is ${execution.status} and can't be redriven.`);
      const { status: _s, stoppedAt: _t, error: _e, cause: _c, ...rest } = execution;
      const { one, position } = await revive({ ...rest, status: "RUNNING", redrives: execution.redrives + 1 });
      if (position === undefined) throw new AwsError("ExecutionNotRedrivable", "The execution has no state to enter again.");
      const { until: _u, ...again } = { ...position, enteredAt: clock.instant(), retries: [] };
      await step(
        one,
        [{ type: "ExecutionRedriven", details: { executionRedrivenEventDetails: { redriveCount: one.execution.redrives } } }, ...entered(one, again)],
        again,
      );
      await kept.put(one.execution);
      begin(one, again);
      await statusChanged(one.execution);
      return one.execution;
    },
    resume: async () => {
      for (const execution of await kept.all()) {
        if (execution.status !== "RUNNING" || live.has(execution.arn)) continue;
        const { one, position } = await revive(execution);
        if (position !== undefined) begin(one, position);
      }
    },
    halt: () => {
      halted = true;
      live.clear();
    },
  };
};
