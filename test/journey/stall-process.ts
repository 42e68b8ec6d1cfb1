import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Level } from "level";
import { eventually } from "../deploy/eventually";
import { freePort } from "../deploy/ports";

const ROOT = resolve(__dirname, "../..");

/** A start takes some five seconds; on two busy cores, several times that. */
const PATIENCE = 60_000;

/** `npm start`'s own process, on a port and a folder of its own. */
export interface StallProcess {
  readonly port: number;
  /** Starts it, on what the folder holds. @returns once `GET /health` answers */
  readonly start: () => Promise<void>;
  /** Starts it, and does not wait. */
  readonly begin: () => void;
  /** SIGKILL. Nothing of it is left when this returns. */
  readonly kill: () => Promise<void>;
  /** What the embedded cloud keeps for itself: runs, messages, invocations, and what the simulator and the sample product know. */
  readonly kept: () => Promise<readonly { readonly kind: string; readonly text: string }[]>;
  /** Everything that it wrote, over all its lives. */
  readonly written: () => string;
  /** Ends it, and removes the folder. */
  readonly clear: () => Promise<void>;
}

/** A process to be started. It tells all that its functions can tell. */
export const stallProcess = async (): Promise<StallProcess> => {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "stallkeeper-journey-"));
  const parts: string[] = [];
  let child: ChildProcess | undefined;

  const begin = (): void => {
    const command = [join(ROOT, "node_modules/tsx/dist/cli.mjs"), "infra/local/main.ts", "--port", String(port), "--data", folder];
    // A group of its own: tsx runs the program as its child, and a kill is to hit both.
    const begun = spawn(process.execPath, command, {
      cwd: ROOT,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, LOG_LEVEL: "DEBUG" },
    });
    for (const stream of [begun.stdout, begun.stderr]) stream.on("data", (part: Buffer) => parts.push(part.toString("utf8")));
    child = begun;
  };

  const kill = async (): Promise<void> => {
    if (child?.pid === undefined) return;
    // "close" comes when no process of the group holds the pipes any more.
    const closed = once(child, "close");
    process.kill(-child.pid, "SIGKILL");
    child = undefined;
    await closed;
  };

  const isReady = async (): Promise<true | undefined> => {
    if (child?.exitCode !== null) throw new Error(`The stall ended by itself: ${parts.join("").slice(-3_000)}`);
    const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
    return answer?.ok === true ? true : undefined;
  };

  return {
    port,
    begin,
    start: async () => {
      begin();
      await eventually("the stall is ready", PATIENCE, isReady);
    },
    kill,
    kept: async () => {
      // Of a copy: the store belongs to the process.
      const copy = mkdtempSync(join(tmpdir(), "stallkeeper-copy-"));
      cpSync(join(folder, "cloud"), copy, { recursive: true });
      const store = new Level(copy);
      const all = await store.iterator().all();
      await store.close();
      rmSync(copy, { recursive: true });
      return all.map(([key, text]) => ({ kind: key.slice(0, key.indexOf("\u0000")), text }));
    },
    written: () => parts.join(""),
    clear: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
