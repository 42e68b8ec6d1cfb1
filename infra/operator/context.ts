import type { Connection } from "./connection";
import type { Terminal } from "./terminal";
import type { Where } from "./where";

/** What commands work with. */
export interface Context {
  readonly terminal: Terminal;
  readonly connect: (where: Where) => Connection;
}

/** Writes a value for machines: one JSON document on standard output, and nothing else. */
export const writeJson = ({ line }: Terminal, value: unknown): void => {
  line(JSON.stringify(value, undefined, 2));
};
