import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDocuments, type Store } from "../../../../infra/local/cloud/documents";
import { memoryDocuments } from "../../../../infra/local/marketplace/ports";

let folder: string;
let stored: Store;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "documents-"));
  stored = await openDocuments(folder);
});
afterAll(async () => {
  await stored.close();
  rmSync(folder, { recursive: true });
});

const numbered = (kind: string, count: number, filling = "") =>
  Array.from({ length: count }, (_, index) => ({ kind, id: `n${String(index).padStart(4, "0")}`, document: { index, filling } }));

describe.each([
  ["on disk", () => stored.documents],
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
    await documents.putAll(numbered("walked", 2_500));
    const ids: string[] = [];
    let page = await documents.page("walked", "n");
    for (;;) {
      ids.push(...page.found.map(({ id }) => id));
      if (page.after === undefined) break;
      page = await documents.page("walked", "n", page.after);
    }
    expect(ids).toEqual(numbered("walked", 2_500).map(({ id }) => id));
    expect((await documents.page("walked", "n0007")).found).toMatchObject([{ document: { index: 7 } }]);
    expect((await documents.page("walked", "n01")).found).toHaveLength(100);
    expect(await documents.list("walked")).toHaveLength(2_500);
  });
});
