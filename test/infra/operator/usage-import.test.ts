import { once } from "node:events";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getRequestListener } from "@hono/node-server";
import type { UsageReport } from "../../../events/public/usage";
import type { UsageClient } from "../../../functions/kernel/usage/usage-client";
import { importUsage } from "../../../infra/operator/usage/import/import-usage";
import type { UsageLine } from "../../../infra/operator/usage/import/usage-file";
import { running } from "../../functions/usage-api/running";
import { operator } from "./operator";

const folder = mkdtempSync(join(tmpdir(), "usage-import-"));
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

beforeEach(() => {
  process.env["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE";
  process.env["AWS_SECRET_ACCESS_KEY"] = "secret";
});

/** The running handler behind HTTP, and the command line before it. */
const importing = async (answered: (call: number) => boolean = () => true) => {
  const { api, table } = await running();
  let calls = 0;
  const server = createServer((request, response) => {
    calls += 1;
    if (answered(calls)) void getRequestListener((asked) => api.fetch(asked, { base: "", requestId: "r" }))(request, response);
    else request.resume().on("end", () => response.writeHead(503).end("{}"));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => server.close());
  const { cli } = await operator();
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    calls: () => calls,
    kept: () => table.size("record#"),
    bring: async (text: string, ...options: readonly string[]) => {
      const file = join(folder, "usage.csv");
      writeFileSync(file, text);
      return cli("usage", "import", file, "--api", at, ...options);
    },
  };
};

const HEAD = "recordId,subscription,dimension,quantity,usedAt";
const line = (id: string, quantity = "2.5", dimension = "gb") => `${id},l-1,${dimension},${quantity},2026-11-24T09:10:00Z`;
const file = (...lines: readonly string[]) => [HEAD, ...lines].join("\n");

describe("stallkeeper usage import", () => {
  test("takes each line once, however often the file is imported", async () => {
    const { bring, kept } = await importing();
    const first = await bring(file(line("a"), line("b", "1")));
    expect([first.code, first.out]).toEqual([0, "Of 2 lines 2 taken."]);
    const again = await bring(file(line("a"), line("b", "1"), line("c")));
    expect([again.code, again.out]).toEqual([0, "Of 3 lines 1 taken, 2 known already."]);
    expect(kept()).toBe(3);
  });

  test("reads columns in any order, tags, quotes, blank lines and a mark of byte order", async () => {
    const { bring } = await importing();
    const text =
      '\uFEFFusedAt,quantity,"dimension",subscription,recordId,tag:team\r\n2026-11-24T09:10:00Z,"1.25",gb,l-1,a,data\r\n\r\n2026-11-24T09:11:00Z,2,gb,l-1,b,\r\n';
    expect(await bring(text, "--json")).toMatchObject({ code: 0, out: expect.stringContaining('"accepted": 2') as string });
  });

  test("reports refused lines by their number, with the column and what to do, and takes the others", async () => {
    const { bring, kept } = await importing();
    const report = join(folder, "refused.csv");
    const { code, out, complaints } = await bring(file(line("a"), line("b", "-1"), line(""), line("d", "1", "none"), "e,l-1", line("f")), "--refused", report);
    expect(code).toBe(1);
    expect(out).toMatch(/^3 +b +quantity +'-1' must be a decimal/m);
    expect(out).toContain("Of 6 lines 2 taken, 4 refused.");
    expect(complaints).toContain("import the file again: the others count once");
    expect(kept()).toBe(2);
    const written = readFileSync(report, "utf8")
      .trim()
      .split("\n")
      .map((one) => one.split(",").slice(0, 4).join());
    expect(written.toSorted()).toEqual([
      "3,b,quantity,malformed",
      "4,,recordId,malformed",
      "5,d,dimension,unknownDimension",
      "6,e,,malformed",
      "line,recordId,field,code",
    ]);
  });

  test("tells of another use of a recordId", async () => {
    const { bring } = await importing();
    await bring(file(line("a")));
    const { code, out } = await bring(file(line("a", "3")));
    expect([code, out]).toEqual([1, expect.stringMatching(/^2 +a +recordId +This recordId was used for other usage/m)]);
  });

  test("keeps nothing of a dry run, and says what would become of each line", async () => {
    const { bring, kept } = await importing();
    const { code, out } = await bring(file(line("a"), line("b", "1", "none")), "--dry-run");
    expect([code, kept()]).toEqual([1, 0]);
    expect(out).toContain("Of 2 lines 1 would be taken, 1 refused. Nothing was sent to be kept.");
  });

  test("names lines by what they say, where it is asked to", async () => {
    const { bring, kept } = await importing();
    const text = file(line(""), line(""), line("", "3"));
    expect(await bring(text)).toMatchObject({ code: 1, out: expect.stringContaining("--ids-from-content") as string });
    expect((await bring(text, "--ids-from-content")).out).toBe("Of 3 lines 2 taken, 1 known already.");
    expect((await bring(text, "--ids-from-content")).out).toBe("Of 3 lines 0 taken, 3 known already.");
    expect(kept()).toBe(2);
  });

  test("goes on where it stopped, once the API answers again", async () => {
    let isDown = true;
    const { bring, kept } = await importing((call) => call <= 4 || !isDown);
    const many = file(...Array.from({ length: 2_600 }, (_, index) => line(`r-${index}`)));
    const broken = await bring(many);
    expect(broken.code).toBe(3);
    expect(broken.complaints).toContain("Of 2,000 lines 2,000 taken. Import the file again: what was taken counts once.");
    isDown = false;
    expect(await bring(many)).toMatchObject({ code: 0, out: "Of 2,600 lines 600 taken, 2,000 known already." });
    expect(kept()).toBe(2_600);
  });

  test("holds two thousand lines of a file of any length", async () => {
    let [read, answered, most] = [0, 0, 0];
    async function* lines(): AsyncGenerator<UsageLine> {
      for (; read < 50_000; read += 1) {
        most = Math.max(most, read - answered);
        yield {
          line: read + 2,
          bytes: read,
          report: { recordId: String(read), subscription: "l-1", dimension: "gb", quantity: "1", usedAt: "2026-11-24T09:10:00Z" },
        };
      }
    }
    const client: UsageClient = {
      report: async (...usage) => {
        answered += usage.length;
        return usage.map((one) => ({
          report: one as UsageReport,
          answer: { status: "refused", recordId: null, code: "tooLate", retryable: false, message: "Too late." },
        }));
      },
    };
    const refuse = jest.fn(async () => {});
    const imported = await importUsage(lines(), { client, refuse, progress: () => {} });
    expect([imported.lines, imported.refused, refuse.mock.calls.length]).toEqual([50_000, 50_000, 50_000]);
    expect(most).toBeLessThanOrEqual(2_000);
  });

  test.each([
    ["a column that is missing", "recordId,subscription,dimension,quantity\na,l-1,gb,1", "'usedAt' is missing"],
    ["a column that is none", `${HEAD},colour\n`, "'colour' is none of ours"],
    ["nothing in it", "", "is empty"],
    ["a quote that nobody closes", `${HEAD}\n"a,l-1,gb,1,2026-11-24T09:10:00Z\n`, "is no CSV: a quote is opened and not closed"],
    [
      "a quote in the midst of noise, which is not repeated",
      `${HEAD}\nada@buyer.example"x,l-1\n`,
      "is no CSV: a quote stands within a field that does not begin with one. Mend",
    ],
  ])("says what is wrong with a file with %s", async (_, text, told) => {
    const { bring } = await importing();
    expect(await bring(text)).toMatchObject({ code: 1, complaints: expect.stringContaining(told) as string });
  });

  test("asks for the API's address where it knows none, and for a file that is there", async () => {
    const { cli } = await operator();
    expect(await cli("usage", "import", "none.csv")).toMatchObject({ code: 2, complaints: expect.stringContaining("--api") as string });
    expect(await cli("usage", "import", "none.csv", "--api", "http://127.0.0.1:1/")).toMatchObject({
      code: 1,
      complaints: expect.stringContaining("can't be read") as string,
    });
  });
});
