import { z } from "zod";

/** A record of the table's stream. The row is read anew, so that its keys are all that counts. */
export const RowRecord = z
  .object({
    eventName: z.enum(["INSERT", "MODIFY", "REMOVE"]),
    dynamodb: z.object({
      SequenceNumber: z.string(),
      Keys: z.object({ customerIdentifier: z.object({ S: z.string() }), create_timestamp: z.object({ N: z.string() }) }),
    }),
  })
  .readonly();
export type RowRecord = z.infer<typeof RowRecord>;

/** Takes in the rows that applications write as AWS's guide shows them. */
export const UsageRows = {
  name: "usage-rows",
  /** Records of the stream, or the word of a schedule that it is time to look at what waits. */
  input: z.union([z.object({ Records: z.array(RowRecord).readonly() }), z.object({ source: z.literal("aws.events") })]),
  environment: ["EVENT_TABLE", "USAGE_TABLE", "USAGE_ROW_TABLE", "PRODUCTS_FILE"],
} as const;
