import { QueryCommand, ScanCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { AbstractValueIterator } from "abstract-level";
import { Level } from "level";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDatabase, type Database } from "../../../../infra/local/cloud/database";
import { tableShape } from "../../../kit/table-shape";

let database: Database;
beforeEach(async () => {
  database = await startDatabase();
  await database.ensureTable(tableShape("things", "N"));
  for (let sk = 1; sk <= 20; sk += 1) await database.client.send(new PutCommand({ TableName: "things", Item: { pk: "one", sk } }));
});
afterEach(async () => {
  jest.restoreAllMocks();
  await database.stop();
});

describe("a folder of the embedded database", () => {
  test("whose table was being made when the process was killed has it made again, and keeps the others", async () => {
    const folder = mkdtempSync(join(tmpdir(), "embedded-database-"));
    const first = await startDatabase(folder);
    await first.ensureTable(tableShape("kept", "N"));
    await first.client.send(new PutCommand({ TableName: "kept", Item: { pk: "one", sk: 1 } }));
    await first.ensureTable(tableShape("unfinished", "N"));
    await first.stop();
    // As dynalite leaves it when it is killed between its two writes.
    const store = new Level<string, { TableStatus: string }>(folder, { valueEncoding: "json" });
    await store.put("table~unfinished", { ...(await store.get("table~unfinished")), TableStatus: "CREATING" });
    await store.close();

    const second = await startDatabase(folder);
    await second.ensureTable(tableShape("unfinished", "N"));
    await second.client.send(new PutCommand({ TableName: "unfinished", Item: { pk: "one", sk: 1 } }));
    expect((await second.client.send(new ScanCommand({ TableName: "kept" }))).Items).toEqual([{ pk: "one", sk: 1 }]);
    await second.stop();
    rmSync(folder, { recursive: true });
  });
});

describe("the embedded database", () => {
  test.each([
    ["a query to its end", () => new QueryCommand({ TableName: "things", KeyConditionExpression: "pk = :p", ExpressionAttributeValues: { ":p": "one" } }), 20],
    [
      "a query with a limit",
      () => new QueryCommand({ TableName: "things", KeyConditionExpression: "pk = :p", ExpressionAttributeValues: { ":p": "one" }, Limit: 2 }),
      2,
    ],
    [
      "a query that finds nothing",
      () => new QueryCommand({ TableName: "things", KeyConditionExpression: "pk = :p", ExpressionAttributeValues: { ":p": "none" } }),
      0,
    ],
  ])("leaves no iterator open after %s", async (_, command, found) => {
    const close = jest.spyOn(AbstractValueIterator.prototype, "close");
    for (let time = 0; time < 5; time += 1) expect((await database.client.send(command())).Items).toHaveLength(found);
    expect(close).toHaveBeenCalledTimes(5);
  });

  test("leaves none open after a scan", async () => {
    const close = jest.spyOn(AbstractValueIterator.prototype, "close");
    expect((await database.client.send(new ScanCommand({ TableName: "things", Limit: 3 }))).Items).toHaveLength(3);
    expect(close).toHaveBeenCalledTimes(1);
  });
});
