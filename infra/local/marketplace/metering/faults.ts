import { z } from "zod";
import { REFUSALS, type RefusalName } from "./refusals";
import type { UsageRecord } from "./usage-record";

const isRefusal = (name: string): name is RefusalName => Object.hasOwn(REFUSALS, name);
const names = Object.keys(REFUSALS).filter(isRefusal);

const Times = z.int().min(1).max(10_000).default(1);

/** Which records a fault is about: all that are given must fit; none given fits every record. */
const Fitting = {
  licenseArn: z.string().min(1).optional(),
  accountId: z.string().min(1).optional(),
  dimension: z.string().min(1).optional(),
};

/** AWS leaves records of a call unprocessed: the last so many, or that share of them; all if neither is given. */
const Unprocessed = z.strictObject({
  kind: z.literal("unprocessed"),
  records: z.int().min(1).max(25).optional(),
  share: z.number().min(0.01).max(1).optional(),
  times: Times,
});

/** AWS does not know yet that a buyer is subscribed, as before `License Updated`. */
const NotSubscribed = z.strictObject({ kind: z.literal("notSubscribed"), ...Fitting, times: Times });

/** One record has a call refused whole, and nothing tells which. */
const BadRecord = z.strictObject({ kind: z.literal("badRecord"), error: z.enum(names), ...Fitting, times: Times });

export const MeteringFault = z.discriminatedUnion("kind", [Unprocessed, NotSubscribed, BadRecord]);
export type MeteringFault = z.infer<typeof MeteringFault>;

/** Whether a fault is one of metering. */
export const isMeteringFault = (fault: { readonly kind: string }): fault is MeteringFault =>
  MeteringFault.options.some(({ shape }) => shape.kind.value === fault.kind);

type Meets = (record: UsageRecord, place: number) => boolean;

/** What a fault does to a call, record by record. */
export type Effect = { readonly kind: "unprocessed" | "notSubscribed"; readonly meets: Meets } | { readonly kind: "badRecord"; readonly error: RefusalName };

const fitting =
  ({ licenseArn, accountId, dimension }: Exclude<MeteringFault, { readonly kind: "unprocessed" }>) =>
  (record: UsageRecord): boolean =>
    (licenseArn ?? record.LicenseArn) === record.LicenseArn &&
    (accountId ?? record.CustomerAWSAccountId) === record.CustomerAWSAccountId &&
    (dimension ?? record.Dimension) === record.Dimension;

/** What a fault does to these records; undefined if it is not about any of them. */
export const effectOn = (records: readonly UsageRecord[], fault: MeteringFault): Effect | undefined => {
  if (fault.kind === "unprocessed") {
    const { records: count = Infinity, share } = fault;
    const left = share === undefined ? count : Math.ceil(share * records.length);
    return { kind: "unprocessed", meets: (_, place) => place >= records.length - left };
  }
  const meets = fitting(fault);
  if (!records.some(meets)) return undefined;
  return fault.kind === "badRecord" ? { kind: "badRecord", error: fault.error } : { kind: "notSubscribed", meets };
};
