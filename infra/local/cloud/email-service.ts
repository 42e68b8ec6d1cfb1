import { z } from "zod";
import type { SendingService, StartSending, WireAnswer } from "./sending-service";

const Addresses = z.array(z.string().min(3)).default([]);
const Content = z.object({ Data: z.string() });

/** SESv2 SendEmail (`POST /v2/email/outbound-emails`), with a simple or a raw message. Raw ones come in base64. */
const SendEmail = z.object({
  FromEmailAddress: z.string().min(3),
  Destination: z.object({ ToAddresses: Addresses, CcAddresses: Addresses, BccAddresses: Addresses }).prefault({}),
  ReplyToAddresses: Addresses,
  Content: z.union([
    z.object({ Simple: z.object({ Subject: Content, Body: z.object({ Text: Content.optional(), Html: Content.optional() }) }) }),
    z.object({ Raw: z.object({ Data: z.base64() }) }),
  ]),
});

const answer = (status: number, content: unknown, error?: string): WireAnswer => ({
  status,
  headers: { "content-type": "application/json", ...(error !== undefined && { "x-amzn-errortype": error }) },
  body: JSON.stringify(content),
});

const refused = (status: number, type: string, message: string): WireAnswer => answer(status, { message }, type);

const parse = (body: string): unknown => {
  try {
    const json: unknown = JSON.parse(body);
    return json;
  } catch {
    return undefined;
  }
};

const contentOf = ({ Content: content }: z.infer<typeof SendEmail>) => {
  if ("Raw" in content) {
    const raw = Buffer.from(content.Raw.Data, "base64").toString("utf8");
    return { subject: /^subject: *(.*)$/im.exec(raw)?.[1]?.trim() ?? "", raw };
  }
  const { Subject, Body } = content.Simple;
  return {
    subject: Subject.Data,
    ...(Body.Text !== undefined && { text: Body.Text.Data }),
    ...(Body.Html !== undefined && { html: Body.Html.Data }),
  };
};

/** The embedded SES, as the wire of `@aws-sdk/client-sesv2` has it. Mails are kept; none is sent. */
export const emailService: StartSending = (outbox): SendingService => ({
  name: "SESv2",
  operationOf: ({ path }) => (path === "/v2/email/outbound-emails" ? "SendEmail" : undefined),
  handle: async (_, body) => {
    const asked = SendEmail.safeParse(parse(body));
    if (!asked.success)
      return refused(400, "BadRequestException", asked.error.issues.map(({ path, message }) => `${path.join(".") || "body"}: ${message}`).join("; "));
    const { FromEmailAddress: from, Destination, ReplyToAddresses: replyTo } = asked.data;
    const { ToAddresses: to, CcAddresses: cc, BccAddresses: bcc } = Destination;
    if (to.length + cc.length + bcc.length === 0) return refused(400, "BadRequestException", "Destination: names nobody.");
    return answer(200, { MessageId: await outbox.send({ service: "ses", from, to, cc, bcc, replyTo, ...contentOf(asked.data) }) });
  },
  throttled: refused(429, "TooManyRequestsException", "Rate exceeded"),
  down: refused(500, "InternalServiceErrorException", "An outage of the simulator's."),
  rejected: refused(400, "MessageRejected", "Email address is not verified."),
});
