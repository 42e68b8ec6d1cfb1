import { SendEmailCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import { toFailure } from "./aws-failure";
import { Failure } from "../task/failure";

/** A mail, whole. */
export interface Mail {
  /** The address that SES has verified, and the name shown with it. */
  readonly from: string;
  readonly fromName: string;
  readonly to: string;
  readonly replyTo: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What the mail service makes of a mail: it has taken it over, or refuses this one. `error` is its name for why. */
export type Mailed = { readonly outcome: "sent" } | { readonly outcome: "refused"; readonly error: string };

export interface Mailer {
  /** @throws Failure Throttled or Transient to be tried again; Permanent where SES takes no mail at all, such as from a paused account */
  readonly send: (mail: Mail) => Promise<Mailed>;
}

/** What SES says of one mail or one address (SES API v2, SendEmail, "Errors"). Everything else is about the account or the moment. */
const OF_THIS_MAIL = new Set(["MessageRejected", "BadRequestException"]);

/** The name in front of an address (RFC 5322, quoted string); SES wants what is not ASCII encoded (RFC 2047). */
const mailbox = (name: string, address: string): string => {
  const shown = /^[\x20-\x7e]*$/.test(name) ? `"${name.replaceAll(/["\\]/g, "")}"` : `=?UTF-8?B?${Buffer.from(name, "utf8").toString("base64")}?=`;
  return `${shown} <${address}>`;
};

const UTF8 = "UTF-8";

/**
 * Amazon SES, in the deployment's Region. It knows no idempotency key, so that a call whose answer is lost may be made twice;
 * the client makes each once, and the run that asked decides.
 */
export const sesMailer = (client = new SESv2Client({ maxAttempts: 1 })): Mailer => ({
  send: async ({ from, fromName, to, replyTo, subject, text, html }) => {
    try {
      await client.send(
        new SendEmailCommand({
          FromEmailAddress: mailbox(fromName, from),
          Destination: { ToAddresses: [to] },
          ReplyToAddresses: [replyTo],
          Content: {
            Simple: {
              Subject: { Data: subject, Charset: UTF8 },
              Body: { Text: { Data: text, Charset: UTF8 }, Html: { Data: html, Charset: UTF8 } },
            },
          },
        }),
      );
      return { outcome: "sent" };
    } catch (error) {
      if (error instanceof Error && OF_THIS_MAIL.has(error.name)) return { outcome: "refused", error: error.name };
      // Without the cause: SES's text may quote an address.
      const { name, message } = toFailure("SES", error);
      throw new Failure(name, message);
    }
  },
});
