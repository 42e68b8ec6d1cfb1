import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { toFailure } from "./aws-failure";
import { Failure } from "../task/failure";

/** A notice to a topic. Attributes are for filters of subscriptions, and hold no personal data. */
export interface Publication {
  readonly subject: string;
  readonly message: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Topic {
  /** @throws Failure by its class; what was to be published is in no message of it */
  readonly publish: (publication: Publication) => Promise<void>;
}

/** SNS takes 100 characters of ASCII without line breaks as a subject (SNS API reference, Publish). */
const LONGEST_SUBJECT = 100;

const subjectOf = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, LONGEST_SUBJECT);

/** A topic of Amazon SNS. Each call is made once: the run that asked decides whether it is made again. */
export const snsTopic = (arn: string, client = new SNSClient({ maxAttempts: 1 })): Topic => ({
  publish: async ({ subject, message, attributes }) => {
    const MessageAttributes = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, { DataType: "String", StringValue: value }]));
    try {
      await client.send(new PublishCommand({ TopicArn: arn, Subject: subjectOf(subject), Message: message, MessageAttributes }));
    } catch (error) {
      // Without the cause: SNS's text may quote what was sent.
      const { name, message: said } = toFailure("SNS", error);
      throw new Failure(name, said);
    }
  },
});
