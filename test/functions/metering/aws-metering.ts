import { toInstant } from "../../../events/kernel/values";
import type { BatchMeterUsage, CallAnswer, MeteringRecord, RecordAnswer } from "../../../functions/kernel/aws/batch-meter-usage";
import type { Chance } from "./chance";
import type { SimulatedAws } from "./simulated-aws";

const HOUR = 3_600_000;

/** What AWS holds: the first record of each key, with every quantity it was ever told under it. */
export interface Held {
  readonly record: MeteringRecord;
  readonly told: Set<number>;
}

const whoOf = ({ billedTo }: MeteringRecord): string =>
  billedTo.form === "license" ? billedTo.licenseArn : billedTo.form === "account" ? billedTo.awsAccountId : billedTo.customerIdentifier;

export const keyOf = (record: MeteringRecord): string => `${whoOf(record)}#${record.dimension}#${record.timestamp.slice(0, 13)}`;

/** What becomes of a call: AWS takes nothing, or all of it and its answer is lost, or it leaves every record for later. */
export type Fate = "throttled" | "notTaken" | "lost" | "unprocessed";

const monthCut = (timestamp: string): number => Date.UTC(Number(timestamp.slice(0, 4)), Number(timestamp.slice(5, 7)), 1, 6);

/** What an answer comes to; the ids of records are AWS's own affair. */
const saying = (answer: CallAnswer): unknown => (answer.outcome === "answered" ? { ...answer, records: answer.records.map(({ status }) => status) } : answer);

/**
 * AWS's rules of BatchMeterUsage, written from its documentation and from nothing of ours (SDK client-marketplace-metering;
 * `UG:metering-for-usage`): the first record of a license, dimension and hour counts, none is added to another, and one that is
 * out of time refuses its whole batch.
 */
export const awsMetering = ({
  chance,
  now,
  trouble,
  resend,
  beside,
}: {
  readonly chance: Chance;
  readonly now: () => number;
  readonly trouble: () => number;
  /** Of the two readings of an identical resend, one for the whole run. */
  readonly resend: "success" | "duplicate";
  /** Is told what this AWS hears, and has to say the same. */
  readonly beside?: Pick<SimulatedAws, "send"> | undefined;
}) => {
  const held = new Map<string, Held>();
  const known = new Set<string>();
  const ends = new Map<string, number>();
  /** Customers whose records AWS refuses, with the whole call. */
  const refused = new Set<string>();
  /** What becomes of the next calls, before anything is left to chance. */
  const fates: Fate[] = [];
  let isDown = false;
  let outage: { readonly from: string; readonly until: string; begun: boolean } | undefined;
  let calls = 0;

  const judge = (record: MeteringRecord): RecordAnswer => {
    const key = keyOf(record);
    const who = key.split("#")[0]!;
    const end = ends.get(who);
    if (!known.has(who) || (end !== undefined && now() >= end + HOUR)) return { status: "notSubscribed" };
    const standing = held.get(key);
    if (standing === undefined) {
      held.set(key, { record, told: new Set([record.quantity]) });
      return { status: "success", meteringRecordId: `mr-${held.size}` };
    }
    standing.told.add(record.quantity);
    const isSame = standing.record.quantity === record.quantity && standing.record.timestamp === record.timestamp;
    return isSame && resend === "success" ? { status: "success" } : { status: "duplicate" };
  };

  /** Why AWS refuses a call as a whole. */
  const refusalOf = (records: readonly MeteringRecord[]): string | undefined => {
    if (records.some((record) => refused.has(whoOf(record)))) return "InvalidCustomerIdentifierException";
    const late = records.some(({ timestamp }) => Date.parse(timestamp) + 24 * HOUR <= now() || monthCut(timestamp) <= now() || Date.parse(timestamp) > now());
    if (late) return "TimestampOutOfBoundsException";
    return records.some(({ dimension }) => dimension === "unlisted") ? "InvalidUsageDimensionException" : undefined;
  };

  const hear = async (region: string, records: readonly MeteringRecord[]): Promise<CallAnswer> => {
    const error = refusalOf(records);
    const answer: CallAnswer = error === undefined ? { outcome: "answered", records: records.map(judge) } : { outcome: "refused", error };
    if (beside === undefined) return answer;
    const other = await beside.send(region, records, toInstant(new Date(now())));
    expect(saying(other)).toEqual(saying(answer));
    return other;
  };

  /** An outage begins with an answer that is lost. */
  const fateInOutage = (): Fate | undefined => {
    const at = toInstant(new Date(now()));
    if (outage === undefined || at < outage.from || at >= outage.until) return undefined;
    const fate = outage.begun ? "notTaken" : "lost";
    outage.begun = true;
    return fate;
  };

  const send = async (region: string, records: readonly MeteringRecord[]): Promise<CallAnswer> => {
    calls += 1;
    if (records.length > 25) throw new Error("AWS takes 25 records in a call");
    if (new Set(records.map(keyOf)).size < records.length) throw new Error("Two records of one key in a call: AWS does not say what it does");
    const fate = fates.shift() ?? fateInOutage();
    if (fate === "throttled" || chance.happens(trouble())) return { outcome: "throttled" };
    if ((isDown && fate !== "lost") || fate === "notTaken" || chance.happens(trouble())) return { outcome: "unanswered" };
    // Of some records it says nothing, others it leaves for later.
    const spokenOf = chance.happens(trouble()) ? records.slice(0, chance.below(records.length + 1)) : records;
    const left = new Set(spokenOf.filter(() => fate === "unprocessed" || chance.happens(trouble())));
    const isLost = fate === "lost" || chance.happens(trouble());
    const answer = await hear(region, refusalOf(records) === undefined ? spokenOf.filter((record) => !left.has(record)) : records);
    if (isLost && answer.outcome === "answered") return { outcome: "unanswered" };
    if (answer.outcome !== "answered") return answer;
    const answers = answer.records.values();
    return { outcome: "answered", records: spokenOf.map((record) => (left.has(record) ? { status: "unprocessed" } : answers.next().value!)) };
  };

  const port: BatchMeterUsage = {
    send: async (region, records) => {
      await Promise.resolve();
      return send(region, records);
    },
  };
  return {
    port,
    held,
    calls: () => calls,
    fate: (...next: readonly Fate[]): void => void fates.push(...next),
    down: (down: boolean): void => {
      isDown = down;
    },
    away: (from: string, until: string): void => {
      outage = { from, until, begun: false };
    },
    refuses: (who: string): void => void refused.add(who),
    /** Somebody else told AWS of an hour. */
    holds: (record: MeteringRecord): void => void held.set(keyOf(record), { record, told: new Set([record.quantity]) }),
    /** AWS learns of a customer, and of their end. */
    knows: (who: string) => known.add(who),
    forgets: (who: string) => known.delete(who),
    ended: (who: string, at: number) => ends.set(who, at),
  };
};
