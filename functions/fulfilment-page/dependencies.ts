import type { Catalogue } from "../../events/product/catalogue";
import type { Clock } from "../kernel/task/clock";
import type { Contacts } from "../kernel/buyers/contacts";
import type { EventStore } from "../kernel/streams/event-store";
import type { Keys } from "../kernel/buyers/keys";
import type { AccessLog } from "../kernel/web/serve";

/** Starts a run under a name: the same name twice is the same run. */
export interface RunStarter {
  readonly start: (machine: string, name: string, input: Readonly<Record<string, unknown>>) => Promise<unknown>;
}

/** What the page works with. */
export interface FulfilmentDependencies {
  readonly store: Pick<EventStore, "load">;
  readonly contacts: Contacts;
  readonly keys: () => Promise<Keys>;
  readonly starter: RunStarter;
  /** ARN of the Onboarding state machine. */
  readonly onboarding: string;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly log: AccessLog;
}
