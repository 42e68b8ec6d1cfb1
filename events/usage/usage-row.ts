import Big from "big.js";
import { readQuantity, type Quantity } from "../kernel/quantity";
import { toInstant, type Instant } from "../kernel/values";

/** Usage of one dimension, as a row has it. Numbers are texts: DynamoDB's have 38 digits, JavaScript's 15. */
export interface RowUsage {
  readonly dimension: string;
  readonly value: string;
}

/** A row as AWS's guide has applications write it (aws-samples/aws-marketplace-serverless-saas-integration, `AWSMarketplaceMeteringRecords`). */
export interface UsageRow {
  readonly customerIdentifier: string;
  readonly createTimestamp: string;
  readonly usage: readonly RowUsage[];
}

/** Why a row can't be read: the column, and what to do. */
export interface RowFault {
  readonly column: "create_timestamp" | "dimension_usage";
  readonly message: string;
}

/**
 * The units a time may be in: how many of them a second has, and how great such a number of this century is at most. Times of 1973
 * to 5138 are told apart, for each unit is a thousand times the next.
 */
const UNITS = [
  { below: new Big("1e11"), perMillisecond: new Big("1e-3") },
  { below: new Big("1e14"), perMillisecond: new Big(1) },
  { below: new Big("1e17"), perMillisecond: new Big("1e3") },
  { below: new Big("1e20"), perMillisecond: new Big("1e6") },
] as const;

const EARLIEST = new Big("1e8");

/**
 * The instant that a number stands for, in seconds, milliseconds, microseconds or nanoseconds since 1970.
 * @returns undefined for a number that is none of these
 */
export const instantOf = (number: string): Instant | undefined => {
  if (!/^\d{1,38}(?:\.\d{1,38})?(?:[eE]\+?\d{1,2})?$/.test(number)) return undefined;
  const value = new Big(number);
  const unit = UNITS.find(({ below }) => value.lt(below));
  if (unit === undefined || value.lt(EARLIEST)) return undefined;
  return toInstant(new Date(value.div(unit.perMillisecond).round(0, Big.roundDown).toNumber()));
};

/** The amount that a number stands for; DynamoDB may print it with an exponent. */
const quantityOf = (number: string): Quantity | undefined =>
  /^\d[\d.]*(?:[eE][+-]?\d{1,2})?$/.test(number) ? readQuantity(new Big(number).toFixed()) : undefined;

/** One report of a row: `recordId` follows from where it stands, so that a row that is read twice counts once. */
export interface RowReport {
  readonly recordId: string;
  readonly dimension: string;
  readonly quantity: Quantity;
  readonly usedAt: Instant;
}

/** The reports in a row, or what is wrong with it: then none of it counts. */
export const reportsOf = ({ createTimestamp, usage }: UsageRow): readonly RowReport[] | RowFault => {
  const usedAt = instantOf(createTimestamp);
  if (usedAt === undefined)
    return { column: "create_timestamp", message: "Write when it was used, in seconds, milliseconds, microseconds or nanoseconds since 1970, as a number." };
  if (usage.length === 0)
    return { column: "dimension_usage", message: 'Write a list of at least one {"dimension": …, "value": …}: a text, and a number that is not negative.' };
  const reports: RowReport[] = [];
  for (const [index, { dimension, value }] of usage.entries()) {
    const quantity = quantityOf(value);
    if (quantity === undefined || dimension === "")
      return {
        column: "dimension_usage",
        message: `The ${index + 1}. entry needs a dimension and a value: a number, not negative, of at most 15 digits on either side of the point.`,
      };
    reports.push({ recordId: `row-${createTimestamp}-${index + 1}`, dimension, quantity, usedAt });
  }
  return reports;
};
