import { Big } from "big.js";
import type { Catalogue } from "../../../../events/product/catalogue";
import type { Product } from "../../../../events/product/product";
import { tagSet } from "./allocations";
import type { MarketplaceHost } from "../ports";
import type { Purchase } from "../purchase";
import type { Shelf } from "../shelf";
import { monthClosesAt } from "./billing-time";
import { priceOf } from "./prices";
import type { MeteringRecord } from "./usage-record";

/** One dimension's usage of a month. Money is decimal text in US dollars. */
export interface InvoiceLine {
  readonly dimension: string;
  readonly name: string;
  readonly unit: string;
  readonly quantity: number;
  /** How many metering records it is the sum of. */
  readonly records: number;
  readonly unitPrice: string;
  /** Quantity times price, rounded to the cent, half a cent up. */
  readonly amount: string;
}

/** How much of a dimension was for one set of tags; the buyer's cost reports show each as `aws:marketplace:isv:<key>`. */
export interface TaggedUsage {
  readonly dimension: string;
  /** `cost centre=a, team=north`; empty for usage without tags. */
  readonly tags: string;
  readonly quantity: number;
}

/** What AWS bills one agreement for the usage of a month. What was bought up front was billed when it was bought. */
export interface Invoice {
  readonly agreementId: string;
  readonly productCode: string;
  readonly productName: string;
  readonly accountId: string;
  readonly licenseArn?: string;
  readonly customerIdentifier?: string;
  readonly offerId: string;
  /** Usage of a free trial is free (`SKILL`). */
  readonly freeTrial: boolean;
  readonly lines: readonly InvoiceLine[];
  readonly total: string;
}

/** All invoices of a month: open until it takes no more records, then final. */
export interface Statement {
  readonly month: string;
  readonly state: "open" | "final";
  readonly closesAt: string;
  readonly currency: "USD";
  readonly total: string;
  readonly invoices: readonly Invoice[];
}

interface Sum {
  readonly quantity: number;
  readonly records: number;
}

type Sums = Map<string, Map<string, Sum>>;

const dollars = (amount: Big): string => amount.toFixed(2, Big.roundHalfUp);
const total = (amounts: readonly string[]): string => dollars(amounts.reduce((sum, amount) => sum.plus(amount), new Big(0)));

const count = (sums: Sums, { agreementId, dimension, quantity }: MeteringRecord): void => {
  const ofAgreement = sums.get(agreementId) ?? new Map<string, Sum>();
  sums.set(agreementId, ofAgreement);
  const { quantity: before, records } = ofAgreement.get(dimension) ?? { quantity: 0, records: 0 };
  ofAgreement.set(dimension, { quantity: before + quantity, records: records + 1 });
};

const lineOf = (product: Product, dimension: string, { sum, freeTrial }: { readonly sum: Sum; readonly freeTrial: boolean }): InvoiceLine => {
  const listed = product.dimensions.find(({ key }) => key === dimension);
  const unitPrice = freeTrial ? "0" : priceOf(product, dimension);
  return {
    dimension,
    name: listed?.name ?? dimension,
    unit: listed?.unit ?? "Units",
    ...sum,
    unitPrice,
    amount: dollars(new Big(unitPrice).times(sum.quantity)),
  };
};

const invoiceOf = (product: Product, purchase: Purchase, sums: ReadonlyMap<string, Sum>): Invoice => {
  const { agreementId, productCode, accountId, licenseArn, customerIdentifier, offerId, freeTrial } = purchase;
  const lines = [...sums]
    .map(([dimension, sum]) => lineOf(product, dimension, { sum, freeTrial }))
    .sort((one, other) => (one.dimension < other.dimension ? -1 : 1));
  return {
    agreementId,
    productCode,
    productName: product.name,
    accountId,
    ...(licenseArn !== undefined && { licenseArn }),
    ...(customerIdentifier !== undefined && { customerIdentifier }),
    offerId,
    freeTrial,
    lines,
    total: total(lines.map(({ amount }) => amount)),
  };
};

/** Works out what AWS bills for usage, from the records it holds. */
export const invoicing = (
  { now, catalogue }: Pick<MarketplaceHost, "now"> & { readonly catalogue: Catalogue },
  { metering, purchases }: Pick<Shelf, "metering" | "purchases">,
) => {
  const ofProduct = async (product: Product, month: string): Promise<readonly Invoice[]> => {
    const sums: Sums = new Map();
    for await (const record of metering.ofMonth(product.code, month)) count(sums, record);
    const invoices: Invoice[] = [];
    for (const [agreementId, ofAgreement] of sums) {
      const purchase = await purchases.get(agreementId);
      if (purchase !== undefined) invoices.push(invoiceOf(product, purchase, ofAgreement));
    }
    return invoices;
  };

  async function* recordsOf({ agreementId, productCode, licenseArn, accountId }: Purchase, month: string): AsyncGenerator<MeteringRecord> {
    const subscribers = [...(licenseArn === undefined ? [] : [{ licenseArn, accountId }]), { accountId }];
    for (const subscriber of subscribers)
      for await (const record of metering.ofSubscriber(productCode, month, subscriber)) if (record.agreementId === agreementId) yield record;
  }

  const stateOf = (month: string): Pick<Statement, "state" | "closesAt"> => {
    const closesAt = monthClosesAt(month);
    return { state: now() < closesAt ? "open" : "final", closesAt };
  };

  return {
    /** Whether a month's invoices may still grow, and until when. */
    stateOf,
    ofMonth: async (month: string): Promise<Statement> => {
      const invoices: Invoice[] = [];
      for (const product of catalogue) invoices.push(...(await ofProduct(product, month)));
      return {
        month,
        ...stateOf(month),
        currency: "USD",
        total: total(invoices.map((invoice) => invoice.total)),
        invoices,
      };
    },

    /** One agreement's, as its buyer sees it: with how it is split by tags. */
    ofAgreement: async (product: Product, purchase: Purchase, month: string): Promise<Invoice & { readonly tagged: readonly TaggedUsage[] }> => {
      const sums: Sums = new Map();
      const tagged = new Map<string, TaggedUsage>();
      for await (const record of recordsOf(purchase, month)) {
        count(sums, record);
        for (const allocation of (await metering.allocationsOf(record)) ?? []) {
          const part = { dimension: record.dimension, tags: tagSet(allocation) };
          const key = JSON.stringify(part);
          tagged.set(key, { ...part, quantity: (tagged.get(key)?.quantity ?? 0) + allocation.AllocatedUsageQuantity });
        }
      }
      return { ...invoiceOf(product, purchase, sums.get(purchase.agreementId) ?? new Map<string, Sum>()), tagged: [...tagged.values()] };
    },
  };
};
