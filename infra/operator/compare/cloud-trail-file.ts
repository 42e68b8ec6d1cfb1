import { JSONParser } from "@streamparser/json";
import { z } from "zod";
import { hourAt, type Hour } from "../../../events/kernel/hour";
import type { Instant } from "../../../events/kernel/values";
import { badFile, partsOf } from "./input-files";
import { whoIs } from "./who-is-billed";

/** A record in CloudTrail's spelling: `customerAWSAccountID` in AWS's example (`UG:cloudtrail-logging`), in the SDK's manner elsewhere. */
const UsageRecord = z.object({
  dimension: z.string(),
  timestamp: z.union([z.string(), z.number()]),
  quantity: z.number().optional(),
  licenseArn: z.string().optional(),
  customerIdentifier: z.string().optional(),
  customerAWSAccountID: z.string().optional(),
  customerAWSAccountId: z.string().optional(),
});
type UsageRecord = z.infer<typeof UsageRecord>;

/** What was too long for CloudTrail (100 KB) is left out, and says so. */
const Omitted = z.object({ omitted: z.literal(true) }).transform(() => "omitted" as const);

/** One call of BatchMeterUsage, as far as it tells what AWS took. */
const Call = z.object({
  eventTime: z.string(),
  errorCode: z.string().optional(),
  requestParameters: z.union([Omitted, z.object({ usageRecords: z.array(UsageRecord).default([]), productCode: z.string().optional() })]).nullish(),
  responseElements: z
    .union([
      Omitted,
      z.object({ results: z.array(z.object({ usageRecord: UsageRecord, meteringRecordId: z.string().optional(), status: z.string() })).default([]) }),
    ])
    .nullish(),
});
type Call = z.infer<typeof Call>;

const AnyEvent = z.looseObject({ eventSource: z.string(), eventName: z.string() });

/** What CloudTrail shows of one record. */
export interface ShownRecord {
  readonly who: string;
  readonly dimension: string;
  readonly hour: Hour;
  /** When AWS was called. */
  readonly at: Instant;
  /** What AWS took; undefined where the answer was too long for CloudTrail, which shows only what was asked. */
  readonly taken: { readonly quantity: number; readonly meteringRecordId: string | undefined } | undefined;
}

/** One call: its records, and whether CloudTrail left out what it asked. */
export interface ShownCall {
  readonly at: Instant;
  readonly records: readonly ShownRecord[];
  readonly leftOut: boolean;
}

/** `Apr 19, 2018 4:32:50 PM`, which is UTC; the SDK's seconds and ISO 8601 are read, too. */
const hourOf = (timestamp: string | number): Hour | undefined => {
  const zoned = typeof timestamp === "number" ? timestamp * 1000 : /Z$|[+-]\d{2}:?\d{2}$/.test(timestamp) ? timestamp : `${timestamp} UTC`;
  const date = new Date(zoned);
  return Number.isNaN(date.getTime()) ? undefined : hourAt(date.toISOString());
};

const isShown = <Value extends object>(value: Value | "omitted" | null | undefined): value is Value => typeof value === "object" && value !== null;

const instantOf = (text: string): Instant | undefined => {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
};

/** What AWS has taken of a call: nothing of one that was refused whole. */
const readCall = (file: string, { eventTime, errorCode, requestParameters, responseElements }: Call): ShownCall => {
  const at = instantOf(eventTime);
  if (at === undefined) throw badFile(file, `holds a call at '${eventTime}', which is no time.`);
  if (errorCode !== undefined) return { at, records: [], leftOut: false };
  const productCode = isShown(requestParameters) ? requestParameters.productCode : undefined;
  const shown = (record: UsageRecord, taken: ShownRecord["taken"]): ShownRecord => {
    const hour = hourOf(record.timestamp);
    if (hour === undefined) throw badFile(file, `holds a record of '${String(record.timestamp)}', which is no time as CloudTrail writes it.`);
    const account = record.customerAWSAccountID ?? record.customerAWSAccountId;
    return { who: whoIs({ ...record, productCode, account }), dimension: record.dimension, hour, at, taken };
  };
  if (isShown(responseElements)) {
    const taken = responseElements.results.filter(({ status }) => status === "Success");
    const records = taken.map(({ usageRecord, meteringRecordId }) => shown(usageRecord, { quantity: usageRecord.quantity ?? 0, meteringRecordId }));
    return { at, records, leftOut: false };
  }
  if (isShown(requestParameters)) return { at, records: requestParameters.usageRecords.map((record) => shown(record, undefined)), leftOut: false };
  return { at, records: [], leftOut: true };
};

const readEvent = (file: string, event: unknown): ShownCall | undefined => {
  const named = AnyEvent.safeParse(event).data;
  if (named === undefined) throw badFile(file, "is no CloudTrail file: an entry of its 'Records' has no eventSource and eventName.");
  if (named.eventSource !== "metering-marketplace.amazonaws.com" || named.eventName !== "BatchMeterUsage") return undefined;
  const call = Call.safeParse(event);
  if (call.success) return readCall(file, call.data);
  const [issue] = call.error.issues;
  throw badFile(
    file,
    `holds a call of BatchMeterUsage that is not as CloudTrail writes it, at ${issue?.path.join(".") ?? "its root"}: ${issue?.message ?? ""}.`,
  );
};

/** CloudTrail's files begin with it. */
const RECORDS = '"Records"';

/** The calls of BatchMeterUsage in a file of CloudTrail, packed or not; what else is in it is passed over. Never the whole file at once. @throws Problem */
export async function* cloudTrailCalls(file: string): AsyncGenerator<ShownCall> {
  const parser = new JSONParser({ paths: ["$.Records.*"], keepStack: false });
  const state: { found: unknown[]; ended: boolean; wrong?: string; begin?: string } = { found: [], ended: false };
  parser.onValue = ({ value }) => {
    state.found.push(value);
  };
  parser.onEnd = () => {
    state.ended = true;
  };
  parser.onError = ({ message }) => {
    state.wrong ??= message;
  };
  for await (const part of partsOf(file)) {
    state.begin ??= new TextDecoder().decode(part);
    parser.write(part);
    if (state.wrong !== undefined) throw badFile(file, `is no JSON: ${state.wrong}.`);
    const events = state.found;
    state.found = [];
    for (const event of events) {
      const call = readEvent(file, event);
      if (call !== undefined) yield call;
    }
  }
  if (state.begin === undefined) throw badFile(file, "is empty.");
  if (!state.ended) throw badFile(file, "is no whole JSON document: it ends too early.");
  if (!state.begin.includes(RECORDS)) throw badFile(file, `is no CloudTrail file: it does not begin with ${RECORDS}.`);
}
