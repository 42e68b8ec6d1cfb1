import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from "@aws-sdk/client-sesv2";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { emailService } from "../../../../infra/local/cloud/email-service";
import { createFaults, type Faults } from "../../../../infra/local/cloud/faults";
import { notificationService } from "../../../../infra/local/cloud/notification-service";
import { createOutbox, type Outbox } from "../../../../infra/local/cloud/outbox";
import { isForSending, sending } from "../../../../infra/local/cloud/sending";
import { memoryDocuments } from "../../../../infra/local/marketplace/ports";

const TOPIC = "arn:aws:sns:us-east-1:000000000000:stallkeeper-seller";
let server: Server;
let faults: Faults;
let outbox: Outbox;
let ses: SESv2Client;
let sns: SNSClient;

beforeEach(async () => {
  faults = createFaults();
  outbox = createOutbox(memoryDocuments(), { instant: () => "2026-11-24T09:30:00.000Z" });
  const answer = sending([emailService(outbox), notificationService(outbox)], faults);
  server = createServer((request, response) => void (isForSending(request) ? answer(request, response) : response.writeHead(418).end()));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  };
  ses = new SESv2Client(client);
  sns = new SNSClient(client);
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

const mail: SendEmailCommandInput = {
  FromEmailAddress: "Old Quay <hello@oldquay.example>",
  Destination: { ToAddresses: ["mole@burrow.example"] },
  ReplyToAddresses: ["support@oldquay.example"],
  Content: { Simple: { Subject: { Data: "Ready — ¡hola!" }, Body: { Text: { Data: "It is & < ready." }, Html: { Data: "<p>It is ready.</p>" } } } },
};

describe("the embedded SES", () => {
  test("keeps a mail with all its parts, and answers with its id", async () => {
    const { MessageId } = await ses.send(new SendEmailCommand(mail));
    expect(await outbox.list()).toEqual([
      {
        service: "ses",
        id: MessageId,
        at: "2026-11-24T09:30:00.000Z",
        from: "Old Quay <hello@oldquay.example>",
        to: ["mole@burrow.example"],
        cc: [],
        bcc: [],
        replyTo: ["support@oldquay.example"],
        subject: "Ready — ¡hola!",
        text: "It is & < ready.",
        html: "<p>It is ready.</p>",
      },
    ]);
  });

  test("keeps a raw mail as it is, under its own subject", async () => {
    const raw = "From: a@b.example\r\nSubject: In the raw\r\n\r\nText";
    await ses.send(new SendEmailCommand({ ...mail, Content: { Raw: { Data: Buffer.from(raw) } } }));
    expect(await outbox.list()).toMatchObject([{ subject: "In the raw", raw }]);
  });

  test.each([
    ["to nobody", { ...mail, Destination: {} }],
    ["from nobody", { ...mail, FromEmailAddress: undefined }],
    ["by a template it does not have", { ...mail, Content: { Template: { TemplateName: "welcome" } } }],
  ])("refuses a mail %s, and keeps nothing", async (_, asked) => {
    await expect(ses.send(new SendEmailCommand(asked))).rejects.toMatchObject({ name: "BadRequestException" });
    expect(await outbox.list()).toEqual([]);
  });

  test("is throttled, out, or loses its answer by fault", async () => {
    const fault = { service: "SESv2", operation: "SendEmail", times: 1 } as const;
    faults.add({ kind: "throttle", ...fault });
    await expect(ses.send(new SendEmailCommand(mail))).rejects.toMatchObject({ name: "TooManyRequestsException" });
    faults.add({ kind: "outage", ...fault });
    await expect(ses.send(new SendEmailCommand(mail))).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    expect(await outbox.list()).toEqual([]);
    faults.add({ kind: "lostReply", ...fault });
    await expect(ses.send(new SendEmailCommand(mail))).rejects.toThrow();
    expect(await outbox.list()).toHaveLength(1);
  });
});

describe("the embedded SNS", () => {
  test("keeps what a topic is told, to the letter, and answers with its id", async () => {
    const Message = 'A buyer said: "1 + 1 < 3 & more"\nñ';
    const { MessageId } = await sns.send(new PublishCommand({ TopicArn: TOPIC, Subject: "New customer", Message }));
    expect(await outbox.list()).toEqual([
      { service: "sns", id: MessageId, at: "2026-11-24T09:30:00.000Z", topicArn: TOPIC, subject: "New customer", message: Message },
    ]);
  });

  test.each([
    ["to what is no topic", { TopicArn: "seller", Message: "Hello" }],
    ["without a topic", { Message: "Hello" }],
    ["longer than 256 KB", { TopicArn: TOPIC, Message: "ñ".repeat(131_073) }],
  ])("refuses a message %s", async (_, asked) => {
    await expect(sns.send(new PublishCommand(asked))).rejects.toMatchObject({ name: expect.stringMatching(/^InvalidParameter/) });
    expect(await outbox.list()).toEqual([]);
  });

  test("is throttled and out by fault", async () => {
    const publish = new PublishCommand({ TopicArn: TOPIC, Message: "Hello" });
    faults.add({ kind: "throttle", service: "SNS", operation: "Publish", times: 1 });
    await expect(sns.send(publish)).rejects.toMatchObject({ name: expect.stringMatching(/^Thrott/), $metadata: { httpStatusCode: 429 } });
    faults.add({ kind: "outage", service: "SNS", operation: "Publish", times: 1 });
    await expect(sns.send(publish)).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    expect(await outbox.list()).toEqual([]);
  });
});
