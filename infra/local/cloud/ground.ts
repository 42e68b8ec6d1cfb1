import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { join } from "node:path";
import { z } from "zod";
import { movableClock, type MovableClock } from "./clock";
import { startDatabase, type Database } from "./database";
import { openDocuments, type Documents } from "./documents";

/** What everything else stands on: a port, a database and a clock. */
export interface Ground {
  readonly port: number;
  readonly url: string;
  readonly database: Database;
  readonly documents: Documents;
  readonly clock: MovableClock;
  /** From now on requests are answered so. */
  readonly answerWith: (listener: RequestListener) => void;
  readonly stop: () => Promise<void>;
}

export const layGround = async (wanted: number, dataDir: string | undefined): Promise<Ground> => {
  let answer: RequestListener = (_, response) => {
    response.writeHead(503, { "retry-after": "1" }).end("The embedded cloud is starting.\n");
  };
  const server = createServer((request, response) => {
    answer(request, response);
  });
  server.listen(wanted, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : wanted;

  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true });
  const database = await startDatabase(dataDir === undefined ? undefined : join(dataDir, "dynamodb"));
  const { documents, close } = await openDocuments(dataDir === undefined ? undefined : join(dataDir, "cloud"));
  const clock = movableClock(
    z
      .number()
      .catch(0)
      .parse(await documents.get("clock", "offset")),
  );
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    database,
    documents,
    clock,
    answerWith: (listener) => {
      answer = listener;
    },
    stop: async () => {
      clock.stop();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
      await close();
      await database.stop();
    },
  };
};
