import { CreateTableCommand, DynamoDBClient, ResourceInUseException, ResourceNotFoundException, DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import dynalite from "dynalite";
import { closeIterators } from "./closing-iterators";
import { askInProcess, type Ask } from "./ask-in-process";
import { forgetUnfinishedTables } from "./unfinished-tables";
import type { AddressInfo } from "node:net";
import { once } from "node:events";

/** The embedded DynamoDB: Amazon's wire protocol, answered by dynalite on a port of this machine's own. */
export interface Database {
  /** Answers a request of DynamoDB's wire protocol. */
  readonly answer: Ask;
  readonly client: DynamoDBDocumentClient;
  /** Makes a table of the template, unless it is there. */
  readonly ensureTable: (properties: TableProperties) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** What counts of an `AWS::DynamoDB::Table`. */
export interface TableProperties {
  readonly TableName: string;
  readonly KeySchema: { readonly AttributeName: string; readonly KeyType: "HASH" | "RANGE" }[];
  readonly AttributeDefinitions: { readonly AttributeName: string; readonly AttributeType: "S" | "N" | "B" }[];
}

/** @param path where the data is kept; in memory if left out */
export const startDatabase = async (path?: string): Promise<Database> => {
  closeIterators();
  if (path !== undefined) await forgetUnfinishedTables(path);
  // Tables are there at once: what AWS takes seconds for teaches a laptop nothing.
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0, ...(path !== undefined && { path }) });
  let underWay = 0;
  server.on("request", (_, response) => {
    underWay += 1;
    response.once("close", () => (underWay -= 1));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("The embedded DynamoDB has no port.");
  const url = `http://127.0.0.1:${address.port}`;
  const raw = new DynamoDBClient({ endpoint: url, region: "us-east-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } });
  const client = DynamoDBDocumentClient.from(raw, { marshallOptions: { removeUndefinedValues: true } });

  const exists = async (table: string): Promise<boolean> => {
    try {
      await raw.send(new DescribeTableCommand({ TableName: table }));
      return true;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return false;
      throw error;
    }
  };

  const isActive = async (table: string): Promise<boolean> => (await raw.send(new DescribeTableCommand({ TableName: table }))).Table?.TableStatus === "ACTIVE";

  return {
    answer: askInProcess(server),
    client,
    ensureTable: async ({ TableName, KeySchema, AttributeDefinitions }) => {
      if (await exists(TableName)) return;
      try {
        await raw.send(new CreateTableCommand({ TableName, KeySchema, AttributeDefinitions, BillingMode: "PAY_PER_REQUEST" }));
      } catch (error) {
        if (!(error instanceof ResourceInUseException)) throw error;
      }
      while (!(await isActive(TableName)));
    },
    stop: async () => {
      // dynalite throws at a request that it meets half-way; they take milliseconds.
      while (underWay > 0) await new Promise((done) => setTimeout(done, 1));
      raw.destroy();
      server.close();
      await once(server, "close").catch(() => undefined);
    },
  };
};
