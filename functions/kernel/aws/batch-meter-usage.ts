import { BatchMeterUsageCommand, MarketplaceMeteringClient, type UsageRecord } from "@aws-sdk/client-marketplace-metering";
import type { Instant } from "../../../events/kernel/values";
import type { Allocation } from "../../../events/usage/allocation";
import type { Billed } from "../../../events/usage/events";
import { toFailure } from "./aws-failure";
import { byPlace } from "./metering-echo";
import { blamed } from "./metering-refusals";

/** A record as AWS is told of it. */
export interface MeteringRecord {
  readonly billedTo: Billed;
  readonly dimension: string;
  readonly timestamp: Instant;
  readonly quantity: number;
  readonly allocations: readonly Allocation[];
}

/** What AWS said of one record, in the order they were sent in. */
export type RecordAnswer =
  | { readonly status: "success" | "duplicate"; readonly meteringRecordId?: string }
  | { readonly status: "notSubscribed" }
  /** Left for later by AWS (`UnprocessedRecords`): to be sent again as it is. */
  | { readonly status: "unprocessed" }
  /** AWS said nothing of it: it may have been taken or not. */
  | { readonly status: "unknown" };

/** What came of a call. */
export type CallAnswer =
  | { readonly outcome: "answered"; readonly records: readonly RecordAnswer[] }
  /** Refused as a whole, because of one record or several; which, AWS does not say. */
  | { readonly outcome: "refused"; readonly error: string }
  /** Refused because of the product, of which AWS takes no usage in this form: nothing is wrong with the records. */
  | { readonly outcome: "withheld"; readonly error: string }
  /** AWS took nothing. */
  | { readonly outcome: "throttled" }
  /** No answer came back: AWS may have taken all of it, or nothing. */
  | { readonly outcome: "unanswered" };

/** BatchMeterUsage (SDK client-marketplace-metering): at most 25 records of one product in one call. */
export interface BatchMeterUsage {
  /** @throws Failure Permanent where the account or the Region are at fault: nothing is wrong with the records */
  readonly send: (region: string, records: readonly MeteringRecord[]) => Promise<CallAnswer>;
}

/** Either form, never both: AWS bills twice what it is told of in both (`UG:metering-for-usage`). */
const identity = (billed: Billed): Pick<UsageRecord, "LicenseArn" | "CustomerAWSAccountId" | "CustomerIdentifier"> => {
  switch (billed.form) {
    case "license":
      return { LicenseArn: billed.licenseArn, CustomerAWSAccountId: billed.awsAccountId };
    case "account":
      return { CustomerAWSAccountId: billed.awsAccountId };
    case "customer":
      return { CustomerIdentifier: billed.customerIdentifier };
  }
};

/** The record in the shape of the API. */
export const wireRecord = ({ billedTo, dimension, timestamp, quantity, allocations }: MeteringRecord): UsageRecord => ({
  ...identity(billedTo),
  Dimension: dimension,
  Timestamp: new Date(timestamp),
  Quantity: quantity,
  ...(allocations.length > 0 && {
    UsageAllocations: allocations.map(({ tags, units }) => {
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      return { AllocatedUsageQuantity: units, ...(Tags.length > 0 && { Tags }) };
    }),
  }),
});

const STATUS: Readonly<Record<string, "success" | "duplicate" | "notSubscribed">> = {
  Success: "success",
  DuplicateRecord: "duplicate",
  CustomerNotSubscribed: "notSubscribed",
};

const send = async (client: MarketplaceMeteringClient, records: readonly MeteringRecord[]): Promise<CallAnswer> => {
  const wire = records.map(wireRecord);
  const [first] = records;
  const ProductCode = first === undefined || first.billedTo.form === "license" ? undefined : first.billedTo.productCode;
  const answer = await client.send(new BatchMeterUsageCommand({ UsageRecords: wire, ...(ProductCode !== undefined && { ProductCode }) }));
  const said = byPlace(wire, answer);
  return {
    outcome: "answered",
    records: wire.map((_, place): RecordAnswer => {
      const result = said.get(place);
      if (result === "unprocessed") return { status: "unprocessed" };
      const status = STATUS[result?.Status ?? ""];
      if (status === undefined || status === "notSubscribed") return { status: status ?? "unknown" };
      return { status, ...(result?.MeteringRecordId !== undefined && { meteringRecordId: result.MeteringRecordId }) };
    }),
  };
};

/** A call takes AWS a tenth of a second; one that hangs must leave its state, of 25 seconds, the time to write down that it did. */
const TIMEOUT_MS = 8_000;

/** The API in each Region. The SDK itself tries nothing again: an answer that was lost has to be known of. */
export const batchMeterUsage = (
  clientOf: (region: string) => MarketplaceMeteringClient = (region) =>
    new MarketplaceMeteringClient({
      region,
      maxAttempts: 1,
      requestHandler: { connectionTimeout: TIMEOUT_MS, requestTimeout: TIMEOUT_MS, throwOnRequestTimeout: true },
    }),
): BatchMeterUsage => {
  const clients = new Map<string, MarketplaceMeteringClient>();
  return {
    send: async (region, records) => {
      const client = clients.get(region) ?? clientOf(region);
      clients.set(region, client);
      try {
        return await send(client, records);
      } catch (error) {
        const failure = toFailure("AWS Marketplace Metering", error);
        if (failure.name === "Throttled") return { outcome: "throttled" };
        if (failure.name === "Transient") return { outcome: "unanswered" };
        const about = blamed(error);
        // The rights, the signature, the Region: nothing is wrong with the records, and nothing is right for any.
        if (about === undefined) throw failure;
        const name = error instanceof Error ? error.name : failure.name;
        return about === "records" ? { outcome: "refused", error: name } : { outcome: "withheld", error: name };
      }
    },
  };
};
