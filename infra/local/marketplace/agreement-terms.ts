import { hasEntitlements, type Product } from "../../../events/product/product";
import { priceOf } from "./metering/prices";
import { startOf, type Purchase } from "./purchase";

type Term = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const DAY_MS = 86_400_000;
/** A trial of what is paid by use has no end of its own in the simulator. */
const USUAL_TRIAL_DAYS = 30;

const epoch = (instant: string): number => Date.parse(instant) / 1000;

const days = (purchase: Purchase): number =>
  purchase.endsAt === undefined ? USUAL_TRIAL_DAYS : Math.max(1, Math.round((Date.parse(purchase.endsAt) - Date.parse(startOf(purchase))) / DAY_MS));

const dimensionsOf = ({ entitlements }: Purchase): readonly { readonly dimensionKey: string; readonly dimensionValue: number }[] =>
  entitlements.map(({ dimension, value }) => ({ dimensionKey: dimension, dimensionValue: typeof value === "number" ? value : 1 }));

const trial = (purchase: Purchase): Term => ({
  freeTrialPricingTerm: {
    type: "FreeTrialPricingTerm",
    duration: `P${days(purchase)}D`,
    grants: dimensionsOf(purchase).map(({ dimensionKey, dimensionValue }) => ({ dimensionKey, maxQuantity: dimensionValue })),
  },
});

const rates = (product: Product, kind: "entitled" | "metered") =>
  product.dimensions.filter((one) => one.kind === kind).map(({ key }) => ({ dimensionKey: key, price: priceOf(product, key) }));

const upfront = (purchase: Purchase, product: Product): Term => ({
  configurableUpfrontPricingTerm: {
    type: "ConfigurableUpfrontPricingTerm",
    currencyCode: "USD",
    rateCards: [
      {
        selector: { type: "Duration", value: `P${days(purchase)}D` },
        constraints: { multipleDimensionSelection: "Allowed", quantityConfiguration: "Allowed" },
        rateCard: rates(product, "entitled"),
      },
    ],
    configuration: { selectorValue: `P${days(purchase)}D`, dimensions: dimensionsOf(purchase) },
  },
});

const usage = (product: Product): Term => ({
  usageBasedPricingTerm: { type: "UsageBasedPricingTerm", currencyCode: "USD", rateCards: [{ rateCard: rates(product, "metered") }] },
});

/** What the parties agreed on, as GetAgreementTerms lists it (`SDK-AGR`): pricing, renewal, validity. */
export const termsOnWire = (purchase: Purchase, product: Product): readonly Term[] => {
  const prepaid = hasEntitlements(product.pricingModel);
  const metered = product.dimensions.some(({ kind }) => kind === "metered");
  return [
    ...(purchase.freeTrial ? [trial(purchase)] : []),
    ...(prepaid && !purchase.freeTrial ? [upfront(purchase, product)] : []),
    ...(metered ? [usage(product)] : []),
    ...(prepaid ? [{ renewalTerm: { type: "RenewalTerm", configuration: { enableAutoRenew: purchase.autoRenewal } } }] : []),
    {
      validityTerm: {
        type: "ValidityTerm",
        ...(purchase.endsAt !== undefined && { agreementDuration: `P${days(purchase)}D`, agreementEndDate: epoch(purchase.endsAt) }),
        agreementStartDate: epoch(startOf(purchase)),
      },
    },
  ];
};
