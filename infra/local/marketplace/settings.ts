import { z } from "zod";
import { MeteringFault } from "./metering/faults";

/** Points that AWS's texts leave open, and faults of the simulator's own. Each `times` counts down to 0. */
export const Settings = z
  .strictObject({
    /** AWS documents 4 hours in one place and one hour in another (`UG:saas-product-customer-setup`). */
    tokenHours: z.number().min(0.01).max(24),
    /** How the license's ARN is spelt in events: as AWS's example prints it, without `arn:`, or as the API's pattern has it. */
    eventArn: z.enum(["documented", "contract"]),
    /** Whether agreement events are sent beside license events. */
    agreementEvents: z.boolean(),
    /** How a queue gets the messages of SNS: in SNS's envelope, or by themselves. */
    snsDelivery: z.enum(["enveloped", "raw"]),
    /** Whether those messages are as loose as AWS's guide prints them: blanks in the values, a comma at the end. */
    sloppyJson: z.boolean(),
    /** Whether notices wait until they are released. */
    holdNotices: z.boolean(),
    /** Seconds after a purchase or a change until GetEntitlements shows it, for the next `readLagTimes` of them. */
    readLagSeconds: z.number().min(0).max(86_400),
    readLagTimes: z.int().min(0),
    /** The next so many ResolveCustomer answers name no license. */
    resolveWithoutLicense: z.int().min(0),
    /** The seller's role lacks the Agreement API. */
    agreementApiDenied: z.boolean(),
    /** The next so many GetEntitlements answers are an empty page with a NextToken. */
    emptyPage: z.int().min(0),
    /** BatchMeterUsage in any one second, of each Region (`DG:metering-service-quotas`). */
    meteringCallsPerSecond: z.int().min(1).max(10_000),
    /** The answer to a record that is sent again to the letter: idempotent success (`SDK-MTR`), or `DuplicateRecord` (`SKILL`). */
    identicalResend: z.enum(["success", "duplicate"]),
    /** Whether the hour in which a license was activated may be metered from its beginning, or only from the activation. AWS does not say. */
    activationHour: z.enum(["fromActivation", "whole"]),
    meteringFaults: z.array(MeteringFault).readonly(),
  })
  .readonly();
export type Settings = z.infer<typeof Settings>;

export const INITIAL_SETTINGS: Settings = {
  tokenHours: 4,
  eventArn: "documented",
  agreementEvents: true,
  snsDelivery: "enveloped",
  sloppyJson: false,
  holdNotices: false,
  readLagSeconds: 0,
  readLagTimes: 0,
  resolveWithoutLicense: 0,
  emptyPage: 0,
  agreementApiDenied: false,
  meteringCallsPerSecond: 10,
  identicalResend: "success",
  activationHour: "fromActivation",
  meteringFaults: [],
};
