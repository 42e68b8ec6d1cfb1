import { SNSClient } from "@aws-sdk/client-sns";
import type { RequestListener } from "node:http";
import { snsTopic, type Publication } from "../../../../functions/kernel/aws/topic";
import { answering, endAnswering } from "./answering";

const ARN = "arn:aws:sns:eu-west-1:123456789012:stallkeeper-seller";
const PUBLICATION: Publication = {
  subject: "A buyer has registered: Quay",
  message: "A buyer has registered.\n\nE-mail:        mole@burrow.example",
  attributes: { notice: "registered", subscription: "l-1", test: "false" },
};

afterEach(endAnswering);

/** A topic whose SNS answers so, and what it was asked: forms, as SNS speaks them. */
const topicAt = async (answer: RequestListener) => {
  const { client, asked } = await answering(answer);
  return { topic: snsTopic(ARN, new SNSClient(client)), asked: () => asked.map((text) => Object.fromEntries(new URLSearchParams(text))) };
};

const takes: RequestListener = (_, response) =>
  response
    .writeHead(200, { "content-type": "text/xml" })
    .end('<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>');
const says =
  (status: number, code: string): RequestListener =>
  (_, response) =>
    response
      .writeHead(status, { "content-type": "text/xml" })
      .end(
        `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>not mole@burrow.example</Message></Error></ErrorResponse>`,
      );

describe("the seller's topic", () => {
  test("is told the whole notice, with attributes to filter by", async () => {
    const { topic, asked } = await topicAt(takes);
    await topic.publish(PUBLICATION);
    const [form, ...more] = asked();
    expect(more).toEqual([]);
    expect(form).toMatchObject({ Action: "Publish", TopicArn: ARN, Subject: PUBLICATION.subject, Message: PUBLICATION.message });
    const attribute = (number: number) => [form![`MessageAttributes.entry.${number}.Name`], form![`MessageAttributes.entry.${number}.Value.StringValue`]];
    expect(Object.fromEntries([1, 2, 3].map(attribute))).toEqual(PUBLICATION.attributes);
    expect(form!["MessageAttributes.entry.1.Value.DataType"]).toBe("String");
  });

  test.each([
    ["A buyer has registered: Hafen Köln", "A buyer has registered: Hafen K?ln"],
    ["Two\r\nlines", "Two??lines"],
    ["x".repeat(101), "x".repeat(100)],
  ])("gets a subject that SNS takes: %j", async (subject, Subject) => {
    const { topic, asked } = await topicAt(takes);
    await topic.publish({ ...PUBLICATION, subject });
    expect(asked()).toMatchObject([{ Subject }]);
  });

  test.each([
    [400, "Throttling", "Throttled"],
    [500, "InternalError", "Transient"],
    [403, "AuthorizationError", "Permanent"],
    [404, "NotFound", "Permanent"],
    [400, "KMSAccessDenied", "Permanent"],
  ])("fails by its class, having asked once, and quotes nothing: %s %s is %s", async (status, code, name) => {
    const { topic, asked } = await topicAt(says(status, code));
    const error: Error = await topic.publish(PUBLICATION).then(
      () => new Error("published"),
      (thrown: unknown) => thrown as Error,
    );
    expect(error).toMatchObject({ name });
    expect(error.cause).toBeUndefined();
    expect(`${error.message} ${error.stack}`).not.toContain("mole");
    expect(asked()).toHaveLength(1);
  });

  test("fails as Transient where the answer is lost", async () => {
    const { topic } = await topicAt((_, response) => response.destroy());
    await expect(topic.publish(PUBLICATION)).rejects.toMatchObject({ name: "Transient" });
  });
});
