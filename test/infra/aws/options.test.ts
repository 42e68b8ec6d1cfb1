import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contextOptions } from "../../../infra/aws/context";
import { checkedOptions } from "../../../infra/aws/options";
import { PRODUCTS } from "./template";

const folder = mkdtempSync(join(tmpdir(), "stallkeeper-options-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const productsWith = (change: Readonly<Record<string, unknown>>): string => {
  const file = join(folder, `${Object.keys(change).join("-")}.json`);
  const [product] = JSON.parse(readFileSync(PRODUCTS, "utf8"));
  writeFileSync(file, JSON.stringify([{ ...product, ...change }]));
  return file;
};

describe("a deployment's options", () => {
  test("have defaults for all but the products", () => {
    expect(checkedOptions({ productsFile: PRODUCTS })).toEqual({
      prefix: "stallkeeper",
      productsFile: PRODUCTS,
      meteringRegion: "us-east-1",
      waf: true,
      sellerNotices: false,
      noticeSources: ["aws.agreement-marketplace"],
      bundling: true,
    });
  });

  test("say which prefix would do", () => {
    expect(() => checkedOptions({ productsFile: PRODUCTS, prefix: "My Stall" })).toThrow(/prefix: must be at most 20 small letters.*\nMend them in cdk\.json/s);
  });

  test("say which Regions have a metering endpoint", () => {
    expect(() => checkedOptions({ productsFile: PRODUCTS, meteringRegion: "us-gov-west-1" as "us-east-1" })).toThrow(
      /'us-gov-west-1' has no metering endpoint; take one of us-east-1, us-east-2/,
    );
  });

  test("say that an option is not known", () => {
    expect(() => checkedOptions({ productsFile: PRODUCTS, meterRegion: "us-east-1" } as never)).toThrow(/meterRegion/);
  });

  test("say that the products' file is missing, and how to name another", () => {
    expect(() => checkedOptions({ productsFile: "nowhere.json" })).toThrow(/'nowhere\.json' can't be read: .*ENOENT.*-c productsFile=<path>/s);
  });

  test("say which product is at fault, where, and why", () => {
    const file = productsWith({ code: "prod-abcdefg", pricingModel: "subscription" });
    expect(() => checkedOptions({ productsFile: file })).toThrow(/can't be used:\n.*0\.code: is the product code, not the entity id/s);
    expect(() => checkedOptions({ productsFile: productsWith({ pricingModel: "subscription" }) })).toThrow(
      /0\.dimensions: a subscription needs a metered dimension/,
    );
  });
});

describe("the CDK's context", () => {
  const context = (values: unknown) =>
    contextOptions({ CDK_CONTEXT_JSON: JSON.stringify(values), CDK_DEFAULT_ACCOUNT: "111122223333", CDK_DEFAULT_REGION: "eu-west-1" });

  test("sets options by their names, whether from cdk.json or the command line", () => {
    const env = { account: "111122223333", region: "eu-west-1" };
    expect(context({ waf: false, noticeSources: ["one", "two"], "aws:cdk:something": 1 })).toEqual({ waf: false, noticeSources: ["one", "two"], ...env });
    expect(context({ waf: "false", noticeSources: "one,two", prefix: "stall" })).toEqual({
      waf: false,
      noticeSources: ["one", "two"],
      prefix: "stall",
      ...env,
    });
  });

  test("says what an option takes", () => {
    expect(() => context({ waf: "no" })).toThrow(/waf: /);
  });

  test("of this repository can be read", () => {
    const { context: ours } = JSON.parse(readFileSync(join(__dirname, "../../../cdk.json"), "utf8"));
    expect(contextOptions({ CDK_CONTEXT_JSON: JSON.stringify(ours) })).toMatchObject({ prefix: "stallkeeper", productsFile: "infra/products.json" });
  });
});
