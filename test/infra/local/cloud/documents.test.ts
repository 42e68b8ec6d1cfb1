import { startDatabase, type Database } from "../../../../infra/local/cloud/database";
import { createDocuments, type Documents } from "../../../../infra/local/cloud/documents";
import { memoryDocuments } from "../../../../infra/local/marketplace/ports";

let database: Database;
let stored: Documents;
beforeAll(async () => {
  database = await startDatabase();
  stored = await createDocuments(database);
});
afterAll(() => database.stop());

const numbered = (kind: string, count: number, filling = "") =>
  Array.from({ length: count }, (_, index) => ({ kind, id: `n${String(index).padStart(4, "0")}`, document: { index, filling } }));

describe.each([
  ["on disk", () => stored],
  ["in memory", () => memoryDocuments()],
])("documents %s", (_, open) => {
  test("are written and found many at a time", async () => {
    const documents = open();
    await documents.putAll([...numbered("many", 230), { kind: "other", id: "n0000", document: "another kind" }]);
    const found = await documents.getAll("many", [...numbered("many", 230).map(({ id }) => id), "none", "n0000"]);
    expect([found.size, found.get("n0229"), found.has("none")]).toEqual([230, { index: 229, filling: "" }, false]);
    expect(await documents.getAll("many", [])).toEqual(new Map());
    await documents.putAll([]);
  });

  test("are walked in pages, by the beginning of their ids", async () => {
    const documents = open();
    // 1 MB is DynamoDB's page.
    await documents.putAll(numbered("walked", 30, "x".repeat(100_000)));
    const ids: string[] = [];
    let page = await documents.page("walked", "n00");
    for (;;) {
      ids.push(...page.found.map(({ id }) => id));
      if (page.after === undefined) break;
      page = await documents.page("walked", "n00", page.after);
    }
    expect(ids).toEqual(numbered("walked", 30).map(({ id }) => id));
    expect((await documents.page("walked", "n0007")).found).toMatchObject([{ document: { index: 7 } }]);
    expect(await documents.list("walked")).toHaveLength(30);
  });
});
