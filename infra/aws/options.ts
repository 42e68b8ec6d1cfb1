import { readFileSync } from "node:fs";
import { z } from "zod";
import { readCatalogue, type Catalogue } from "../../events/product/catalogue";

/**
 * Where ResolveCustomer and BatchMeterUsage answer: AWS Marketplace Metering Service endpoints, AWS General Reference.
 * AWS counts a metering record once per Region, so that a listing must keep to one for ever.
 */
const METERING_REGIONS = [
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
  "af-south-1",
  "ap-east-1",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-south-2",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "ca-central-1",
  "eu-central-1",
  "eu-central-2",
  "eu-north-1",
  "eu-south-1",
  "eu-south-2",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "il-central-1",
  "me-central-1",
  "me-south-1",
  "sa-east-1",
] as const;

/** The first part of every name, where none is given. */
export const DEFAULT_PREFIX = "stallkeeper";

/** What distinguishes one deployment from another. `cdk.json` and `-c name=value` set each of them by its name. */
export const DeploymentOptions = z
  .strictObject({
    /** First part of every physical name, so that two deployments may share an account. */
    prefix: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,19}$/, "must be at most 20 small letters, digits and dashes, and begin with a letter")
      .default(DEFAULT_PREFIX),
    /** Path of the products' configuration, from where the app is run; it is checked here and copied beside the code. */
    productsFile: z.string().min(1).default("infra/products.json"),
    meteringRegion: z
      .enum(METERING_REGIONS, { error: ({ input }) => `'${String(input)}' has no metering endpoint; take one of ${METERING_REGIONS.join(", ")}` })
      .default("us-east-1"),
    /** Whether AWS WAF stands before the public page. It costs about ten dollars a month. */
    waf: z.boolean().default(true),
    /**
     * Whether a topic tells the seller of buyers who registered or need somebody. What it tells names them, so that it is not there
     * unless it is asked for.
     */
    sellerNotices: z.boolean().default(false),
    /** Who may send notices. A test adds a source of its own: nobody but AWS may put events of an `aws.` source. */
    noticeSources: z.array(z.string().min(1)).min(1).default(["aws.agreement-marketplace"]).readonly(),
    /** Whether the functions' code is built. Without it the template is whole but for the code, in a fraction of the time. */
    bundling: z.boolean().default(true),
    account: z.string().optional(),
    /** The home Region. Notices come from us-east-1; where this is another one, a small stack there forwards them. */
    region: z.string().optional(),
    /** Where the cloud assembly is written. */
    outdir: z.string().optional(),
  })
  .readonly();
export type DeploymentOptions = z.infer<typeof DeploymentOptions>;

/** Options as given: what is missing takes its default. */
export type GivenOptions = z.input<typeof DeploymentOptions>;

/** An option cannot be used; the message names it and what it should be. */
export class InvalidOptions extends Error {
  override readonly name = "InvalidOptions";
}

const parseJson = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InvalidOptions(`The products' file '${file}' can't be read: ${why}. Name another with -c productsFile=<path>.`);
  }
};

/** The products that the deployment serves. @throws {InvalidOptions} for a file that can't be read; InvalidCatalogue for its content */
export const catalogueOf = ({ productsFile }: Pick<DeploymentOptions, "productsFile">): Catalogue => readCatalogue(parseJson(productsFile), productsFile);

/**
 * Fills in defaults and checks every option, the products included.
 * @throws {InvalidOptions} for an option; InvalidCatalogue for a product
 */
export const checkedOptions = (given: GivenOptions): DeploymentOptions => {
  const parsed = DeploymentOptions.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join(".")}: ${message}`);
    throw new InvalidOptions(`The deployment's options can't be used:\n${lines.join("\n")}\nMend them in cdk.json, or with -c name=value.`);
  }
  catalogueOf(parsed.data);
  return parsed.data;
};
