import { z } from "zod";
import { MeteringFault } from "./metering/faults";

/** As the console shows it; AWS's own pattern is looser. */
const Account = z.string().regex(/^\d{12}$/, "must be an AWS account: 12 digits");

/** What a buyer takes of each dimension, by its API name. */
const Quantities = z.record(z.string(), z.number().min(0).max(2_147_483_647));
/** Up to five years; a thousandth of a month is some 45 minutes, for those who want to see a contract end. */
const Months = z.number().min(0.001).max(60);
const Times = z.int().min(1).max(10_000).default(1);

/** POST /simulator/purchases */
export const OrderRequest = z.strictObject({
  product: z.string().min(1),
  accountId: Account.optional(),
  quantities: Quantities.optional(),
  months: Months.optional(),
  freeTrial: z.boolean().optional(),
  resellerAccountId: Account.optional(),
  /** AWS allows three years ahead; a thousandth of a day is some one and a half minutes. */
  startsInDays: z.number().min(0.001).max(1096).optional(),
  autoRenewal: z.boolean().optional(),
  paymentFails: z.boolean().optional(),
});

/** A call without members; those that come are ignored, as they always were. */
export const NothingAsked = z.unknown();

/** POST /simulator/purchases/{agreementId}/entitlements */
export const ChangeRequest = z.strictObject({ quantities: Quantities.optional(), months: Months.optional() });

/** POST /simulator/purchases/{agreementId}/amend */
export const AmendRequest = ChangeRequest.extend({ autoRenewal: z.boolean().optional() });

/** POST /simulator/purchases/{agreementId}/renew, /replace */
export const SuccessionRequest = ChangeRequest.extend({ license: z.enum(["same", "new"]).default("same"), backPointer: z.boolean().default(true) });

/** POST /simulator/purchases/{agreementId}/expire */
export const ExpireRequest = z.strictObject({ silent: z.boolean().default(false) });

/** POST /simulator/purchases/{agreementId}/advisory */
export const AdvisoryRequest = z.strictObject({ resolve: z.boolean().default(false) });

/** When AWS tells that an agreement ends (`UG:notifications-eventbridge`). */
const DaysBeforeEnd = z.union([z.literal(180), z.literal(120), z.literal(90), z.literal(60), z.literal(30)], "must be 180, 120, 90, 60 or 30");
export type DaysBeforeEnd = z.infer<typeof DaysBeforeEnd>;

/** POST /simulator/purchases/{agreementId}/ending */
export const EndingRequest = z.strictObject({ days: DaysBeforeEnd });

const CancellationStatus = z.enum(["PENDING_APPROVAL", "APPROVED", "REJECTED", "CANCELLED", "VALIDATION_FAILED"]);
export type CancellationStatus = z.infer<typeof CancellationStatus>;
const BillingStatus = z.enum(["COMPLETED", "FAILED"]);
export type BillingStatus = z.infer<typeof BillingStatus>;
const SpendStatus = z.enum(["REACHED", "VET_SUCCEEDED", "VET_FAILED"]);
export type SpendStatus = z.infer<typeof SpendStatus>;

/** POST /simulator/purchases/{agreementId}/cancellation-request */
export const CancellationRequest = z.strictObject({ status: CancellationStatus.default("PENDING_APPROVAL") });

/** POST /simulator/purchases/{agreementId}/billing-adjustment */
export const BillingRequest = z.strictObject({ status: BillingStatus.default("COMPLETED") });

/** POST /simulator/purchases/{agreementId}/spend-threshold */
export const SpendRequest = z.strictObject({ status: SpendStatus.default("REACHED") });

/** POST /simulator/notices/release, /duplicate, /drop */
export const NoticesRequest = z.strictObject({ ids: z.array(z.string()).min(1).optional() });

/** POST /simulator/notices/send: SQS takes at most 256 KB. */
export const SendRequest = z.strictObject({ body: z.string().min(1).max(262_144), channel: z.enum(["eventBridge", "sns"]).default("eventBridge") });

const DURATION = /^P(?=\d|T\d)(?:(\d{1,5})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?$/;

/** POST /simulator/clock: an ISO 8601 duration of days, hours, minutes and seconds, as milliseconds. */
export const ClockRequest = z.strictObject({
  advance: z
    .string()
    .regex(DURATION, "must be an ISO 8601 duration such as PT1H or P2DT30M")
    .transform((text) => {
      const [, days = "0", hours = "0", minutes = "0", seconds = "0"] = DURATION.exec(text) ?? [];
      return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
    }),
});

/** POST /simulator/faults: the cloud's faults, for any service, or the Marketplace's own. */
export const FaultRequest = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.enum(["throttle", "outage", "lostReply", "partial", "reject"]),
    service: z.string().min(1),
    operation: z.string().min(1),
    times: Times,
  }),
  z.strictObject({ kind: z.enum(["resolveWithoutLicense", "emptyPage"]), times: Times }),
  z.strictObject({ kind: z.literal("agreementApiDenied") }),
  ...MeteringFault.options,
  z.strictObject({ kind: z.literal("readLag"), seconds: z.number().min(1).max(86_400), times: Times }),
]);
export type FaultRequest = z.infer<typeof FaultRequest>;

/** POST /simulator/settings: the points AWS's texts leave open. */
export const SettingsRequest = z.strictObject({
  tokenHours: z.number().min(0.01).max(24).optional(),
  eventArn: z.enum(["documented", "contract"]).optional(),
  agreementEvents: z.boolean().optional(),
  snsDelivery: z.enum(["enveloped", "raw"]).optional(),
  sloppyJson: z.boolean().optional(),
  meteringCallsPerSecond: z.int().min(1).max(10_000).optional(),
  identicalResend: z.enum(["success", "duplicate"]).optional(),
  activationHour: z.enum(["fromActivation", "whole"]).optional(),
});
