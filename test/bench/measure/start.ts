import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { join, resolve } from "node:path";
import { ended } from "../../deploy/processes";
import { freePort } from "../../deploy/ports";
import { eventually } from "../eventually";
import { right } from "../right";

const ROOT = resolve(__dirname, "../../..");
const PATIENCE_MS = 60_000;

/** From the spawn of `npm start`. */
export interface Started {
  readonly healthMs: number;
  /** Until it says that it is open: what was left at the last stop is then taken up, and what lagged is found. */
  readonly openMs: number;
}

const isHealthy = async (port: number): Promise<boolean> => {
  try {
    return (await fetch(`http://127.0.0.1:${port}/health`)).status === 200;
  } catch {
    return false;
  }
};

/** Starts the command as npm does, and stops it as Ctrl+C does. @param dataDir empty, or as it was left */
export const start = async (dataDir: string): Promise<Started> => {
  const port = await freePort();
  const started = performance.now();
  const command = spawn(process.execPath, [join(ROOT, "node_modules/tsx/dist/cli.mjs"), "infra/local/main.ts", "--port", String(port), "--data", dataDir], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "ignore"],
  });
  try {
    let open = Number.NaN;
    createInterface(command.stdout).on("line", (line) => {
      if (line.includes("Stallkeeper is open")) open = performance.now() - started;
    });
    await eventually("GET /health answers 200", () => isHealthy(port), { withinMs: PATIENCE_MS, everyMs: 20 });
    const healthMs = performance.now() - started;
    await eventually("it says that it is open", () => !Number.isNaN(open), { withinMs: PATIENCE_MS });
    right((await fetch(`http://127.0.0.1:${port}/simulator/products`)).status === 200, "The simulator does not answer though /health does.");
    return { healthMs, openMs: open };
  } finally {
    command.kill("SIGINT");
    await ended(command);
  }
};
