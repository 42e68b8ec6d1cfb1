import { productByCode, type Catalogue } from "../../../../events/product/catalogue";
import { toInstant } from "../../../../events/kernel/values";
import { checkAllocations } from "./allocations";
import { isOpen } from "./billing-time";
import { refused } from "./refusals";
import { formOf } from "./request-forms";
import type { Circumstances, Subscriber, Subscribers } from "./subscriber";
import type { BatchMeterUsageRequest, UsageRecord } from "./usage-record";

/** A call that AWS takes, and whom each of its records is about. */
export interface Judgement {
  /** Absent for a call without records. */
  readonly productCode?: string;
  readonly byLicense: boolean;
  readonly subscribers: readonly Subscriber[];
}

/** When a record's usage was. */
export const timeOf = ({ Timestamp }: UsageRecord): string => toInstant(new Date(Timestamp * 1000));

/** Judges calls as a whole: one record at fault, and nothing of the call is taken. Where AWS does not say which fault it tells of first, it is in the order below. */
export const judge = ({ byLicense, byCustomer }: Subscribers, catalogue: Catalogue) => {
  const licensed = async (records: readonly UsageRecord[], circumstances: Circumstances): Promise<Judgement> => {
    const subscribers = await Promise.all(records.map((record) => byLicense(record, circumstances)));
    const [productCode, ...others] = new Set(subscribers.map((subscriber) => subscriber.productCode));
    // A call is for one product (`SKILL`).
    if (others.length > 0) throw refused("InvalidLicenseException");
    return { byLicense: true, subscribers, ...(productCode !== undefined && { productCode }) };
  };

  return async (request: BatchMeterUsageRequest, circumstances: Circumstances): Promise<Judgement> => {
    const { UsageRecords: records } = request;
    const form = formOf(request, catalogue);
    if (!records.every((record) => isOpen(timeOf(record), circumstances.now))) throw refused("TimestampOutOfBoundsException");
    const judgement: Judgement =
      form.form === "license"
        ? await licensed(records, circumstances)
        : {
            byLicense: false,
            productCode: form.productCode,
            subscribers: await Promise.all(records.map((record) => byCustomer(form.productCode, record, circumstances))),
          };
    const product = productByCode(catalogue, judgement.productCode ?? "");
    const metered = new Set(product?.dimensions.filter(({ kind }) => kind === "metered").map(({ key }) => key));
    if (!records.every(({ Dimension }) => metered.has(Dimension))) throw refused("InvalidUsageDimensionException");
    records.forEach(checkAllocations);
    return judgement;
  };
};
