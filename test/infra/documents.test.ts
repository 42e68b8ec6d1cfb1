import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { program } from "../../infra/operator/program";
import type { Context } from "../../infra/operator/context";

const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { readonly scripts: Readonly<Record<string, string>> };
const DOCUMENTS = [".", "docs"].flatMap((folder) => readdirSync(folder).flatMap((name) => (name.endsWith(".md") ? [join(folder, name)] : [])));

const FENCE = /^```\w*\n([^]*?)^```/gm;
const parts = (name: string) => {
  const text = readFileSync(name, "utf8");
  const lines = [...text.matchAll(FENCE)].flatMap(([, block = ""]) => block.replaceAll("\\\n", " ").split("\n"));
  const prose = text.replaceAll(FENCE, "");
  return { text, prose, code: [...lines, ...[...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code)] };
};

/** GitHub's name of a heading. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, "")
    .replaceAll(" ", "-");

const brokenLinks = (name: string): readonly string[] =>
  [...parts(name).prose.matchAll(/\]\((?!https?:)([^)]+)\)/g)].flatMap(([, link = ""]) => {
    const [file = "", heading] = link.split("#");
    const target = file === "" ? name : normalize(join(dirname(name), file));
    if (!existsSync(target)) return [link];
    const headings = [...readFileSync(target, "utf8").matchAll(/^#+ (.+)$/gm)].map(([, words = ""]) => anchor(words));
    return heading === undefined || headings.includes(heading) ? [] : [link];
  });

/** What looks like a file or folder of the tree. One in pointed brackets, as `events/<stream>/events.ts`, stands for many. */
const missingFiles = (name: string): readonly string[] =>
  parts(name).code.filter((code) => /^(\.ci|events|functions|workflows|infra|test|docs)\/[\w./-]+$/.test(code) && !existsSync(code));

const missingScripts = (name: string): readonly string[] =>
  parts(name).code.flatMap((code) =>
    [...code.matchAll(/\bnpm (?:run (?:-s )?([\w:]+)|(start|test)\b)/g)].flatMap(([, run, short]) => {
      const script = run ?? short ?? "";
      return Object.hasOwn(scripts, script) ? [] : [script];
    }),
  );

const ROOT = program({} as Context);
/** What of a command line the program does not know. `a|b` stands for both. */
const unknownIn = (words: readonly string[]): readonly string[] => {
  let command = ROOT;
  const path = [ROOT];
  const unknown: string[] = [];
  for (const word of words) {
    if (word.startsWith("--")) {
      const known = [...path, ...command.commands].flatMap(({ options }) => options.map(({ long }) => long));
      if (!known.includes(word) && word !== "--help") unknown.push(word);
    } else {
      const found = word.split("|").map((name) => command.commands.find((one) => one.name() === name));
      if (found[0] !== undefined && !found.includes(undefined)) path.push((command = found[0]));
      else if (command === ROOT || word.includes("|")) unknown.push(word);
    }
  }
  return unknown;
};

/** The words of a command line that name a command or an option, without the brackets of what may be left out. */
const named = (line: string): readonly string[] => line.split(/[\s[\](),=]+/).filter((word) => /^(--)?[a-z][a-z|-]*$/.test(word));

const unknownCommands = (name: string): readonly string[] =>
  parts(name).code.flatMap((code) =>
    [...code.matchAll(/\bstallkeeper ([a-z-][^#>]*)/g)].flatMap(([, line = ""]) => {
      const unknown = unknownIn(named(line));
      return unknown.length === 0 ? [] : [`${line}: ${unknown.join(", ")}`];
    }),
  );

describe.each(DOCUMENTS)("%s", (name) => {
  test("links to pages and headings that there are", () => {
    expect(brokenLinks(name)).toEqual([]);
  });

  test("names files and folders that there are", () => {
    expect(missingFiles(name)).toEqual([]);
  });

  test("names scripts and commands that there are, with options they take", () => {
    expect([...missingScripts(name), ...unknownCommands(name)]).toEqual([]);
  });
});

describe("the README", () => {
  test.each(Object.keys(scripts))("names the script '%s'", (script) => {
    expect(parts("README.md").code.join("\n")).toMatch(new RegExp(`\\bnpm (run )?${script}(?![\\w:])`));
  });
});
