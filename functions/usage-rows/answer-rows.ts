import type { Catalogue } from "../../events/product/catalogue";
import { subscriptionIdentity } from "../../events/subscription/identity";
import { reportsOf } from "../../events/usage/usage-row";
import { later } from "../../events/kernel/values";
import { inParallel } from "../kernel/task/batches";
import type { Clock } from "../kernel/task/clock";
import { Failure } from "../kernel/task/failure";
import { hash } from "../kernel/task/hash";
import type { IntakeAnswer } from "../kernel/usage/take-usage";
import type { PendingRow, RowKey, UsageRowTable } from "../kernel/usage/usage-row-table";
import type { WaitingRows } from "../kernel/usage/waiting-rows";
import type { RowRecord } from "./contract";

interface Dependencies {
  readonly rows: UsageRowTable;
  readonly take: (records: readonly unknown[]) => Promise<readonly IntakeAnswer[]>;
  readonly catalogue: Catalogue;
  readonly waiting: WaitingRows;
  readonly clock: Clock;
  /** A row could not be taken in just now: it comes again. */
  readonly failed: (key: RowKey, error: unknown) => void;
}

/** What Lambda is told of a batch: where the stream goes on. */
interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** Why a whole row counts for nothing. */
interface RowRefusal {
  readonly status: "refused";
  readonly code: "malformed";
  readonly column: string;
  readonly message: string;
}

/** A row that may be taken later is looked at again after so many milliseconds. AWS tells of a purchase within minutes. */
const AGAIN_MS = 10 * 60_000;

/** Rows taken in at once. */
const WIDTH = 10;

const refused = (column: string, message: string): RowRefusal => ({ status: "refused", code: "malformed", column, message });

const isLicense = (customer: string): boolean => customer.includes("license-manager") || /^l-[0-9A-Za-z]+$/.test(customer);

/** The subscription that a row's customer is: a license's ARN, or, of a legacy listing, AWS's customer identifier or the account. */
const subscriptionOf = ({ customerIdentifier, productCode }: PendingRow, catalogue: Catalogue): string | RowRefusal => {
  if (isLicense(customerIdentifier)) {
    const licensed = subscriptionIdentity({ productCode: "", licenseArn: customerIdentifier }, ["license"], hash);
    if (licensed !== undefined) return licensed.id;
  }
  const form = /^\d{12}$/.test(customerIdentifier) ? "account" : "customer";
  const listings = catalogue.filter(({ code, identityForms }) => identityForms.includes(form) && (productCode ?? code) === code);
  const [listing, ...others] = listings;
  if (listing === undefined)
    return refused(
      "customerIdentifier",
      `Write the LicenseArn: no listing${productCode === undefined ? "" : ` '${productCode}'`} names its customers by ${form}.`,
    );
  if (others.length > 0)
    return refused("productCode", `Write the column 'productCode': ${listings.map(({ code }) => code).join(" and ")} both name their customers so.`);
  return `${listing.code}.${customerIdentifier}`;
};

/** Takes in the rows of the table's stream, and answers on each. What can't be taken just now comes again. */
export const answerRows = ({ rows, take, catalogue, waiting, clock, failed }: Dependencies) => {
  const judge = async (row: PendingRow): Promise<readonly (IntakeAnswer | RowRefusal)[]> => {
    const subscription = subscriptionOf(row, catalogue);
    if (typeof subscription !== "string") return [subscription];
    const reports = reportsOf(row);
    if ("column" in reports) return [refused(reports.column, reports.message)];
    return take(reports.map((report) => ({ ...report, subscription })));
  };

  const answer = async (key: RowKey): Promise<void> => {
    const row = await rows.pending(key);
    if (row === undefined) return;
    const records = await judge(row);
    // An application reads the answer once: a row that time may help waits unanswered, as long as AWS would take what it says.
    if (records.some((one) => one.status === "refused" && "retryable" in one && one.retryable)) return waiting.add(key, later(clock.now(), AGAIN_MS));
    const isTaken = records.every(({ status }) => status === "accepted" || status === "duplicate");
    // If it is answered already, by a delivery before this one, it is the same answer.
    await rows.answer(row, { failed: !isTaken, response: { records } });
  };

  /** Answers, and keeps one row's failure from those behind it. */
  const isSeenTo = async (key: RowKey): Promise<boolean> => {
    try {
      await answer(key);
      return true;
    } catch (error) {
      failed(key, error);
      return false;
    }
  };

  const answerAll = async (records: readonly RowRecord[]): Promise<BatchAnswer> => {
    const due = records.filter(({ eventName }) => eventName !== "REMOVE");
    const failures = await inParallel(due, WIDTH, async ({ dynamodb: { SequenceNumber, Keys } }): Promise<string | undefined> => {
      const key = { customerIdentifier: Keys.customerIdentifier.S, createTimestamp: Keys.create_timestamp.N };
      return (await isSeenTo(key)) ? undefined : SequenceNumber;
    });
    return { batchItemFailures: failures.flatMap((itemIdentifier) => (itemIdentifier === undefined ? [] : [{ itemIdentifier }])) };
  };
  return {
    /** The rows of a batch of the stream. */
    answer: answerAll,
    /** The rows that wait and are due, each by itself. @throws Failure Transient at the end, if any could not be seen to: it waits on */
    again: async (): Promise<void> => {
      let left = 0;
      await waiting.seeDue(clock.now(), async (key) => {
        const isDone = await isSeenTo(key);
        if (!isDone) left += 1;
        return isDone;
      });
      if (left > 0) throw new Failure("Transient", `Of the rows of usage that wait, ${left} could not be looked at; the next turn does it.`);
    },
  };
};
