import { z } from "zod";
import { Instant } from "../../../../events/kernel/values";

/** The year 9999 in seconds since 1970: instants compare as text up to here. */
const LAST_SECOND = 253_402_300_799;

/** AWS's integers have 32 bits (`BC`, meteringmarketplace). */
export const Quantity = z.int().min(0).max(2_147_483_647);

/** Patterns and lengths of tags are checked apart: AWS has an error of its own for them. */
const Tag = z.object({ Key: z.string(), Value: z.string() });
export const UsageAllocation = z.object({ AllocatedUsageQuantity: Quantity, Tags: z.array(Tag).min(1).optional() });
export type UsageAllocation = z.infer<typeof UsageAllocation>;

/** One record of a call, as it comes over the wire: AWS JSON 1.1 carries times as seconds since 1970. */
export const UsageRecord = z.object({
  Timestamp: z.number().min(0).max(LAST_SECOND),
  Dimension: z.string().min(1).max(255),
  Quantity: Quantity.default(0),
  CustomerIdentifier: z.string().max(255).optional(),
  CustomerAWSAccountId: z
    .string()
    .regex(/^[0-9]{1,255}$/)
    .optional(),
  LicenseArn: z.string().min(1).max(2048).optional(),
  UsageAllocations: z.array(UsageAllocation).min(1).max(2500).optional(),
});
export type UsageRecord = z.infer<typeof UsageRecord>;

/** At most 25 records; `ProductCode` only in the forms that name no license. */
export const BatchMeterUsageRequest = z.object({
  UsageRecords: z.array(UsageRecord).max(25),
  ProductCode: z
    .string()
    .regex(/^[-a-zA-Z0-9/=:_.@]{1,255}$/)
    .optional(),
});
export type BatchMeterUsageRequest = z.infer<typeof BatchMeterUsageRequest>;

/** What AWS holds: the first that it was told of an hour, and all that it will bill for it. */
export const MeteringRecord = z
  .strictObject({
    meteringRecordId: z.string(),
    productCode: z.string(),
    /** The agreement that pays: the one in force at the record's time. */
    agreementId: z.string(),
    accountId: z.string(),
    /** In the form that names a license. */
    licenseArn: z.string().optional(),
    dimension: z.string(),
    quantity: Quantity,
    timestamp: Instant,
    /** The first moment of the UTC hour that it counts for. */
    hour: Instant,
    region: z.string(),
    receivedAt: Instant,
    /** A hash of the allocations as they came, where there are any; they are kept apart. */
    allocations: z.string().optional(),
  })
  .readonly();
export type MeteringRecord = z.infer<typeof MeteringRecord>;
