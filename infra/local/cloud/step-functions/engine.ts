import { AwsError } from "../aws-service";
import type { MovableClock } from "../clock";
import type { Documents } from "../documents";
import type { Functions } from "../functions";
import { knownDefinitions, type MachineSource } from "./definitions";
import { entered, redriven, started } from "./history";
import { records, type Execution, type Position, type Records } from "./records";
import { startRunner, type Live } from "./runner";

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

export const startEngine = (machines: readonly MachineSource[], { documents, functions, clock, statusChanged, random = Math.random }: EngineParts): Engine => {
  const kept = records(documents);
  const definitions = knownDefinitions(kept);
  // A definition the embedded cloud can't run is refused at the start, not at the first execution.
  for (const { name, definition } of machines) definitions.read(name, definition);
  const { live, working, step, end, begin, at, halt } = startRunner({ kept, functions, clock, statusChanged, random });

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
    await step(one, [started(input), ...entered(one.machine, first)], first);
    await kept.put(execution);
    begin(one, first);
    await statusChanged(execution);
    return execution;
  };

  return {
    machines,
    records: kept,
    running: () => live.size,
    working,
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
      await step(one, [redriven(one.execution.redrives), ...entered(one.machine, again)], again);
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
    halt,
  };
};
