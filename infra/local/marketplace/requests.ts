import { z } from "zod";
import { AwsAccountId } from "../../../events/kernel/values";

const Quantities = z.record(z.string(), z.number().min(0));

/** POST /simulator/purchases */
export const OrderRequest = z.strictObject({
  product: z.string().min(1),
  accountId: AwsAccountId.optional(),
  quantities: Quantities.optional(),
  months: z.number().min(0.001).max(60).optional(),
  freeTrial: z.boolean().optional(),
});

/** POST /simulator/purchases/{agreementId}/entitlements */
export const ChangeRequest = z.strictObject({ quantities: Quantities.optional(), months: z.number().min(0.001).max(60).optional() });

/** POST /simulator/notices/release, /duplicate */
export const NoticesRequest = z.strictObject({ ids: z.array(z.string()).min(1).optional() });

const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

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
    kind: z.enum(["throttle", "outage", "lostReply", "partial"]),
    service: z.string().min(1),
    operation: z.string().min(1),
    times: z.int().min(1).max(10_000).default(1),
  }),
  z.strictObject({ kind: z.enum(["resolveWithoutLicense", "emptyPage"]), times: z.int().min(1).max(10_000).default(1) }),
  z.strictObject({ kind: z.literal("readLag"), seconds: z.number().min(0).max(86_400) }),
]);
export type FaultRequest = z.infer<typeof FaultRequest>;

/** POST /simulator/settings: the points AWS's texts leave open. */
export const SettingsRequest = z.strictObject({
  tokenHours: z.number().min(0.01).max(24).optional(),
  eventArn: z.enum(["documented", "contract"]).optional(),
  agreementEvents: z.boolean().optional(),
});
