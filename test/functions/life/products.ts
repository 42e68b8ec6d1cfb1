import { readCatalogue } from "../../../events/product/catalogue";
import type { IdentityForm, PricingModel, Product } from "../../../events/product/product";

const seats = { key: "seats", name: "Seats", unit: "Users", kind: "entitled" } as const;
const gigabytes = { key: "gb", name: "Data", unit: "GB", kind: "metered" } as const;

const product = (id: string, pricingModel: PricingModel, forms: readonly IdentityForm[], more: object = {}) => ({
  id: `prod-${id}`,
  code: `${id}-code`,
  name: id,
  pricingModel,
  identityForms: forms,
  dimensions: [seats, gigabytes],
  logInUrl: "https://product.example/log-in",
  support: { email: "help@product.example" },
  ...more,
});

/** From this hour on the listing that moves is billed by license. */
export const CONCURRENT_FROM = "2026-11-24T12:00:00.000Z";

/** A listing of each kind there is. */
export const PRODUCTS: readonly Product[] = readCatalogue(
  [
    product("contract", "contract", ["license"]),
    product("subscription", "subscription", ["license"]),
    product("consumption", "contractWithConsumption", ["license"]),
    product("free", "free", ["license"]),
    product("strict", "contract", ["license"], { onAdvisory: "suspend" }),
    product("account", "contract", ["account"]),
    product("legacy", "subscription", ["customer"]),
    product("legacyContract", "contract", ["customer"]),
    product("moving", "subscription", ["license", "customer"], { concurrentFrom: CONCURRENT_FROM }),
  ],
  "the tests",
);
