import type { Month } from "../../../events/kernel/hour";
import type { Instant } from "../../../events/kernel/values";
import type { WorkKind } from "../../../events/projections/worklist";
import type { Contacts } from "../../../functions/kernel/buyers/contacts";
import type { DeadLetters } from "../../../functions/kernel/aws/dead-letters";
import type { EventStore } from "../../../functions/kernel/streams/event-store";
import type { Executions } from "../../../functions/kernel/aws/executions";
import type { Keys } from "../../../functions/kernel/buyers/keys";
import type { DismissedNotice, WorkItem } from "../../../functions/kernel/projections/read-worklist";
import type { ReadProjections } from "../../../functions/kernel/projections/read-projections";
import type { UsageMonth } from "../../../functions/kernel/usage/usage-month";
import type { StoredRow } from "../../../functions/kernel/projections/rows";
import type { Closing } from "../work/close-usage";
import type { Excerpt } from "./walks/excerpt";

/** Where the console reads from. */
export interface Sources {
  /** The first part of the deployment's names. */
  readonly prefix: string;
  /** Where it is, for the head of each page: a Region, or the embedded cloud. */
  readonly place: string;
  /** Whether AWS's console shows the runs, too. @default - it does not */
  readonly atAws?: boolean;
  readonly now: () => Instant;
  readonly log: Pick<EventStore, "history" | "load">;
  readonly projections: Pick<ReadProjections, "subscription" | "customer" | "tenant">;
  readonly contacts: Pick<Contacts, "find" | "lookUp">;
  /** The deployment's keys: read only to look for an e-mail address or a company. @throws Problem if the person may not */
  readonly keys: () => Promise<Pick<Keys, "lookup">>;
  readonly executions: Executions;
  readonly deadLetters: DeadLetters;
  /** What waits for a person, the longest waiting first: of the kinds named, else of all. */
  readonly worklist: (kinds?: readonly WorkKind[]) => Promise<readonly WorkItem[]>;
  /** Has a parked notice dealt with anew. @returns the execution's ARN @throws Problem for a notice that does not wait */
  readonly release: (notice: string) => Promise<string>;
  /** The notices that were dismissed, the newest dismissal first. */
  readonly dismissedNotices: () => Promise<readonly DismissedNotice[]>;
  /** Has a parked notice dismissed by whoever runs the console. @returns the execution's ARN @throws Problem for a notice that does not wait */
  readonly dismiss: (notice: string, reason: string) => Promise<string>;
  /** Has a visit without a license dismissed by whoever runs the console. @returns the execution's ARN @throws Problem for one that does not wait */
  readonly dismissVisit: (arrival: string, reason: string) => Promise<string>;
  /** Records that a person has seen to usage that AWS does not bill as it was sealed. @returns the execution's ARN */
  readonly closeUsage: (closing: Closing) => Promise<string>;
  /** A month of a subscription's usage, in UTC. */
  readonly usageMonth: (subscription: string, month: Month) => Promise<UsageMonth>;
  /** The live rows of the subscriptions for which `wanted` holds. */
  readonly subscriptionsWhere: (wanted: (row: StoredRow) => boolean) => Promise<Excerpt<StoredRow>>;
}
