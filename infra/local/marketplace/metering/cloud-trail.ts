import { randomUUID } from "node:crypto";
import { z } from "zod";
import { Instant } from "../../../../events/kernel/values";
import { AwsError, type Call } from "../../cloud/aws-service";
import type { Documents } from "../../cloud/documents";
import { seconds, SELLER_ACCOUNT } from "../envelopes";
import type { BatchMeterUsageResult } from "./batch-meter-usage";
import { monthOf } from "./billing-time";
import { BatchMeterUsageRequest, UsageRecord } from "./usage-record";
import { walk } from "./walk";

/** CloudTrail leaves out what is longer (`requestParameters`, `responseElements`: 100 KB each). */
const MOST_CHARACTERS = 100_000;

const Result = z.strictObject({ record: UsageRecord, status: z.string(), id: z.string().optional() });

/** One call of BatchMeterUsage as it is kept: each record once, though CloudTrail prints it twice. */
const Entry = z
  .strictObject({
    eventId: z.string(),
    requestId: z.string(),
    at: Instant,
    region: z.string(),
    userAgent: z.string(),
    productCode: z.string().optional(),
    /** What the call asked, where it was refused. */
    asked: z.array(UsageRecord).optional(),
    results: z.array(Result).optional(),
    unprocessed: z.array(UsageRecord).optional(),
    error: z.strictObject({ code: z.string(), message: z.string() }).optional(),
    /** How long was what is left out, in characters. */
    omitted: z.strictObject({ requestParameters: z.int().optional(), responseElements: z.int().optional() }).optional(),
  })
  .readonly();
type Entry = z.infer<typeof Entry>;

const kindOf = (month: string): string => `marketplace-cloudtrail ${month}`;

const DATE = new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeZone: "UTC" });
const TIME = new Intl.DateTimeFormat("en-US", { timeStyle: "medium", timeZone: "UTC" });

/** `Apr 19, 2018 4:32:50 PM`, as CloudTrail prints a record's time: the fraction of a second is lost. */
const printed = (secondsSince1970: number): string => {
  const date = new Date(secondsSince1970 * 1000);
  return `${DATE.format(date)} ${TIME.format(date)}`.replaceAll("\u202f", " ");
};

const usageRecord = ({ Timestamp, Dimension, Quantity, CustomerIdentifier, CustomerAWSAccountId, LicenseArn, UsageAllocations }: UsageRecord) => ({
  dimension: Dimension,
  timestamp: printed(Timestamp),
  ...(CustomerIdentifier !== undefined && { customerIdentifier: CustomerIdentifier }),
  // As AWS's example spells it, with a capital D.
  ...(CustomerAWSAccountId !== undefined && { customerAWSAccountID: CustomerAWSAccountId }),
  ...(LicenseArn !== undefined && { licenseArn: LicenseArn }),
  quantity: Quantity,
  ...(UsageAllocations !== undefined && {
    usageAllocations: UsageAllocations.map(({ AllocatedUsageQuantity, Tags }) => ({
      allocatedUsageQuantity: AllocatedUsageQuantity,
      ...(Tags !== undefined && { tags: Tags.map(({ Key, Value }) => ({ key: Key, value: Value })) }),
    })),
  }),
});

const requestParameters = ({ asked, results = [], unprocessed = [], productCode }: Entry) => ({
  usageRecords: (asked ?? [...results.map(({ record }) => record), ...unprocessed]).map(usageRecord),
  ...(productCode !== undefined && { productCode }),
});

const responseElements = ({ results, unprocessed = [] }: Entry) =>
  results === undefined
    ? null
    : {
        results: results.map(({ record, status, id }) => ({ usageRecord: usageRecord(record), ...(id !== undefined && { meteringRecordId: id }), status })),
        unprocessedRecords: unprocessed.map(usageRecord),
      };

const leftOut = (name: string, originalSize: number) => ({ omitted: true, originalSize, reason: `${name} too large` });

const USER = "stallkeeper-metering";

