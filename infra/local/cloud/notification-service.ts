import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { SendingService, StartSending, WireAnswer } from "./sending-service";

/** SNS Publish to a topic, at most 256 KB. */
const Publish = z.object({
  TopicArn: z.string().regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w.-]+$/, "is no topic's ARN"),
  Subject: z.string().min(1).max(100).optional(),
  Message: z
    .string()
    .min(1)
    .refine((text) => Buffer.byteLength(text) <= 262_144, "is longer than 256 KB"),
});

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const xml = (status: number, body: string): WireAnswer => ({ status, headers: { "content-type": "text/xml" }, body });

const refused = (status: number, code: string, message: string): WireAnswer =>
  xml(
    status,
    `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>${status < 500 ? "Sender" : "Receiver"}</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  );

const published = (id: string): WireAnswer =>
  xml(
    200,
    `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>${id}</MessageId></PublishResult><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></PublishResponse>`,
  );

/** The embedded SNS, as the wire of `@aws-sdk/client-sns` has it (AWS Query). What is published is kept; nobody is subscribed. */
export const notificationService: StartSending = (outbox): SendingService => ({
  name: "SNS",
  operationOf: ({ path, contentType, body }) =>
    path === "/" && contentType.startsWith("application/x-www-form-urlencoded") ? (new URLSearchParams(body).get("Action") ?? undefined) : undefined,
  handle: async (operation, body) => {
    if (operation !== "Publish") return refused(400, "InvalidAction", `The embedded cloud's SNS has no ${operation}.`);
    const asked = Publish.safeParse(Object.fromEntries(new URLSearchParams(body)));
    if (!asked.success)
      return refused(400, "InvalidParameter", asked.error.issues.map(({ path, message }) => `Invalid parameter: ${path.join(".")}: ${message}`).join("; "));
    const { TopicArn: topicArn, Subject: subject, Message: message } = asked.data;
    return published(await outbox.send({ service: "sns", topicArn, message, ...(subject !== undefined && { subject }) }));
  },
  throttled: refused(429, "Throttled", "Rate exceeded"),
  down: refused(500, "InternalError", "An outage of the simulator's."),
});
