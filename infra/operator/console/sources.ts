import type { Instant } from "../../../events/kernel/values";
import type { Contacts } from "../../../functions/kernel/contacts";
import type { DeadLetters } from "../../../functions/kernel/dead-letters";
import type { EventStore } from "../../../functions/kernel/event-store";
import type { Executions } from "../../../functions/kernel/executions";
import type { Keys } from "../../../functions/kernel/keys";
import type { ReadProjections } from "../../../functions/kernel/read-projections";
import type { StoredRow } from "../../../functions/kernel/rows";
import type { Excerpt } from "./walks/excerpt";
import type { ParkedNotice } from "./walks/parked-notices";

/** Where the console reads from. */
export interface Sources {
  /** The first part of the deployment's names. */
  readonly prefix: string;
  /** Where it is, for the head of each page: a Region, or the embedded cloud. */
  readonly place: string;
  /** The Region whose AWS console shows the runs; undefined where there is none. */
  readonly awsRegion?: string;
  readonly now: () => Instant;
  readonly log: Pick<EventStore, "history" | "load">;
  readonly projections: Pick<ReadProjections, "subscription" | "customer" | "tenant">;
  readonly contacts: Pick<Contacts, "find" | "lookUp">;
  /** The deployment's keys: read only to look for an e-mail address or a company. @throws Problem if the person may not */
  readonly keys: () => Promise<Pick<Keys, "lookup">>;
  readonly executions: Executions;
  readonly deadLetters: DeadLetters;
  /** Notices that wait for a person. */
  readonly parkedNotices: () => Promise<Excerpt<ParkedNotice>>;
  /** The live rows of the subscriptions for which `wanted` holds. */
  readonly subscriptionsWhere: (wanted: (row: StoredRow) => boolean) => Promise<Excerpt<StoredRow>>;
}