/** As CloudTrail delivers it (`UG:cloudtrail-logging`, the BatchMeterUsage example). */
const eventOf = (entry: Entry) => ({
  eventVersion: "1.05",
  userIdentity: {
    type: "AssumedRole",
    principalId: `AROAEXAMPLE:${USER}`,
    arn: `arn:aws:sts::${SELLER_ACCOUNT}:assumed-role/${USER}/${USER}`,
    accountId: SELLER_ACCOUNT,
  },
  eventTime: seconds(entry.at),
  eventSource: "metering-marketplace.amazonaws.com",
  eventName: "BatchMeterUsage",
  awsRegion: entry.region,
  sourceIPAddress: "127.0.0.1",
  userAgent: entry.userAgent,
  ...(entry.error !== undefined && { errorCode: entry.error.code, errorMessage: entry.error.message }),
  requestParameters: entry.omitted?.requestParameters === undefined ? requestParameters(entry) : leftOut("requestParameters", entry.omitted.requestParameters),
  responseElements: entry.omitted?.responseElements === undefined ? responseElements(entry) : leftOut("responseElements", entry.omitted.responseElements),
  requestID: entry.requestId,
  eventID: entry.eventId,
  readOnly: false,
  eventType: "AwsApiCall",
  recipientAccountId: SELLER_ACCOUNT,
});

/** Without what CloudTrail leaves out. */
const shortened = (entry: Entry, asked: readonly UsageRecord[]): Entry => {
  const [request, response] = [requestParameters(entry), responseElements(entry)].map((content) => JSON.stringify(content).length);
  const { asked: _, results: _results, unprocessed: _unprocessed, ...head } = entry;
  if (request !== undefined && request > MOST_CHARACTERS)
    return { ...head, omitted: { requestParameters: request, ...(entry.error === undefined && { responseElements: response }) } };
  if (response !== undefined && response > MOST_CHARACTERS) return { ...head, asked: [...asked], omitted: { responseElements: response } };
  return entry;
};

const resultsOf = ({ Results, UnprocessedRecords }: BatchMeterUsageResult): Pick<Entry, "results" | "unprocessed"> => ({
  results: Results.map(({ UsageRecord: record, Status: status, MeteringRecordId: id }) => ({ record, status, ...(id !== undefined && { id }) })),
  unprocessed: [...UnprocessedRecords],
});

/** Records each call of BatchMeterUsage, taken or refused, in its month. */
export const cloudTrail = (documents: Pick<Documents, "put" | "page">, now: () => Instant) => {
  let last = 0;

  const note = async (input: unknown, { region, userAgent }: Call, outcome: Pick<Entry, "results" | "unprocessed" | "error">): Promise<void> => {
    const at = now();
    const eventId = randomUUID();
    const asked = BatchMeterUsageRequest.safeParse(input).data;
    const productCode = asked?.ProductCode;
    last += 1;
    const entry: Entry = {
      ...{ eventId, requestId: randomUUID(), at, region, userAgent },
      ...(productCode !== undefined && { productCode }),
      ...(outcome.error !== undefined && asked !== undefined && { asked: asked.UsageRecords }),
      ...outcome,
    };
    await documents.put(kindOf(monthOf(at)), `${at} ${String(last).padStart(9, "0")} ${eventId}`, shortened(entry, asked?.UsageRecords ?? []));
  };

  return {
    /** Does a call, and notes what came of it before it is answered. An outage of ours is none of AWS's answers, and not noted. */
    through: async (input: unknown, call: Call, perform: () => Promise<BatchMeterUsageResult>): Promise<BatchMeterUsageResult> => {
      try {
        const result = await perform();
        await note(input, call, resultsOf(result));
        return result;
      } catch (error) {
        if (error instanceof AwsError) await note(input, call, { error: { code: error.type, message: error.message } });
        throw error;
      }
    },
    /** The calls of a month as CloudTrail delivers them, oldest first; never all at once. */
    ofMonth: async function* (month: string): AsyncGenerator {
      for await (const document of walk(documents, kindOf(month))) yield eventOf(Entry.parse(document));
    },
  };
};
