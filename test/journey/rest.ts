import { eventually } from "../deploy/eventually";
import type { Evidence, Execution } from "./evidence";
import type { Shop } from "./shop";

/** Longer than a second reading waits, and than most retries do. */
const A_WHILE = "PT10M1S";

/** Two minutes: every run of a journey ends in that many seconds, even on a busy machine. */
const PATIENCE = 120_000;

const RESTING = new Set(["WaitStateEntered", "TaskFailed"]);

/** Whether a run does nothing until the clock moves on: it waits, or pauses before a retry. */
const isResting = ({ history }: Execution): boolean => RESTING.has(String(history.at(-1)?.["type"]));

/** Moves the clock on whenever nothing goes on without it, until every run has ended and its end is in the log. @returns the runs */
export const allRunsEnded = async (shop: Shop, seen: Evidence): Promise<readonly Execution[]> => {
  let open: readonly Execution[] = [];
  return eventually(
    "every run has ended, and its end is in the log",
    PATIENCE,
    async () => {
      const runs = await seen.histories();
      open = runs.filter(({ status }) => status === "RUNNING");
      if (open.length > 0) {
        if (open.every(isResting)) await shop.simulator("/clock", { advance: A_WHILE });
        return undefined;
      }
      const log = await seen.log();
      return runs.every(({ name }) => log.has(`run-${name}`)) ? runs : undefined;
    },
    () => open.map(({ name, history }) => [name, history.at(-1)]),
  );
};

/** Waits until projections and publisher have come to the end of every subscription's stream. */
export const consumersCaughtUp = (seen: Evidence): Promise<true> => {
  let behind: readonly unknown[] = [];
  return eventually(
    "the projections and the publisher follow the log",
    PATIENCE,
    async () => {
      const [log, cursors, rows] = [await seen.log(), await seen.scan("stallkeeper-cursors"), await seen.scan("stallkeeper-projections")];
      const newest = [...log].filter(([stream]) => stream.startsWith("subscription-"));
      const isAt = (items: readonly Readonly<Record<string, unknown>>[], key: string, stream: string, version: number): boolean =>
        items.some((item) => item[key] === stream && item["version"] === version);
      behind = newest.filter(([stream, commits]) => {
        const version = commits.at(-1)?.n ?? 0;
        return !isAt(cursors, "pk", stream, version) || !isAt(rows, "stream", stream, version);
      });
      return behind.length === 0 ? true : undefined;
    },
    () => behind,
  );
};
