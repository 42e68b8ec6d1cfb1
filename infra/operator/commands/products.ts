import { readFileSync } from "node:fs";
import { Command } from "commander";
import { InvalidCatalogue, readCatalogue, type Catalogue } from "../../../events/product/catalogue";
import { writeJson, type Context } from "../context";
import { EXIT_HELP, Problem } from "../problem";
import { table } from "../terminal";
import type { Where } from "../where";

const readJson = (file: string): unknown => {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new Problem(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem(`${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const checked = (file: string): Catalogue => {
  try {
    return readCatalogue(readJson(file), file);
  } catch (error) {
    throw error instanceof InvalidCatalogue ? new Problem(error.message) : error;
  }
};

const check = ({ terminal }: Context): Command =>
  new Command("check")
    .description("Says whether a file of products can be used, and if not, what is wrong with it")
    .argument("<file>", "a JSON file, a list of products")
    .addHelpText("after", `\nExample:\n  stallkeeper products check products.json\n${EXIT_HELP}`)
    .action((file: string, _: unknown, command: Command) => {
      const products = checked(file);
      if (command.optsWithGlobals<Where>().json === true) {
        writeJson(terminal, { file, products: products.map(({ id, code, name, pricingModel }) => ({ id, code, name, pricingModel })) });
        return;
      }
      terminal.line(
        table(
          terminal,
          ["product", "code", "priced as", "identity", "dimensions"],
          products.map(({ name, code, pricingModel, identityForms, dimensions }) => ({
            cells: [name, code, pricingModel, identityForms.join(", "), dimensions.map(({ key }) => key).join(", ")],
          })),
        ),
      );
      terminal.line(terminal.tone("good", `${file} can be used: ${products.length} product${products.length === 1 ? "" : "s"}.`));
    });

export const productsCommand = (context: Context): Command =>
  new Command("products").description("Works on the products' configuration").addHelpText("after", EXIT_HELP).addCommand(check(context));
