import { z } from "zod";
import { defineCodec } from "../kernel/codec";
import { accept, refuse, type Decider, type Decision } from "../kernel/decider";
import { defineEvent } from "../kernel/event";
import type { StreamDefinition, StreamId } from "../kernel/stream";
import { Instant } from "../kernel/values";

// These shapes are what the log holds. Add a fact, or a new version of one; never edit or delete.

/**
 * The Region this customer is metered in, for ever: AWS recognises a record it was sent before only within one Region, so the
 * same record in another bills twice.
 */
export const RegionPinned = defineEvent("RegionPinned", { region: z.string().min(1), at: Instant });
/** The first hour of a day is about to be sealed: its book follows the one of the day named. */
export const BookBegun = defineEvent("BookBegun", { day: z.iso.date(), previous: z.iso.date().optional(), at: Instant });
/** The product has reported all usage up to the end of the license. */
export const UsageCompleted = defineEvent("UsageCompleted", { endsAt: Instant, at: Instant });

export const MeterEvent = z.discriminatedUnion("type", [RegionPinned, BookBegun, UsageCompleted]);
export type MeterEvent = z.infer<typeof MeterEvent>;

const Meter = z
  .strictObject({
    region: z.string().optional(),
    /** The newest book, and the one it follows. */
    day: z.iso.date().optional(),
    previous: z.iso.date().optional(),
    /** The end of the license up to which all usage was reported. */
    completedTo: Instant.optional(),
  })
  .readonly();
export type Meter = z.infer<typeof Meter>;

export type MeterCommand =
  | { readonly type: "PinRegion"; readonly data: { readonly region: string } }
  | { readonly type: "BeginBook"; readonly data: { readonly day: string } }
  | { readonly type: "CompleteUsage"; readonly data: { readonly endsAt: Instant } };

const evolve = (state: Meter, { type, data }: MeterEvent): Meter => {
  switch (type) {
    case "RegionPinned":
      return { ...state, region: data.region };
    case "BookBegun": {
      const { previous: _, ...rest } = state;
      return { ...rest, day: data.day, ...(data.previous !== undefined && { previous: data.previous }) };
    }
    case "UsageCompleted":
      return { ...state, completedTo: data.endsAt };
  }
};

const decide = (command: MeterCommand, state: Meter, at: Instant): Decision<MeterEvent, "late"> => {
  switch (command.type) {
    case "PinRegion":
      return state.region === undefined ? accept({ type: "RegionPinned", data: { ...command.data, at } }) : accept();
    case "BeginBook": {
      const { day } = command.data;
      if (state.day === day) return accept();
      if (state.day !== undefined && day < state.day) return refuse("late");
      return accept({ type: "BookBegun", data: { day, ...(state.day !== undefined && { previous: state.day }), at } });
    }
    case "CompleteUsage":
      return state.completedTo !== undefined && state.completedTo >= command.data.endsAt
        ? accept()
        : accept({ type: "UsageCompleted", data: { ...command.data, at } });
  }
};

const meterDecider: Decider<Meter, MeterCommand, MeterEvent, "late"> = { initialState: {}, evolve, decide };

/** How one subscription is metered: where, and which day's book is the newest. */
export const meter: StreamDefinition<Meter, MeterCommand, MeterEvent, "late", "meter"> = {
  category: "meter",
  codec: defineCodec<MeterEvent>({
    RegionPinned: { version: 1, schema: RegionPinned },
    BookBegun: { version: 1, schema: BookBegun },
    UsageCompleted: { version: 1, schema: UsageCompleted },
  }),
  decider: meterDecider,
  state: Meter,
  foldVersion: 1,
};

/** The stream of one subscription's metering. */
export const meterStream = (subscription: string): StreamId<"meter"> => `meter-${subscription}`;
