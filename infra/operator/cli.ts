import { connect } from "./connection";
import { run } from "./program";
import { standardOutput } from "./terminal";

/** The command line of the process. */
export const main = (argv: readonly string[]): void => {
  const complain = (message: string): void => {
    process.stderr.write(`${message}\n`);
  };
  // A reader that has seen enough, such as `head`, closes the pipe: no fault of anybody's.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    process.exit(error.code === "EPIPE" ? 0 : 1);
  });
  void run(argv.slice(2), { terminal: standardOutput(), connect }, complain).then((code) => {
    process.exitCode = code;
  });
};
