import { z } from "zod";
import { daysOf, type Month } from "../../../../events/kernel/hour";
import { isZero } from "../../../../events/kernel/quantity";
import { usage, usageStream } from "../../../../events/usage/decider";
import type { UsageEvent } from "../../../../events/usage/events";
import type { EventStore } from "../../../../functions/kernel/streams/event-store";
import type { Simulator } from "../simulator";

/** The members of CloudTrail's records that are counted. */
const CloudTrail = z.object({
  Records: z.array(
    z.object({
      errorCode: z.string().optional(),
      responseElements: z
        .object({ results: z.array(z.object({ status: z.string() })).default([]), unprocessedRecords: z.array(z.unknown()).default([]) })
        .nullish(),
    }),
  ),
});

const Faults = z.object({ cloud: z.array(z.unknown()), metering: z.array(z.unknown()) });

/** Something the month was to hold, and how often it did. */
export interface Evidence {
  readonly what: string;
  readonly times: number;
}

const eventsOf = async (log: Pick<EventStore, "history">, subscriptions: readonly string[], month: Month): Promise<readonly UsageEvent[]> => {
  const found: UsageEvent[] = [];
  for (const subscription of subscriptions)
    for (const day of daysOf(month)) for await (const { events } of log.history(usage, usageStream(subscription, day))) found.push(...events);
  return found;
};

/** What happened, as the log, CloudTrail and the simulator have it: nothing of it is the story's own word. */
export const evidenceOf = async (
  { log, simulator }: { readonly log: Pick<EventStore, "history">; readonly simulator: Simulator },
  subscriptions: readonly string[],
  month: Month,
): Promise<readonly Evidence[]> => {
  const events = await eventsOf(log, subscriptions, month);
  const calls = CloudTrail.parse(await simulator.read(`/cloudtrail?month=${month}`)).Records;
  const faults = Faults.parse(await simulator.read("/faults"));
  if (faults.cloud.length + faults.metering.length > 0) throw new Error(`Faults were switched on, and did not happen: ${JSON.stringify(faults)}`);
  const sum = (of: (event: UsageEvent) => number): number => events.reduce((total, event) => total + of(event), 0);
  const all = (type: UsageEvent["type"]): number => sum((event) => Number(event.type === type));
  return [
    { what: "records whose answer was lost, each sent again as it was", times: all("UsageUnanswered") },
    {
      what: "records that AWS left unprocessed, and took later",
      times: calls.reduce((total, call) => total + (call.responseElements?.unprocessedRecords.length ?? 0), 0),
    },
    { what: "calls that AWS throttled, and took later", times: calls.filter(({ errorCode }) => errorCode === "ThrottlingException").length },
    { what: "late reports that went on to an open hour", times: all("LateUsageCarried") },
    {
      what: "hours that handed a fraction on to the next",
      times: sum((event) => (event.type === "HourSealed" ? Number(event.data.lines.some(({ carriedOut }) => !isZero(carriedOut))) : 0)),
    },
    {
      what: "last hours of a license that ended, sealed and billed in time",
      times: sum((event) => (event.type === "HourSealed" ? Number(event.data.final) : 0)),
    },
    { what: "calls of BatchMeterUsage in all", times: calls.length },
    {
      what: "records that AWS took",
      times: calls.reduce((total, call) => total + (call.responseElements?.results.filter(({ status }) => status === "Success").length ?? 0), 0),
    },
  ];
};
