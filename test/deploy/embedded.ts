import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { eventually } from "./eventually";
import { freePort } from "./ports";
import { ended } from "./processes";

const ROOT = resolve(__dirname, "../..");

export interface Embedded {
  readonly port: number;
  /** Everything it has written. */
  readonly written: () => string;
  readonly stop: () => Promise<void>;
}

/** Starts the embedded cloud as `npm start` does, on a free port and an empty folder. */
export const startEmbedded = async (folder: string): Promise<Embedded> => {
  const port = await freePort();
  const command = [join(ROOT, "node_modules/tsx/dist/cli.mjs"), "infra/local/main.ts", "--port", String(port), "--data", join(folder, "embedded")];
  const child = spawn(process.execPath, command, { cwd: ROOT, env: { ...process.env, LOG_LEVEL: "INFO" } });
  const parts: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => parts.push(part.toString("utf8")));
  const written = (): string => parts.join("");
  await eventually("the embedded cloud is ready", 60_000, async () => {
    if (child.exitCode !== null) throw new Error(`The embedded cloud ended with ${child.exitCode}: ${written()}`);
    const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
    return answer?.ok === true ? true : undefined;
  });
  return {
    port,
    written,
    stop: async () => {
      child.kill("SIGTERM");
      await ended(child);
    },
  };
};
