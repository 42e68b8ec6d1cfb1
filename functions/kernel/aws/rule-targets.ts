import { DescribeRuleCommand, EventBridgeClient, ListTargetsByRuleCommand, TestEventPatternCommand, type Target } from "@aws-sdk/client-eventbridge";
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { toFailure } from "./aws-failure";

/** An event as EventBridge hands it to a target (EventBridge user guide, "AWS events structure"). */
export type Envelope = Readonly<Record<string, unknown>> & { readonly id: string };

/** One target of a rule: a queue, or what this can't send to, with the reason. */
export type RuleTarget =
  | { readonly kind: "queue"; readonly arn: string; readonly messageGroupId?: string }
  | { readonly kind: "other"; readonly arn: string; readonly because: string };

/** A rule as far as sending to its targets needs it. `account` and `region` are the bus', as its events name them. */
export interface Rule {
  readonly account: string;
  readonly region: string;
  readonly pattern: string;
  readonly targets: readonly RuleTarget[];
}

/** What stands behind a rule of EventBridge's. */
export interface RuleTargets {
  /** @returns undefined if the bus has no such rule */
  readonly rule: (bus: string, name: string) => Promise<Rule | undefined>;
  /** Whether a rule's pattern lets an event through, by EventBridge's own judgement. */
  readonly fits: (pattern: string, event: Envelope) => Promise<boolean>;
  /** Sends an event to a queue, as EventBridge would. */
  readonly send: (target: Extract<RuleTarget, { readonly kind: "queue" }>, event: Envelope) => Promise<void>;
}

const targetOf = ({ Arn: arn = "", Input, InputPath, InputTransformer, SqsParameters }: Target): RuleTarget => {
  if (!arn.startsWith("arn:") || arn.split(":")[2] !== "sqs") return { kind: "other", arn, because: "it is no SQS queue" };
  if (Input !== undefined || InputPath !== undefined || InputTransformer !== undefined)
    return { kind: "other", arn, because: "the rule reshapes what it gets" };
  const messageGroupId = SqsParameters?.MessageGroupId;
  return { kind: "queue", arn, ...(messageGroupId !== undefined && { messageGroupId }) };
};

const isMissing = (error: unknown): boolean => error instanceof Error && error.name === "ResourceNotFoundException";

/** Rules in EventBridge, queues in SQS. */
export const awsRuleTargets = (events = new EventBridgeClient(), queues = new SQSClient()): RuleTargets => {
  const urls = new Map<string, string>();
  const guarded = async <Result>(service: string, work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw toFailure(service, error);
    }
  };

  const targetsOf = async (bus: string, name: string): Promise<readonly RuleTarget[]> => {
    const found: RuleTarget[] = [];
    let next: string | undefined;
    do {
      const page = await events.send(new ListTargetsByRuleCommand({ Rule: name, EventBusName: bus, ...(next !== undefined && { NextToken: next }) }));
      found.push(...(page.Targets ?? []).map(targetOf));
      next = page.NextToken;
    } while (next !== undefined);
    return found;
  };

  const urlOf = async (arn: string): Promise<string> => {
    const known = urls.get(arn);
    if (known !== undefined) return known;
    const [, , , , account, name] = arn.split(":");
    const { QueueUrl = "" } = await queues.send(new GetQueueUrlCommand({ QueueName: name, QueueOwnerAWSAccountId: account }));
    urls.set(arn, QueueUrl);
    return QueueUrl;
  };

  return {
    rule: (bus, name) =>
      guarded("EventBridge", async () => {
        try {
          const { Arn = "", EventPattern = "{}" } = await events.send(new DescribeRuleCommand({ Name: name, EventBusName: bus }));
          const [, , , region = "", account = ""] = Arn.split(":");
          return { account, region, pattern: EventPattern, targets: await targetsOf(bus, name) };
        } catch (error) {
          if (isMissing(error)) return undefined;
          throw error;
        }
      }),
    fits: (pattern, event) =>
      guarded("EventBridge", async () => {
        const { Result } = await events.send(new TestEventPatternCommand({ EventPattern: pattern, Event: JSON.stringify(event) }));
        return Result === true;
      }),
    send: ({ arn, messageGroupId }, event) =>
      guarded("SQS", async () => {
        const fifo = messageGroupId !== undefined && { MessageGroupId: messageGroupId, MessageDeduplicationId: event.id };
        await queues.send(new SendMessageCommand({ QueueUrl: await urlOf(arn), MessageBody: JSON.stringify(event), ...fifo }));
      }),
  };
};
