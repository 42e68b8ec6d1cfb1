import { SESv2Client } from "@aws-sdk/client-sesv2";
import type { RequestListener } from "node:http";
import { sesMailer, type Mail } from "../../../../functions/kernel/aws/mailer";
import { answering, endAnswering } from "./answering";

const MAIL: Mail = {
  from: "hello@quay.example",
  fromName: "Old Quay",
  to: "mole@burrow.example",
  replyTo: "help@quay.example",
  subject: "Ready",
  text: "It is ready.",
  html: "<p>It is ready.</p>",
};

afterEach(endAnswering);

/** A mailer whose SES answers so, and what it was asked. */
const mailerAt = async (answer: RequestListener) => {
  const { client, asked } = await answering(answer);
  return { mailer: sesMailer(new SESv2Client(client)), asked: () => asked.map((text): unknown => JSON.parse(text)) };
};

const says =
  (status: number, type: string, message = "mole@burrow.example is not verified"): RequestListener =>
  (_, response) =>
    response.writeHead(status, { "content-type": "application/json", "x-amzn-errortype": type }).end(JSON.stringify({ message }));
const takes: RequestListener = (_, response) => response.writeHead(200, { "content-type": "application/json" }).end('{"MessageId":"m-1"}');

describe("the mailer", () => {
  test("hands SES the whole mail", async () => {
    const { mailer, asked } = await mailerAt(takes);
    expect(await mailer.send(MAIL)).toEqual({ outcome: "sent" });
    expect(asked()).toEqual([
      {
        FromEmailAddress: '"Old Quay" <hello@quay.example>',
        Destination: { ToAddresses: ["mole@burrow.example"] },
        ReplyToAddresses: ["help@quay.example"],
        Content: {
          Simple: {
            Subject: { Data: "Ready", Charset: "UTF-8" },
            Body: { Text: { Data: "It is ready.", Charset: "UTF-8" }, Html: { Data: "<p>It is ready.</p>", Charset: "UTF-8" } },
          },
        },
      },
    ]);
  });

  test.each([
    ['Quay "Nr. 1" \\', '"Quay Nr. 1 " <hello@quay.example>'],
    ["Hafen Köln", "=?UTF-8?B?SGFmZW4gS8O2bG4=?= <hello@quay.example>"],
  ])("writes the sender's name %s so that no mail program misreads it", async (fromName, from) => {
    const { mailer, asked } = await mailerAt(takes);
    await mailer.send({ ...MAIL, fromName });
    expect(asked()).toMatchObject([{ FromEmailAddress: from }]);
  });

  test.each(["MessageRejected", "BadRequestException"])("answers that SES refuses this mail: %s", async (type) => {
    const { mailer } = await mailerAt(says(400, type));
    expect(await mailer.send(MAIL)).toEqual({ outcome: "refused", error: type });
  });

  test.each([
    [429, "TooManyRequestsException", "Throttled"],
    [400, "LimitExceededException", "Throttled"],
    [500, "InternalServiceErrorException", "Transient"],
    [400, "SendingPausedException", "Permanent"],
    [400, "AccountSuspendedException", "Permanent"],
    [400, "MailFromDomainNotVerifiedException", "Permanent"],
    [403, "AccessDeniedException", "Permanent"],
  ])("fails where SES takes none now, or from nobody: %s %s is %s", async (status, type, failure) => {
    const { mailer } = await mailerAt(says(status, type));
    await expect(mailer.send(MAIL)).rejects.toMatchObject({ name: failure, message: expect.stringContaining(type) });
  });

  test("fails as Transient where the answer is lost, having asked once", async () => {
    const { mailer, asked } = await mailerAt((_, response) => response.destroy());
    await expect(mailer.send(MAIL)).rejects.toMatchObject({ name: "Transient" });
    expect(asked()).toHaveLength(1);
  });

  test("says nothing of what SES says, which may quote an address", async () => {
    const { mailer } = await mailerAt(says(400, "SendingPausedException"));
    const error: Error = await mailer.send(MAIL).then(
      () => new Error("sent"),
      (thrown: unknown) => thrown as Error,
    );
    expect(error.cause).toBeUndefined();
    expect(`${error.message} ${error.stack}`).not.toContain("mole");
  });
});
