import { z } from "zod";
import { Product } from "./product";

/** All listings this deployment serves. */
export const Catalogue = z
  .array(Product)
  .min(1, "name at least one product")
  .readonly()
  .superRefine((products, context) => {
    for (const field of ["id", "code"] as const) {
      const seen = new Set<string>();
      for (const product of products) {
        if (seen.has(product[field])) context.addIssue({ code: "custom", path: [], message: `two products have the ${field} '${product[field]}'` });
        seen.add(product[field]);
      }
    }
  });
export type Catalogue = z.infer<typeof Catalogue>;

/** The configuration cannot be used; the message names each field at fault and what it should be. */
export class InvalidCatalogue extends Error {
  override readonly name = "InvalidCatalogue";
}

/**
 * Reads the products' configuration.
 * @param source where it was read from, for the message
 * @throws {InvalidCatalogue} with one line a fault
 */
export const readCatalogue = (json: unknown, source: string): Catalogue => {
  const parsed = Catalogue.safeParse(json);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => `  ${path.length > 0 ? path.join(".") : "(the list)"}: ${message}`);
  throw new InvalidCatalogue(`The products in ${source} can't be used:\n${lines.join("\n")}\nMend them there and start again.`);
};

/** The product AWS names by its code; none if the listing is not served here. */
export const productByCode = (catalogue: Catalogue, code: string): Product | undefined => catalogue.find((product) => product.code === code);
