import { readFileSync } from "node:fs";
import { CONTRACTS, PublicData } from "../../../events/public/contracts";
import { SAMPLES } from "../../../events/public/samples";
import { SENTENCES } from "../../../events/subscription/sentences";

const page = readFileSync("docs/events.md", "utf8");
const cells = page.split("\n").flatMap((line) => (line.startsWith("|") ? [line.split("|").map((cell) => cell.trim())] : []));
const rowOf = (first: string) => cells.find(([, cell]) => cell === first);
const block = (language: string) => new RegExp("```" + language + "\n([^]*?)\n```").exec(page)?.[1];

describe("the page for product teams", () => {
  test.each(Object.values(CONTRACTS).map(({ type }) => type))("says when %s is sent and what to do", (type) => {
    const [, , when = "", action = ""] = rowOf(`\`${type}\``) ?? [];
    expect(when).not.toBe("");
    expect(action).not.toBe("");
  });

  test.each(Object.entries(SENTENCES))("says what the reason %s means, as support does", (code, sentence) => {
    expect(rowOf(`\`${code}\``)?.[2]).toBe(sentence);
  });

  test.each(Object.keys(PublicData.shape))("says what the member %s means", (member) => {
    expect(cells.some(([, names = "", meaning = ""]) => names.split(", ").includes(`\`${member}\``) && meaning !== "")).toBe(true);
  });

  test("shows a whole event as the samples have it", () => {
    expect(JSON.parse(block("json") ?? "")).toEqual(SAMPLES.accessGranted.detail);
  });

  test("shows the sample product's own consumer", () => {
    expect(block("ts")).toBe(readFileSync("infra/local/sample-product/hearing.ts", "utf8").trimEnd());
  });
});
