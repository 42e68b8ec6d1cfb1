import { readCatalogue } from "../../../events/product/catalogue";

const product = (code: string, more: object) => ({
  id: `prod-${code}`,
  code,
  name: code,
  identityForms: ["license"],
  logInUrl: "https://product.example/",
  support: { email: "help@product.example" },
  ...more,
});
const metered = (key: string) => ({ key, name: key, unit: "Units", kind: "metered" });

/** One product for each way of being billed. */
export const PRODUCTS = readCatalogue(
  [
    product("payg", { pricingModel: "subscription", dimensions: [metered("gb"), metered("calls")], metering: { tagKeys: ["team"] } }),
    product("legacy", { pricingModel: "subscription", identityForms: ["customer"], dimensions: [metered("gb")], metering: { zeroRecords: false } }),
    product("moving", {
      pricingModel: "subscription",
      identityForms: ["license", "customer"],
      concurrentFrom: "2026-11-24T12:00:00.000Z",
      dimensions: [metered("gb")],
    }),
    product("consumption", {
      pricingModel: "contractWithConsumption",
      dimensions: [{ key: "users", name: "users", unit: "Users", kind: "entitled" }, metered("gb")],
      metering: { included: [{ dimension: "gb", from: "users", unitsPer: "2.5", per: "term" }], graceMinutes: 30 },
    }),
  ],
  "the test",
);
