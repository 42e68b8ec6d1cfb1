import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CONTRACTS } from "../../../events/public/contracts";
import type { ExecutionView } from "../../../functions/kernel/aws/state-machines";
import { percentOf } from "../../../infra/operator/commands/rebuild";
import { say, tell } from "../../kit/buyer";
import { operator } from "./operator";

describe("stallkeeper sweep", () => {
  test("sends what lags to the queue, and says how much", async () => {
    const { cli, log, sent } = await operator();
    await tell(log, "l-9", say.arrive());
    const { code, out } = await cli("sweep", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ streams: 2, lagging: 2 });
    expect(sent.toSorted()).toEqual(["subscription-l-1", "subscription-l-9"]);
  });
});

describe("stallkeeper rebuild", () => {
  const swapped: ExecutionView = { status: "SUCCEEDED", output: '{"outcome":"swapped","summary":"7 rows compared, all alike"}' };

  test("starts the run, follows it to its end and tells what came of it", async () => {
    const { cli, starts, views } = await operator();
    views.push({ status: "RUNNING" }, swapped);
    const { code, out } = await cli("rebuild", "customers");
    expect(code).toBe(0);
    expect(out).toContain("7 rows compared, all alike");
    expect(starts).toHaveLength(1);
    expect(starts[0]).toMatchObject({ machine: "stallkeeper-projection-rebuild", input: { projection: "customers", onDifference: "keep" } });
    expect(starts[0]!.name).toMatch(/^rebuild-customers-\d{17}$/);
    expect(starts[0]!.input["about"]).toMatch(/^The projection/);
  });

  test("answers machines with one document", async () => {
    const { cli, views } = await operator();
    views.push(swapped);
    expect(JSON.parse((await cli("rebuild", "customers", "--json")).out)).toMatchObject({ projection: "customers", swapped: true });
  });

  test("ends with 1 when the rows differ, and says how to let the log win", async () => {
    const { cli, views } = await operator();
    views.push({ status: "FAILED", error: "RowsDiffer", cause: "7 rows compared, 2 differ" });
    const { code, complaints } = await cli("rebuild", "subscriptions");
    expect(code).toBe(1);
    expect(complaints).toContain("2 differ");
    expect(complaints).toContain("--on-difference replace");
  });

  test("knows only the projections there are", async () => {
    const { cli, starts } = await operator();
    const { code, helped } = await cli("rebuild", "everything");
    expect(code).toBe(2);
    expect(helped).toContain("customers, tenants, deadlines, worklist, subscriptions");
    expect(starts).toEqual([]);
  });

  test("moves its bar forward only", () => {
    const phases = ["filling", "comparing", "clearing"] as const;
    const percents = phases.flatMap((phase) => [0, 16, 32].map((done) => percentOf({ generation: "g", phase, done, of: 32 })));
    expect(percents).toEqual([...percents].toSorted((one, other) => one - other));
    expect(percentOf({ generation: "g", phase: "done", done: 32, of: 32 })).toBe(100);
  });
});

describe("stallkeeper products check", () => {
  const folder = mkdtempSync(join(tmpdir(), "stallkeeper-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const product = {
    id: "prod-abc",
    code: "code1",
    name: "Metrics",
    pricingModel: "contract",
    identityForms: ["license"],
    dimensions: [{ key: "seats", name: "Seats", unit: "Seat", kind: "entitled" }],
    logInUrl: "https://example.com/login",
    support: { email: "help@example.com" },
  };
  const check = async (name: string, text: string) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return await (await operator()).cli("products", "check", file);
  };

  test("accepts a good file", async () => {
    expect(await check("good.json", JSON.stringify([product]))).toMatchObject({ code: 0, out: expect.stringContaining("1 product") as string });
  });

  test("names every fault", async () => {
    const { code, complaints } = await check("bad.json", JSON.stringify([{ ...product, id: "abc", pricingModel: "rent", colour: "red" }]));
    expect(code).toBe(1);
    expect(complaints).toContain("0.id");
    expect(complaints).toContain("0.pricingModel");
    expect(complaints).toContain("colour");
  });

  test("says when a file is no JSON, or is not there", async () => {
    expect((await check("text.json", "hello")).complaints).toContain("is no JSON");
    expect((await (await operator()).cli("products", "check", join(folder, "none.json"))).complaints).toContain("can't be read");
  });

  test("asks no cloud", async () => {
    const { cli, asked } = await operator();
    await cli("products", "check", join(folder, "good.json"));
    expect(asked).toEqual([]);
  });
});

describe("stallkeeper schemas", () => {
  test("writes a schema with an example for every public event", async () => {
    const folder = mkdtempSync(join(tmpdir(), "stallkeeper-"));
    const { cli } = await operator();
    expect(await cli("schemas", "--out", folder)).toMatchObject({ code: 0 });
    const files = readdirSync(folder);
    expect(files.toSorted()).toEqual(
      Object.values(CONTRACTS)
        .map(({ type }) => `${type.toLowerCase().replaceAll(" ", "-")}.v1.json`)
        .toSorted(),
    );
    for (const file of files) {
      const schema = JSON.parse(readFileSync(join(folder, file), "utf8")) as Record<string, unknown>;
      expect(schema).toMatchObject({ $id: file, type: "object", title: expect.any(String) as string, examples: [expect.any(Object) as object] });
      // A consumer's validator is not to break when a member is added.
      expect(JSON.stringify(schema)).not.toContain("additionalProperties");
    }
    rmSync(folder, { recursive: true });
  });
});
