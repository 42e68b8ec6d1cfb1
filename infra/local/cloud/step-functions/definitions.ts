import { createHash } from "node:crypto";
import { readMachine, type Machine } from "./language";
import type { Execution, Records } from "./records";

/** A state machine of the template. */
export interface MachineSource {
  readonly arn: string;
  readonly name: string;
  readonly definition: string;
}

const hash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);

/** The definitions of this process: each is read once and written once, however many executions run it. */
export const knownDefinitions = (kept: Pick<Records, "definition" | "putDefinition">) => {
  const machines = new Map<string, Machine>();
  const written = new Map<string, Promise<void>>();

  const read = (name: string, definition: string, id = hash(definition)): Machine => {
    const machine = machines.get(id) ?? readMachine(name, definition);
    machines.set(id, machine);
    return machine;
  };

  return {
    /** @throws for a definition that the embedded cloud can't run */
    read,
    /** Makes sure that an execution finds its definition after a restart. */
    keep: async ({ name, definition }: MachineSource): Promise<{ readonly id: string; readonly machine: Machine }> => {
      const id = hash(definition);
      const writing = written.get(id) ?? kept.putDefinition(id, definition);
      written.set(id, writing);
      // What could not be written is written by the next start.
      await writing.catch((error: unknown) => {
        written.delete(id);
        throw error;
      });
      return { id, machine: read(name, definition, id) };
    },
    /** The definition an execution was started with, which another release may have left. */
    find: async ({ name, definition: id }: Execution): Promise<Machine> => machines.get(id) ?? read(name, await kept.definition(id), id),
  };
};
