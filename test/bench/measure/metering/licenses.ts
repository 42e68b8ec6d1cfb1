import { readCatalogue } from "../../../../events/product/catalogue";
import { subscription, subscriptionStream } from "../../../../events/subscription/decider";
import type { Appending } from "../../../../functions/kernel/streams/appending";
import { inParallel } from "../../../../functions/kernel/task/batches";
import { transact } from "../../../../functions/kernel/streams/transact";

/** Paid by use in one dimension, so that each license has one record an hour. */
export const PRODUCT = {
  id: "prod-bench",
  code: "bench0subscription0000001",
  name: "Bench",
  pricingModel: "subscription" as const,
  identityForms: ["license"],
  dimensions: [{ key: "gb", name: "Data", unit: "GB", kind: "metered" }],
  logInUrl: "https://bench.example/",
  support: { email: "help@bench.example" },
};
export const DIMENSION = "gb";
export const CATALOGUE = readCatalogue([PRODUCT], "the benchmark");

const WIDTH = 32;

export const idOf = (index: number): string => `l-${String(index).padStart(32, "0")}`;

export const licenseArn = (index: number): string => `arn:aws:license-manager::123456789012:license:l-${String(index).padStart(32, "0")}`;
export const accountOf = (index: number): string => String(100_000_000_000 + index);

/** The licenses, as their arrival and AWS's word have left them in the log. */
export const subscribe = async ({ store, clock }: Appending, indexes: readonly number[]): Promise<void> => {
  const listing = { productId: PRODUCT.id, productCode: PRODUCT.code, pricingModel: PRODUCT.pricingModel, test: false };
  await inParallel(indexes, WIDTH, async (index) => {
    const license = { licenseArn: licenseArn(index), awsAccountId: accountOf(index) };
    const by = { correlation: idOf(index), causation: "bench", actor: "stallkeeper" };
    const to = subscriptionStream(idOf(index));
    const arrival = { ...listing, arrival: `a-${index}`, form: "license", ...license } as const;
    await transact({ store, clock }, subscription, to, { type: "RecordArrival", data: arrival }, by);
    const data = { ...listing, licenseArn: license.licenseArn, notice: `n-${index}`, agreementId: `agmt-${index}`, at: clock.now() };
    await transact({ store, clock }, subscription, to, { type: "RecordFact", fact: { type: "LicenseActivated", data } }, by);
  });
};
