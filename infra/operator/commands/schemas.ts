import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { writeJson, type Context } from "../context";
import { EXIT_HELP } from "../problem";
import type { Where } from "../where";
import { schemaFiles } from "../schemas";

export const schemas = ({ terminal }: Context): Command =>
  new Command("schemas")
    .description("Writes the JSON Schemas of the public events, for those who consume them")
    .option("--out <folder>", "where to; it is made if need be", "build/schemas")
    .addHelpText("after", `\nExample:\n  stallkeeper schemas --out build/schemas\n${EXIT_HELP}`)
    .action((_: unknown, command: Command) => {
      const { out, json } = command.optsWithGlobals<Where & { readonly out: string }>();
      mkdirSync(out, { recursive: true });
      const files = schemaFiles().map(({ name, text }) => {
        const path = join(out, name);
        writeFileSync(path, text);
        return path;
      });
      if (json === true) writeJson(terminal, { files });
      else for (const file of files) terminal.line(file);
    });
