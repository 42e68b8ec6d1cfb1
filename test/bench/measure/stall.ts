import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { quietly } from "../../../infra/local/quietly";
import { startStall, type Stall } from "../../../infra/local/stall";
import { dynamoEventStore } from "../../../functions/kernel/streams/dynamo-event-store";
import { documentClient } from "../../../functions/kernel/aws/dynamo";
import type { EventStore } from "../../../functions/kernel/streams/event-store";
import { eventually } from "../eventually";

/** Names in the template. */
export const NAMES = {
  log: "stallkeeper-log",
  projections: "stallkeeper-projections",
  cursors: "stallkeeper-cursors",
  contacts: "stallkeeper-contacts",
  keys: "stallkeeper-keys",
  notices: "stallkeeper-notices",
  settle: "stallkeeper-settle-notice",
} as const;

/** Every queue that holds what could not be handled. */
export const DEAD_LETTERS = ["stallkeeper-notices-dead", "stallkeeper-lagging-dead", "stallkeeper-wake-ups-dead", "stallkeeper-sweep-dead"] as const;

/** A folder that goes when the work is done. */
export const inFolder = async <Result>(work: (folder: string) => Promise<Result>): Promise<Result> => {
  const folder = mkdtempSync(join(tmpdir(), "stallkeeper-bench-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

interface StallOptions {
  readonly dataDir: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Told where the stall answers, by a proxy that its functions' clients go through. */
  readonly leadTo?: (url: string) => void;
}

/** Opens the stall of `npm start` on a free port, with its log as functions see it; and closes it. */
export const withStall = async <Result>(
  { dataDir, environment = {}, leadTo }: StallOptions,
  work: (stall: Stall, log: EventStore) => Promise<Result>,
): Promise<Result> => {
  const stall = await startStall({ port: 0, dataDir, environment: { ...quietly(), ...environment } });
  leadTo?.(stall.url);
  try {
    return await work(stall, dynamoEventStore({ client: documentClient(), table: NAMES.log }));
  } finally {
    await stall.stop();
  }
};

/** Whether nothing is on its way: no message, no invocation, no record of the log's stream. */
export const isQuiet = ({ idle, queues }: Stall): boolean => {
  const { visible, inFlight } = queues.size(NAMES.notices);
  return idle() && visible + inFlight === 0;
};

/** So many looks in a row must find nothing: work is handed on between two of them. */
const LOOKS = 3;

/** Waits until nothing is under way but runs that wait. */
export const quiet = async (stall: Stall): Promise<void> => {
  let looks = 0;
  await eventually(
    "nothing is under way",
    () => {
      looks = isQuiet(stall) ? looks + 1 : 0;
      return looks >= LOOKS;
    },
    { withinMs: 600_000 },
  );
};
