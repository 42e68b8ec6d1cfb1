import {
  BatchMeterUsageCommand,
  DisabledApiException,
  InvalidProductCodeException,
  MarketplaceMeteringClient,
  MarketplaceMeteringServiceException,
  ThrottlingException,
  InternalServiceErrorException,
  type UsageRecord,
} from "@aws-sdk/client-marketplace-metering";
import type { Instant } from "../../events/kernel/values";
import type { Allocation } from "../../events/usage/allocation";
import type { Billed } from "../../events/usage/events";
import { toFailure } from "./aws-failure";
import { Failure } from "./failure";

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
  /** AWS took nothing. */
  | { readonly outcome: "throttled" }
  /** No answer came back: AWS may have taken all of it, or nothing. */
  | { readonly outcome: "unanswered" };

/** BatchMeterUsage (SDK client-marketplace-metering): at most 25 records of one product in one call. */
export interface BatchMeterUsage {
  /** @throws Failure Permanent where the account, the Region or the product code are at fault: nothing is wrong with the records */
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

/** What AWS's answer and our record have in common. */
const nameOf = ({ LicenseArn, CustomerAWSAccountId, CustomerIdentifier, Dimension, Timestamp }: UsageRecord): string =>
  JSON.stringify([LicenseArn ?? "", CustomerAWSAccountId ?? "", CustomerIdentifier ?? "", Dimension, Math.floor((Timestamp?.getTime() ?? 0) / 1_000)]);

const STATUS: Readonly<Record<string, "success" | "duplicate" | "notSubscribed">> = {
  Success: "success",
  DuplicateRecord: "duplicate",
  CustomerNotSubscribed: "notSubscribed",
};

const send = async (client: MarketplaceMeteringClient, records: readonly MeteringRecord[]): Promise<CallAnswer> => {
  const wire = records.map(wireRecord);
  const [first] = records;
  const ProductCode = first === undefined || first.billedTo.form === "license" ? undefined : first.billedTo.productCode;
  const { Results = [], UnprocessedRecords = [] } = await client.send(
    new BatchMeterUsageCommand({ UsageRecords: wire, ...(ProductCode !== undefined && { ProductCode }) }),
  );
  const unprocessed = new Set(UnprocessedRecords.map(nameOf));
  const results = new Map(Results.flatMap((result) => (result.UsageRecord === undefined ? [] : [[nameOf(result.UsageRecord), result] as const])));
  return {
    outcome: "answered",
    records: wire.map((record): RecordAnswer => {
      const result = results.get(nameOf(record));
      const status = STATUS[result?.Status ?? ""];
      if (status === "notSubscribed") return { status };
      if (status !== undefined) return { status, ...(result?.MeteringRecordId !== undefined && { meteringRecordId: result.MeteringRecordId }) };
      return { status: unprocessed.has(nameOf(record)) ? "unprocessed" : "unknown" };
    }),
  };
};

/** The API in each Region. The SDK itself tries nothing again: an answer that was lost has to be known of. */
export const batchMeterUsage = (
  clientOf: (region: string) => MarketplaceMeteringClient = (region) => new MarketplaceMeteringClient({ region, maxAttempts: 1 }),
): BatchMeterUsage => {
  const clients = new Map<string, MarketplaceMeteringClient>();
  return {
    send: async (region, records) => {
      const client = clients.get(region) ?? clientOf(region);
      clients.set(region, client);
      try {
        return await send(client, records);
      } catch (error) {
        if (error instanceof ThrottlingException) return { outcome: "throttled" };
        if (error instanceof InternalServiceErrorException) return { outcome: "unanswered" };
        if (error instanceof DisabledApiException || error instanceof InvalidProductCodeException) {
          throw new Failure("Permanent", `AWS Marketplace Metering takes no usage of this product here: ${error.name}. Check the product code and the Region.`);
        }
        const failure = toFailure("AWS Marketplace Metering", error);
        if (failure.name === "Throttled") return { outcome: "throttled" };
        if (failure.name === "Transient") return { outcome: "unanswered" };
        // The rights, the signature: nothing is wrong with the records.
        if (!(error instanceof MarketplaceMeteringServiceException) || (!error.name.startsWith("Invalid") && error.name !== "TimestampOutOfBoundsException"))
          throw failure;
        return { outcome: "refused", error: error.name };
      }
    },
  };
};
