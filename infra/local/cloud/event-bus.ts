import { randomUUID } from "node:crypto";
import { z } from "zod";
import { unknownOperation, type AwsService } from "./aws-service";
import type { MovableClock } from "./clock";
import { matches } from "./event-pattern";
import type { Invocations } from "./invocations";
import type { Queues } from "./queues";
import { ACCOUNT, REGION, type ResolvedTemplate } from "./template";

/** An event as EventBridge delivers it. */
export type BusEvent = Readonly<Record<string, unknown>>;

/** Somebody on this machine who hears a bus, such as the sample product. Called before the event is acknowledged. */
export interface Subscriber {
  readonly bus: string;
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
  Targets: z.array(z.object({ Arn: z.string() })).default([]),
});

const Entry = z.object({
  Source: z.string().min(1),
  DetailType: z.string().min(1),
  Detail: z.string(),
  EventBusName: z.string().default("default"),
  Resources: z.array(z.string()).default([]),
  Time: z.number().optional(),
});
const PutEvents = z.object({ Entries: z.array(z.unknown()).min(1).max(10) });

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
  const rules = template.ofType("AWS::Events::Rule").map(({ properties }) => Rule.parse(properties));

  const toTarget = async (arn: string, event: BusEvent, text = JSON.stringify(event)): Promise<void> => {
    if (arn.includes(":sqs:")) await queues.send(arn, text);
    else if (arn.includes(":lambda:")) await invocations.queue(arn, event);
    else throw new Error(`The embedded cloud can't deliver events to ${arn}.`);
  };

  const put = async (bus: string, event: BusEvent, text?: string): Promise<void> => {
    const fitting = rules.filter(
      ({ EventBusName, EventPattern, State }) =>
        State === "ENABLED" && busName(EventBusName) === bus && EventPattern !== undefined && matches(EventPattern, event),
    );
    for (const { Targets } of fitting) for (const { Arn } of Targets) await toTarget(Arn, event, text);
    for (const subscriber of subscribers) if (subscriber.bus === bus) await subscriber.receive(event);
  };

  const putEntry = async (given: unknown): Promise<EntryResult> => {
    const entry = Entry.safeParse(given);
    if (!entry.success) return { ErrorCode: "InvalidArgument", ErrorMessage: "Source, DetailType and Detail are required." };
    const { Source, DetailType, Detail, EventBusName, Resources } = entry.data;
    if (Source.startsWith("aws.")) return { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: "Not authorized for the source." };
    const detail = parseDetail(Detail);
    if (typeof detail !== "object" || detail === null) return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
    const id = randomUUID();
    const time = clock.instant().replace(/\.\d{3}Z$/, "Z");
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
        if (operation === "PutEvents") return putEvents(input);
        if (operation === "ListRules") return { Rules: rules.map(({ Name, EventBusName, State }) => ({ Name, EventBusName, State })) };
        throw unknownOperation("EventBridge", operation);
      },
    },
  };
};
