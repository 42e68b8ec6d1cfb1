import type { BatchCreateBillingAdjustmentRequestEntry } from "@aws-sdk/client-marketplace-agreement";
import type { Hour } from "../../../events/kernel/hour";
import { lessAtLeastZero, times, type Quantity } from "../../../events/kernel/quantity";
import { hash } from "../task/hash";

/** What is known of usage that AWS bills too much of. */
export interface Overbilled {
  readonly subscription: string;
  readonly hour: Hour;
  readonly dimension: string;
  /** What AWS holds, and what should be billed. */
  readonly held: Quantity;
  readonly meant: Quantity;
  readonly meteringRecordId: string | undefined;
  readonly agreementId: string | undefined;
  /** AWS's number of the invoice that bills it. */
  readonly invoiceId: string | undefined;
  /** What a unit costs by the agreement, in `currency` (ISO 4217). */
  readonly unitPrice: Quantity | undefined;
  readonly currency: string | undefined;
}

/** A member of the request as AWS takes it, null where it is not known. */
export type AdjustmentEntry = {
  readonly [Member in keyof BatchCreateBillingAdjustmentRequestEntry]-?: BatchCreateBillingAdjustmentRequestEntry[Member] | null;
};

/** The entry of BatchCreateBillingAdjustmentRequest, and the members that nobody has named yet. */
export interface PreparedAdjustment {
  readonly units: Quantity;
  readonly entry: AdjustmentEntry;
  readonly unknown: readonly (keyof AdjustmentEntry)[];
}

const MEMBERS = ["agreementId", "originalInvoiceId", "adjustmentAmount", "currencyCode"] as const satisfies readonly (keyof AdjustmentEntry)[];

/**
 * Prepares what AWS is asked to give back (`INCORRECT_METERING`, SDK client-marketplace-agreement): the units that it holds
 * beyond what was meant, at the agreement's price. The token follows from what is asked, so that the same request is one.
 */
export const prepareAdjustment = (about: Overbilled): PreparedAdjustment => {
  const { subscription, hour, dimension, held, meant, meteringRecordId, agreementId, invoiceId, unitPrice, currency } = about;
  const units = lessAtLeastZero(held, meant);
  const amount = unitPrice === undefined ? undefined : times(units, unitPrice);
  const record = meteringRecordId === undefined ? "" : `, record ${meteringRecordId}`;
  const entry: AdjustmentEntry = {
    agreementId: agreementId ?? null,
    originalInvoiceId: invoiceId ?? null,
    adjustmentAmount: amount ?? null,
    currencyCode: currency ?? null,
    adjustmentReasonCode: "INCORRECT_METERING",
    description: `${dimension} of the hour ${hour} UTC: ${held} units were metered, ${meant} were used${record}.`,
    clientToken: hash(subscription, hour, dimension, agreementId ?? "", invoiceId ?? "", amount ?? "", currency ?? ""),
  };
  return { units, entry, unknown: MEMBERS.filter((member) => entry[member] === null) };
};
