import { z } from "zod";
import type { Arrival } from "../arrival/decider";
import type { Notice } from "../notice/decider";
import type { Subscription } from "../subscription/state";

/** A JSON value that a row can hold. Never personal data. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One row of a projection, without its generation and version, which the projector adds. */
export interface Row {
  /** What the row is found by, such as an account; the rows of one partition are read together. */
  readonly partition: string;
  /** Which row of the partition. */
  readonly key: string;
  /** What a reader gets; null says that its stream is no longer listed here, and outlives later writes of older versions. */
  readonly content: { readonly [key: string]: Json } | null;
}

/** The rows of streams besides the subscriptions', by the stream's id after its category. */
export interface OtherRows {
  readonly notice: (id: string, state: Notice) => readonly Row[];
  readonly arrival: (id: string, state: Arrival) => readonly Row[];
}

/** A view of the log. Each of its rows is a function of one stream's state, so they can be built again from the log at any time. */
export interface Projection {
  readonly name: ProjectionName;
  /** Raise it when the same state gives other content: rows of different shapes are not compared. */
  readonly shape: number;
  /** @param id the subscription's id */
  readonly rows: (id: string, state: Subscription) => readonly Row[];
  /** @default - it is a view of the subscriptions alone */
  readonly otherRows?: OtherRows;
}

/** Every projection there is. */
export const ProjectionName = z.enum(["customers", "tenants", "deadlines", "worklist", "subscriptions"]);
export type ProjectionName = z.infer<typeof ProjectionName>;

/** What tells a rebuild's rows from the live ones. It stands in the rows' keys, whose parts `#` separates. */
export const GenerationName = z.string().regex(/^[A-Za-z0-9-]{1,64}$/, "must be 1 to 64 letters, digits or '-'");
