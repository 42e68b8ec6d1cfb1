import { join } from "node:path";
import { z } from "zod";
import { subscription as subscriptions, subscriptionStream } from "../../../events/subscription/decider";
import { inParallel } from "../../../functions/kernel/task/batches";
import { dynamoEventStore } from "../../../functions/kernel/streams/dynamo-event-store";
import { FIRST_GENERATION } from "../../../functions/kernel/projections/generations";
import { dynamoProjectionRows } from "../../../functions/kernel/projections/projection-rows";
import { projector } from "../../../functions/kernel/projections/projector";
import { startDatabase } from "../../../infra/local/cloud/database";
import { connect } from "../../../infra/operator/connection";
import { run } from "../../../infra/operator/program";
import { bought, tell as tellStream } from "../../kit/buyer";
import { tableShape } from "../../kit/table-shape";
import { right, same } from "../right";
import { inFolder, NAMES, withStall } from "./stall";

/** Eight at a time: each waits for the database most of the time. */
const WIDTH = 8;

/** Fills a log and its rows as a stall would leave them, without one. */
const fill = async (dataDir: string, count: number, tell: (step: string) => void): Promise<void> => {
  const database = await startDatabase(join(dataDir, "dynamodb"));
  try {
    await database.ensureTable(tableShape(NAMES.log, "N"));
    await database.ensureTable(tableShape(NAMES.projections, "S"));
    const { client } = database;
    const log = dynamoEventStore({ client, table: NAMES.log });
    const rows = projector({ store: log, rows: dynamoProjectionRows({ client, table: NAMES.projections }) });
    const live = { live: FIRST_GENERATION };
    const ids = Array.from({ length: count }, (_, index) => `l-${String(index).padStart(8, "0")}`);
    let done = 0;
    await inParallel(ids, WIDTH, async (id) => {
      await tellStream(log, id, ...bought());
      await rows.project(subscriptionStream(id), { subscriptions: live, customers: live, tenants: live });
      done += 1;
      if (done % 25 === 0) tell(`filling the log, ${done} of ${count} streams`);
    });
    const last = await log.load(subscriptions, subscriptionStream(ids.at(-1) ?? ""));
    same("the access of the last of them", last.state.access.status, "granted");
  } finally {
    await database.stop();
  }
};

const Answer = z.object({ swapped: z.boolean(), summary: z.string() });

/** What a rebuild of so many streams came to. */
export interface Rebuilt {
  readonly streams: number;
  readonly milliseconds: number;
  readonly summary: string;
}

/** Rebuilds the projection 'subscriptions' by the operator's own command: fills, compares, swaps, clears. */
export const rebuild = ({ streams }: { readonly streams: number }, tell: (step: string) => void): Promise<Rebuilt> =>
  inFolder(async (dataDir) => {
    await fill(dataDir, streams, tell);
    return withStall({ dataDir }, async (stall) => {
      tell(`rebuilding ${streams} streams`);
      const lines: string[] = [];
      const terminal = { line: (text = "") => void lines.push(text), tone: (_: unknown, text: string) => text, isTty: false, columns: 100 };
      const complaints: string[] = [];
      const started = performance.now();
      const code = await run(
        ["rebuild", "subscriptions", "--local", "--port", String(stall.port), "--json"],
        { terminal, connect },
        (said) => void complaints.push(said),
      );
      const milliseconds = performance.now() - started;
      right(code === 0, `The rebuild ended with ${code}: ${complaints.join(" ")}`);
      const { swapped, summary } = Answer.parse(JSON.parse(lines.join("\n")));
      right(swapped, `The rebuilt rows were not swapped in: ${summary}`);
      return { streams, milliseconds, summary };
    });
  });
