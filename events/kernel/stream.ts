import type { z } from "zod";
import type { EventCodec } from "./codec";
import type { Decider } from "./decider";
import type { AnyEvent } from "./event";

/** The name of one stream: its category and the id that AWS's own names give it. */
export type StreamId<Category extends string = string> = `${Category}-${string}`;

/** Everything the store needs to know of a kind of stream. */
export interface StreamDefinition<State, Command, Event extends AnyEvent, Refusal extends string, Category extends string = string> {
  /** The first part of every stream id of this kind. */
  readonly category: Category;
  readonly codec: EventCodec<Event>;
  readonly decider: Decider<State, Command, Event, Refusal>;
  /** The state is plain JSON that fits this schema; a snapshot that does not fit is ignored. */
  readonly state: z.ZodType<State>;
  /** Raise it whenever `evolve` or the state changes: older snapshots are then ignored, and nothing is migrated. */
  readonly foldVersion: number;
}
