import { randomUUID } from "node:crypto";
import { z } from "zod";
import { AwsError, unknownOperation, type AwsService } from "./aws-service";
import type { MovableClock } from "./clock";
import { matches } from "./event-pattern";
import type { Invocations } from "./invocations";
import type { Queues } from "./queues";
import { ACCOUNT, REGION, type ResolvedTemplate } from "./template";

/** An event as EventBridge delivers it. */
export type BusEvent = Readonly<Record<string, unknown>>;

/** Somebody on this machine who hears a bus as product services do, such as the sample product: by a rule with a queue of its own. */
export interface Subscriber {
  /** The name of the rule, and of its queue. */
  readonly name: string;
  readonly bus: string;
  readonly pattern: Readonly<Record<string, unknown>>;
  /** Takes one event from the queue. It comes again if this fails. */
  readonly receive: (event: BusEvent) => Promise<void>;
}

/** The embedded EventBridge. */
export interface EventBus {
  /** Puts an event of AWS's own on the default bus, as JSON or in this exact text. Returns when it is stored with every target. */
  readonly deliver: (event: BusEvent, text?: string) => Promise<void>;
  readonly service: AwsService;
}

const Rule = z.object({
  Name: z.string().optional(),
  EventBusName: z.string().default("default"),
  EventPattern: z.record(z.string(), z.unknown()).optional(),
  State: z.string().default("ENABLED"),
  Targets: z.array(z.looseObject({ Id: z.string().default("target"), Arn: z.string() })).default([]),
});
type Rule = z.infer<typeof Rule>;

const NamedRule = z.object({ Name: z.string().optional(), Rule: z.string().optional(), EventBusName: z.string().default("default") });
const TestPattern = z.object({ EventPattern: z.string(), Event: z.string() });

const Entry = z.object({
  Source: z.string().min(1),
  DetailType: z.string().min(1),
  Detail: z.string(),
  EventBusName: z.string().default("default"),
  Resources: z.array(z.string()).default([]),
  Time: z.number().optional(),
});
const PutEvents = z.object({ Entries: z.array(z.unknown()).min(1).max(10) });

/** At AWS nobody but AWS puts events of its sources. Here anybody may play AWS Marketplace. */
const PLAYED = "aws.agreement-marketplace";

const busName = (nameOrArn: string): string => nameOrArn.split("/").at(-1) ?? nameOrArn;

interface Parts {
  readonly queues: Queues;
  readonly invocations: Invocations;
  readonly clock: MovableClock;
  readonly subscribers: readonly Subscriber[];
  /** Whether the next batch loses an entry (fault `partial`). */
  readonly losesOne: () => boolean;
}

type EntryResult = { readonly EventId: string } | { readonly ErrorCode: string; readonly ErrorMessage: string };

const parseDetail = (text: string): unknown => {
  try {
    const json: unknown = JSON.parse(text);
    return json;
  } catch {
    return undefined;
  }
};

export const startEventBus = (template: ResolvedTemplate, { queues, invocations, clock, subscribers, losesOne }: Parts): EventBus => {
  const fixed = template.ofType("AWS::Events::Rule").map(({ properties }) => Rule.parse(properties));
  const ruleOf = ({ name, bus, pattern }: Subscriber): Rule => ({
    Name: name,
    EventBusName: bus,
    EventPattern: pattern,
    State: "ENABLED",
    Targets: [{ Id: "queue", Arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}` }],
  });
  const rules = (): readonly Rule[] => [...fixed, ...subscribers.map(ruleOf)];

  const named = (input: unknown): Rule => {
    const { Name, Rule: rule, EventBusName } = NamedRule.parse(input);
    const found = rules().find((one) => one.Name === (rule ?? Name) && busName(one.EventBusName) === busName(EventBusName));
    if (found === undefined) throw new AwsError("ResourceNotFoundException", `Rule ${rule ?? Name ?? ""} does not exist on EventBus ${EventBusName}.`);
    return found;
  };

  const describe = ({ Name = "", EventBusName, EventPattern, State }: Rule) => {
    const place = busName(EventBusName) === "default" ? "" : `${busName(EventBusName)}/`;
    const pattern = EventPattern === undefined ? {} : { EventPattern: JSON.stringify(EventPattern) };
    return { Name, Arn: `arn:aws:events:${REGION}:${ACCOUNT}:rule/${place}${Name}`, EventBusName: busName(EventBusName), State, ...pattern };
  };

  const toTarget = async (arn: string, event: BusEvent, text = JSON.stringify(event)): Promise<void> => {
    if (arn.includes(":sqs:")) await queues.send(arn, text);
    else if (arn.includes(":lambda:")) await invocations.queue(arn, event);
    else throw new Error(`The embedded cloud can't deliver events to ${arn}.`);
  };

  const put = async (bus: string, event: BusEvent, text?: string): Promise<void> => {
    const fitting = rules().filter(
      ({ EventBusName, EventPattern, State }) =>
        State === "ENABLED" && busName(EventBusName) === bus && EventPattern !== undefined && matches(EventPattern, event),
    );
    for (const { Targets } of fitting) for (const { Arn } of Targets) await toTarget(Arn, event, text);
  };

  const putEntry = async (given: unknown): Promise<EntryResult> => {
    const entry = Entry.safeParse(given);
    if (!entry.success) return { ErrorCode: "InvalidArgument", ErrorMessage: "Source, DetailType and Detail are required." };
    const { Source, DetailType, Detail, EventBusName, Resources, Time } = entry.data;
    if (Source.startsWith("aws.") && Source !== PLAYED) return { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: "Not authorized for the source." };
    const detail = parseDetail(Detail);
    if (typeof detail !== "object" || detail === null) return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
    const id = randomUUID();
    const time = (Time === undefined ? clock.instant() : new Date(Time * 1000).toISOString()).replace(/\.\d{3}Z$/, "Z");
    await put(busName(EventBusName), {
      version: "0",
      id,
      "detail-type": DetailType,
      source: Source,
      account: ACCOUNT,
      time,
      region: REGION,
      resources: Resources,
      detail,
    });
    return { EventId: id };
  };

  const putEvents = async (input: unknown): Promise<unknown> => {
    const { Entries } = PutEvents.parse(input);
    const lost = losesOne() ? 0 : -1;
    const results: EntryResult[] = [];
    for (const [index, entry] of Entries.entries()) {
      results.push(index === lost ? { ErrorCode: "InternalFailure", ErrorMessage: "A fault of the simulator's." } : await putEntry(entry));
    }
    return { FailedEntryCount: results.filter((result) => "ErrorCode" in result).length, Entries: results };
  };

  return {
    deliver: (event, text) => put("default", event, text),
    service: {
      target: "AWSEvents",
      jsonVersion: "1.1",
      handle: async (operation, input) => {
        switch (operation) {
          case "PutEvents":
            return putEvents(input);
          case "ListRules":
            return { Rules: rules().map(describe) };
          case "DescribeRule":
            return describe(named(input));
          case "ListTargetsByRule":
            return { Targets: named(input).Targets };
          case "TestEventPattern": {
            const { EventPattern, Event } = TestPattern.parse(input);
            return { Result: matches(parseDetail(EventPattern), parseDetail(Event)) };
          }
          default:
            throw unknownOperation("EventBridge", operation);
        }
      },
    },
  };
};
