import type { AnyEvent } from "../../../../events/kernel/event";
import type { Commit } from "../../../../functions/kernel/streams/event-store";
import { awsTimeOf, tellAny, titleOf } from "../../telling";
import { accessTone, type Tone } from "../parts/pieces";

/** One thing that happened. */
export interface Happening {
  readonly version: number;
  readonly title: string;
  readonly says: string;
  /** AWS's own time, where AWS told it. */
  readonly awsTime?: string;
}

/** What was recorded at once, and by whom. */
export interface Entry {
  readonly at: string;
  readonly tone: Tone;
  readonly happenings: readonly Happening[];
  readonly run?: string;
  /** The state of the run, or what led to it where no run did. */
  readonly step: string;
  readonly actor: string;
}

const toneOf = (events: readonly AnyEvent[]): Tone => {
  const decided = events.findLast(({ type }) => /^Access[A-Z]/.test(type));
  return decided === undefined ? "calm" : accessTone(decided.type.slice("Access".length).toLowerCase());
};

const happening = (event: AnyEvent, version: number): Happening => {
  const awsTime = awsTimeOf(event);
  return { version, title: titleOf(event), says: tellAny(event), ...(awsTime !== undefined && { awsTime }) };
};

/** The log of one stream for a person, newest first. */
export const timelineOf = (commits: readonly Commit[]): readonly Entry[] =>
  commits
    .map(({ at, first, events, meta }) => ({
      at,
      tone: toneOf(events),
      happenings: events.map((event, index) => happening(event, first + index)),
      ...(meta.run !== undefined && { run: meta.run }),
      step: meta.state ?? meta.causation,
      actor: meta.actor,
    }))
    .toReversed();
