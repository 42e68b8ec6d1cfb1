import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { readCatalogue, type Catalogue } from "../../../events/product/catalogue";
import { Failure } from "./failure";
import { setting } from "./settings";

let read: Catalogue | undefined;

const load = (): Catalogue => {
  const file = setting("PRODUCTS_FILE");
  try {
    // Lambda puts the file beside the code; elsewhere a relative path counts from the working directory.
    const json: unknown = JSON.parse(readFileSync(resolve(process.env["LAMBDA_TASK_ROOT"] ?? process.cwd(), file), "utf8"));
    return readCatalogue(json, file);
  } catch (error) {
    throw new Failure("Permanent", `The products' configuration '${file}' can't be used: ${error instanceof Error ? error.message : "it can't be read"}`, {
      cause: error,
    });
  }
};

/** The listings this deployment serves, read once. @throws Failure Permanent naming what is wrong with them */
export const catalogue = (): Catalogue => (read ??= load());
