import { z } from "zod";
import { InvalidOptions, type GivenOptions } from "./options";

/** `-c name=value` gives text, cdk.json any JSON. */
const Flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]);
const Names = z.union([z.array(z.string()), z.string().transform((text) => text.split(","))]);
const Text = z.string();

const Context = z.object({
  prefix: Text.optional(),
  productsFile: Text.optional(),
  meteringRegion: Text.optional(),
  waf: Flag.optional(),
  sellerNotices: Flag.optional(),
  noticeSources: Names.optional(),
});

const OPTIONS = Object.keys(Context.shape);

/** The deployment's options as the CDK CLI hands them over: context in one variable, account and Region in two more. */
export const contextOptions = (environment: Readonly<Record<string, string | undefined>>): GivenOptions => {
  const context = Context.safeParse(JSON.parse(environment["CDK_CONTEXT_JSON"] ?? "{}"));
  if (!context.success) {
    const lines = context.error.issues.map(({ path, message }) => `  ${path.join(".")}: ${message}`);
    throw new InvalidOptions(`The context can't be used:\n${lines.join("\n")}\nOptions are ${OPTIONS.join(", ")}.`);
  }
  const given = Object.fromEntries(Object.entries(context.data).filter(([, value]) => value !== undefined));
  const account = environment["CDK_DEFAULT_ACCOUNT"];
  const region = environment["CDK_DEFAULT_REGION"];
  return { ...given, ...(account !== undefined && { account }), ...(region !== undefined && { region }) };
};
