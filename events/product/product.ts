import { z } from "zod";
import { AwsAccountId, Instant, ProductCode } from "../kernel/values";
import { Metering } from "./metering";

/** How AWS Marketplace prices a SaaS listing: `UG:saas-guidelines` names the calls each of them requires. */
export const PricingModel = z.enum(["contract", "subscription", "contractWithConsumption", "free"]);
export type PricingModel = z.infer<typeof PricingModel>;

/**
 * What names a subscription: the license (concurrent agreements, every listing since 2026-06-01), or, for legacy
 * listings, the buyer's account or AWS's customer identifier within the product.
 */
export const IdentityForm = z.enum(["license", "account", "customer"]);
export type IdentityForm = z.infer<typeof IdentityForm>;

const Dimension = z
  .strictObject({
    /** The API identifier: case-sensitive, immutable at AWS once created. */
    key: z.string().min(1).max(255),
    name: z.string().min(1),
    unit: z.string().min(1),
    /** `entitled` is bought up front, `metered` is billed by use; a contract with consumption has both. */
    kind: z.enum(["entitled", "metered"]),
    /** What the public offer asks for one unit, in US dollars: exact decimal text. AWS bills by it; here only the Marketplace simulator does. */
    price: z
      .string()
      .regex(/^\d{1,9}(\.\d{1,8})?$/, 'must be US dollars as decimal text, such as "0.05"')
      .optional(),
  })
  .readonly();

const RegistrationField = z
  .strictObject({
    /** The name in the form and in the contact record. */
    name: z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/, "must be a word in camelCase, at most 40 letters"),
    label: z.string().min(1).max(80),
    required: z.boolean().default(false),
    maxLength: z.int().min(1).max(500).default(200),
  })
  .readonly();
export type RegistrationField = z.infer<typeof RegistrationField>;

interface Fault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What is wrong with what a product says of usage that its contracts cover. */
const includedFaults = (product: { readonly dimensions: readonly z.infer<typeof Dimension>[]; readonly metering: Metering }): readonly Fault[] => {
  const { included } = product.metering;
  const kindOf = (key: string) => product.dimensions.find((one) => one.key === key)?.kind;
  const covered = included.map(({ dimension }) => dimension);
  return included.flatMap(({ dimension, from }, index): readonly Fault[] => [
    ...(kindOf(dimension) === "metered" ? [] : [{ path: [index, "dimension"], message: `'${dimension}' is no metered dimension` }]),
    ...(kindOf(from) === "entitled" ? [] : [{ path: [index, "from"], message: `'${from}' is no entitled dimension` }]),
    ...(covered.indexOf(dimension) === index ? [] : [{ path: [index, "dimension"], message: `says twice what covers '${dimension}'` }]),
  ]);
};

/** One listing of the seller, as configured. */
export const Product = z
  .strictObject({
    /** The entity id (`prod-…`), which License events carry beside the code. */
    id: z.string().regex(/^prod-[A-Za-z0-9]+$/, "must be the entity id, 'prod-…', as the product page shows it"),
    code: ProductCode.refine((code) => !code.startsWith("prod-"), "is the product code, not the entity id 'prod-…'"),
    name: z.string().min(1).max(120),
    pricingModel: PricingModel,
    /** Those that the listing allows; where AWS names a buyer in several, the first counts. */
    identityForms: z.array(IdentityForm).min(1, "name at least one form").readonly(),
    dimensions: z.array(Dimension).readonly(),
    /** Where a registered buyer logs in. The claim code is added as `?claim=…`. */
    logInUrl: z.url({ protocol: /^https?$/ }),
    support: z.strictObject({ email: z.email(), url: z.url().optional() }).readonly(),
    /**
     * Whence buyers get their mails; the address or its domain is verified in SES. Without it they get none, and the page
     * promises none.
     */
    mailFrom: z.email().optional(),
    /** Fields asked for beyond e-mail, name and company. */
    registrationFields: z.array(RegistrationField).default([]).readonly(),
    /** What an advisory of AWS's about a buyer does: only tell the seller, or also suspend access until it is resolved. */
    onAdvisory: z.enum(["notify", "suspend"]).default("notify"),
    /** Whether the product is asked to confirm that it has provisioned, and how long the buyer waits for that at most. */
    provisioning: z
      .strictObject({ confirmWithinMinutes: z.int().min(1).max(1440) })
      .readonly()
      .optional(),
    /**
     * The earliest hour in which a buyer whose legacy listing moves to concurrent agreements is billed by license, and no longer by
     * customer. Each moves at an hour of their own, not before this one: `events/subscription/billing.ts`.
     */
    concurrentFrom: Instant.refine((at) => at.endsWith(":00:00.000Z"), "must be a full hour in UTC, like 2027-01-01T00:00:00.000Z").optional(),
    metering: Metering.prefault({}),
    /** AWS accounts of the seller's own; their purchases carry `test: true`. */
    testAccounts: z.array(AwsAccountId).default([]).readonly(),
  })
  .readonly()
  .superRefine((product, context) => {
    const keys = product.dimensions.map(({ key }) => key);
    const twice = keys.find((key, index) => keys.indexOf(key) !== index);
    if (twice !== undefined) context.addIssue({ code: "custom", path: ["dimensions"], message: `names '${twice}' twice` });
    const entitled = product.dimensions.some(({ kind }) => kind === "entitled");
    const metered = product.dimensions.some(({ kind }) => kind === "metered");
    const wants: Record<PricingModel, string | undefined> = {
      contract: entitled ? undefined : "a contract needs an entitled dimension",
      subscription: metered ? undefined : "a subscription needs a metered dimension",
      contractWithConsumption: entitled && metered ? undefined : "a contract with consumption needs an entitled and a metered dimension",
      free: undefined,
    };
    for (const { path, message } of includedFaults(product)) context.addIssue({ code: "custom", path: ["metering", "included", ...path], message });
    const legacy = product.identityForms.some((form) => form !== "license");
    if (product.concurrentFrom !== undefined && !(legacy && product.identityForms.includes("license"))) {
      context.addIssue({ code: "custom", path: ["concurrentFrom"], message: "is for a listing that allows 'license' beside the form it had before" });
    }
    if (legacy && product.identityForms.includes("license") && product.concurrentFrom === undefined) {
      context.addIssue({
        code: "custom",
        path: ["concurrentFrom"],
        message: "a listing with both a license and a legacy form must name the hour from which it is billed by license",
      });
    }
    if (product.identityForms.includes("account") && product.identityForms.includes("customer")) {
      context.addIssue({
        code: "custom",
        path: ["identityForms"],
        message: "name one of 'account' and 'customer': SNS names only the customer, and license events only the account",
      });
    }
    const missing = wants[product.pricingModel];
    if (missing !== undefined) context.addIssue({ code: "custom", path: ["dimensions"], message: missing });
  });
export type Product = z.infer<typeof Product>;

/** The dimensions AWS is told of. */
export const meteredDimensions = ({ dimensions }: Pick<Product, "dimensions">): readonly string[] =>
  dimensions.filter(({ kind }) => kind === "metered").map(({ key }) => key);

/** Whether AWS is told of hours without usage too. */
export const reportsZeros = ({ metering, pricingModel }: Pick<Product, "metering" | "pricingModel">): boolean =>
  metering.zeroRecords ?? pricingModel === "subscription";

/** Whether access depends on what GetEntitlements answers. */
export const hasEntitlements = (model: PricingModel): boolean => model === "contract" || model === "contractWithConsumption";
