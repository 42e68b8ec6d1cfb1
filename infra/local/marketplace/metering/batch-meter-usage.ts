import { randomUUID } from "node:crypto";
import { AwsError, type Call } from "../../cloud/aws-service";
import { oneAtATime } from "../one-at-a-time";
import type { MarketplaceHost } from "../ports";
import type { Settings } from "../settings";
import type { Shelf } from "../shelf";
import { allocationsHash } from "./allocations";
import { hourOf } from "./billing-time";
import { judge, timeOf, type Judgement } from "./judgement";
import type { Accepted } from "./ledger";
import { callQuota } from "./quota";
import { refused } from "./refusals";
import { metersIn } from "./regions";
import { subscribers } from "./subscriber";
import { takeMeteringFault } from "./take-metering-fault";
import { BatchMeterUsageRequest, type MeteringRecord, type UsageRecord } from "./usage-record";

/** A request must be less than 1 MB; of the two readings the smaller, so that what passes here passes at AWS. */
const MOST_BYTES = 1_000_000;

interface Result {
  readonly UsageRecord: UsageRecord;
  readonly MeteringRecordId?: string;
  readonly Status: "Success" | "CustomerNotSubscribed" | "DuplicateRecord";
}

/** What AWS answers to a call that it takes. */
export interface BatchMeterUsageResult {
  readonly Results: readonly Result[];
  readonly UnprocessedRecords: readonly UsageRecord[];
}

const checked = (input: unknown): BatchMeterUsageRequest => {
  const parsed = BatchMeterUsageRequest.safeParse(input);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const faults = issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
  const unreadable = issues.some(({ code }) => code === "invalid_type");
  throw new AwsError(unreadable ? "SerializationException" : "ValidationException", `${issues.length} validation error detected: ${faults}`, 400);
};

/** Whether a record says to the letter what AWS holds already. */
const isSame = (held: MeteringRecord, sent: MeteringRecord): boolean =>
  held.quantity === sent.quantity && held.timestamp === sent.timestamp && held.allocations === sent.allocations;

/** BatchMeterUsage (API 2016-01-14): AWS's rules in their order, and the first write of a key counts. */
export const batchMeterUsage = (
  { now, catalogue }: Pick<MarketplaceHost, "now" | "catalogue">,
  { purchases, settings, metering }: Pick<Shelf, "purchases" | "settings" | "metering">,
) => {
  const inTurn = oneAtATime();
  const quota = callQuota(() => Date.parse(now()));
  const judgeCall = judge(subscribers({ purchases }), catalogue);

  const recordOf = (
    record: UsageRecord,
    place: number,
    { judgement, region }: { readonly judgement: Judgement; readonly region: string },
  ): Accepted | undefined => {
    const subscriber = judgement.subscribers[place];
    if (subscriber?.subscribed !== true) return undefined;
    const { agreementId, productCode, accountId, licenseArn } = subscriber.purchase;
    const timestamp = timeOf(record);
    const allocations = record.UsageAllocations;
    return {
      record: {
        meteringRecordId: randomUUID(),
        productCode,
        agreementId,
        accountId,
        ...(judgement.byLicense && licenseArn !== undefined && { licenseArn }),
        dimension: record.Dimension,
        quantity: record.Quantity,
        timestamp,
        hour: hourOf(timestamp),
        region,
        receivedAt: now(),
        ...(allocations !== undefined && { allocations: allocationsHash(allocations) }),
      },
      allocations,
    };
  };

  /** Stores what is new, and says of each record what became of it. */
  const enter = async (
    records: readonly UsageRecord[],
    accepted: readonly (Accepted | undefined)[],
    { productCode = "", settings: { identicalResend } }: { readonly productCode: string | undefined; readonly settings: Settings },
  ): Promise<readonly Result[]> => {
    const keys = accepted.flatMap((one) => one?.record ?? []);
    const held = new Map(await metering.find(productCode, keys));
    const fresh: Accepted[] = [];
    const results = records.map((UsageRecord, place): Result => {
      const one = accepted[place];
      if (one === undefined) return { UsageRecord, Status: "CustomerNotSubscribed" };
      const key = metering.keyText(one.record);
      const before = held.get(key);
      if (before === undefined) {
        held.set(key, one.record);
        fresh.push(one);
        return { UsageRecord, MeteringRecordId: one.record.meteringRecordId, Status: "Success" };
      }
      if (identicalResend === "success" && isSame(before, one.record)) return { UsageRecord, MeteringRecordId: before.meteringRecordId, Status: "Success" };
      return { UsageRecord, Status: "DuplicateRecord" };
    });
    await metering.add(fresh);
    return results;
  };

  const perform = async (request: BatchMeterUsageRequest, region: string, inForce: Settings): Promise<BatchMeterUsageResult> => {
    const effect = await takeMeteringFault(settings, request.UsageRecords);
    if (effect?.kind === "badRecord") throw refused(effect.error);
    const judgement = await judgeCall(request, { now: now(), settings: inForce });
    const meets = effect?.meets ?? (() => false);
    const all = request.UsageRecords.map((record, place) => ({ record, place, met: meets(record, place) }));
    const processed = effect?.kind === "unprocessed" ? all.filter(({ met }) => !met) : all;
    const accepted = processed.map(({ record, place, met }) => (met ? undefined : recordOf(record, place, { judgement, region })));
    const records = processed.map(({ record }) => record);
    return {
      Results: await enter(records, accepted, { productCode: judgement.productCode, settings: inForce }),
      UnprocessedRecords: effect?.kind === "unprocessed" ? all.flatMap(({ record, met }) => (met ? record : [])) : [],
    };
  };

  return async (input: unknown, { region, bytes }: Call): Promise<BatchMeterUsageResult> => {
    if (!metersIn(region)) throw refused("DisabledApiException");
    const inForce = await settings.get();
    if (!quota.take(region, inForce.meteringCallsPerSecond)) throw refused("ThrottlingException");
    if (bytes >= MOST_BYTES) throw new AwsError("RequestEntityTooLargeException", "The request must be less than 1 MB.", 413);
    const request = checked(input);
    return inTurn(() => perform(request, region, inForce));
  };
};
