import type { ChildProcess } from "node:child_process";

/** How long a process may take to end by itself. */
const PATIENCE = 10_000;

/** Waits for the end of a process that was asked to end, and makes an end of one that does not. */
export const ended = async (child: ChildProcess): Promise<void> => {
  const patience = setTimeout(() => child.kill("SIGKILL"), PATIENCE);
  await new Promise<void>((done) => {
    if (child.exitCode !== null || child.signalCode !== null) done();
    else
      child.once("exit", () => {
        done();
      });
  });
  clearTimeout(patience);
};
