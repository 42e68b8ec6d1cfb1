import { z } from "zod";

/** A record of the log's stream. It orders records per item only, so it is a wake-up for the item's stream and no more. */
const LogRecord = z
  .object({
    eventSource: z.literal("aws:dynamodb"),
    eventName: z.enum(["INSERT", "MODIFY", "REMOVE"]),
    dynamodb: z.object({ Keys: z.object({ pk: z.object({ S: z.string() }), sk: z.object({ N: z.string() }) }) }),
  })
  .readonly();

/** A message of the lagging queue. */
const LaggingMessage = z.object({ eventSource: z.literal("aws:sqs"), messageId: z.string(), body: z.string() }).readonly();

/** What wakes the consumers of the log. */
export const AfterAppend = {
  name: "after-append",
  input: z.union([z.object({ Records: z.array(LogRecord).readonly() }).readonly(), z.object({ Records: z.array(LaggingMessage).readonly() }).readonly()]),
  environment: [
    "EVENT_TABLE",
    "PROJECTION_TABLE",
    "CURSOR_TABLE",
    "BUS_NAME",
    "LAGGING_QUEUE_URL",
    "ENTITLEMENT_CHANGE_MACHINE",
    "BUYER_MAIL_MACHINE",
    "SELLER_NOTICE_MACHINE",
    "PRODUCTS_FILE",
    "USAGE_TABLE",
    "METERING_MACHINE",
  ],
} as const;

export type LogRecord = z.infer<typeof LogRecord>;
export type LaggingMessage = z.infer<typeof LaggingMessage>;
