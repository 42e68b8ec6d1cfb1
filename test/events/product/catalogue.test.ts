import { readFileSync } from "node:fs";
import { InvalidCatalogue, productByCode, readCatalogue } from "../../../events/product/catalogue";

const example = (): Record<string, unknown> => ({
  id: "prod-abc",
  code: "code-abc",
  name: "A product",
  pricingModel: "subscription",
  identityForms: ["license"],
  dimensions: [{ key: "gb", name: "Data", unit: "GB", kind: "metered" }],
  logInUrl: "https://product.example/log-in",
  support: { email: "help@product.example" },
});

const messageOf = (products: unknown): string => {
  try {
    readCatalogue(products, "products.json");
  } catch (error) {
    if (error instanceof InvalidCatalogue) return error.message;
    throw error;
  }
  throw new Error("it was taken");
};

describe("the products' configuration", () => {
  test("that is shipped can be used, with each paid model by license and one legacy product", () => {
    const products = readCatalogue(JSON.parse(readFileSync("infra/products.json", "utf8")), "infra/products.json");
    expect(products.map(({ pricingModel, identityForms }) => `${pricingModel} by ${identityForms.join()}`)).toEqual([
      "contract by license",
      "subscription by license",
      "contractWithConsumption by license",
      "subscription by customer",
    ]);
  });

  test("fills in what may be left out", () => {
    expect(readCatalogue([example()], "x")[0]).toMatchObject({ registrationFields: [], testAccounts: [] });
  });

  test.each([
    ["an empty list", [], "(the list): name at least one product"],
    ["no list", {}, "(the list)"],
    ["the entity id where the code belongs", [{ ...example(), code: "prod-abc" }], "0.code: is the product code, not the entity id 'prod-…'"],
    ["the code where the entity id belongs", [{ ...example(), id: "code-abc" }], "0.id: must be the entity id"],
    ["an unknown pricing model", [{ ...example(), pricingModel: "rental" }], "0.pricingModel"],
    ["no identity form", [{ ...example(), identityForms: [] }], "0.identityForms: name at least one form"],
    ["a dimension twice", [{ ...example(), dimensions: [...(example()["dimensions"] as []), ...(example()["dimensions"] as [])] }], "names 'gb' twice"],
    ["a contract without an entitled dimension", [{ ...example(), pricingModel: "contract" }], "a contract needs an entitled dimension"],
    [
      "a contract with consumption that lacks one kind",
      [{ ...example(), pricingModel: "contractWithConsumption" }],
      "needs an entitled and a metered dimension",
    ],
    ["a subscription without a metered dimension", [{ ...example(), dimensions: [] }], "a subscription needs a metered dimension"],
    ["a log-in that is no web address", [{ ...example(), logInUrl: "javascript:alert(1)" }], "0.logInUrl"],
    ["a support address that is none", [{ ...example(), support: { email: "help" } }], "0.support.email"],
    ["a test account that is no account", [{ ...example(), testAccounts: ["me"] }], "0.testAccounts.0"],
    ["a member nobody knows", [{ ...example(), colour: "red" }], "colour"],
    ["two products of one code", [example(), { ...example(), id: "prod-def" }], "two products have the code 'code-abc'"],
    ["two products of one id", [example(), { ...example(), code: "code-def" }], "two products have the id 'prod-abc'"],
    ["a registration field with a hostile name", [{ ...example(), registrationFields: [{ name: "__proto__", label: "x" }] }], "must be a word in camelCase"],
  ])("with %s is refused, in words that say where", (_, products, expected) => {
    expect(messageOf(products)).toContain(expected);
    expect(messageOf(products)).toMatch(/^The products in products\.json can't be used:\n/);
  });

  test("finds a product by its code only", () => {
    const products = readCatalogue([example()], "x");
    expect(productByCode(products, "code-abc")?.id).toBe("prod-abc");
    expect(productByCode(products, "prod-abc")).toBeUndefined();
  });
});

describe("a listing that moves to concurrent agreements", () => {
  const moving = (more: object = {}) => ({ ...example(), identityForms: ["license", "customer"], concurrentFrom: "2027-01-01T00:00:00.000Z", ...more });

  test.each([
    ["no hour", { concurrentFrom: undefined }, "must name the hour from which it is billed by license"],
    ["half an hour", { concurrentFrom: "2027-01-01T00:30:00.000Z" }, "must be a full hour in UTC"],
    ["nothing to move from", { identityForms: ["license"] }, "is for a listing that allows 'license' beside the form it had before"],
    ["nothing to move to", { identityForms: ["customer"] }, "is for a listing that allows 'license' beside the form it had before"],
  ])("with %s is refused", (_, more, expected) => {
    expect(messageOf([moving(more)])).toContain(expected);
  });
});

describe("a listing of the old kind", () => {
  test("that names a buyer in two ways is refused, for its messages would part", () => {
    expect(messageOf([{ ...example(), identityForms: ["account", "customer"] }])).toContain("SNS names only the customer, and license events only the account");
  });
});

describe("the settings of what is done", () => {
  test.each([
    ["an advisory", { onAdvisory: "panic" }, "0.onAdvisory"],
    ["no time to provision in", { provisioning: { confirmWithinMinutes: 0 } }, "0.provisioning.confirmWithinMinutes"],
    ["more than a day to provision in", { provisioning: { confirmWithinMinutes: 1441 } }, "0.provisioning.confirmWithinMinutes"],
  ])("about %s that can't be are refused", (_, more, expected) => {
    expect(messageOf([{ ...example(), ...more }])).toContain(expected);
  });
  test("only notify of an advisory, and ask for no confirmation, unless they say so", () => {
    const [plain] = readCatalogue([example()], "x");
    expect(plain).toMatchObject({ onAdvisory: "notify" });
    expect(plain?.provisioning).toBeUndefined();
  });
});
