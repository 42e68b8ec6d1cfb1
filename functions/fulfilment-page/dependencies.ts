import type { Catalogue } from "../../events/product/catalogue";
import type { Clock } from "../kernel/clock";
import type { Contacts } from "../kernel/contacts";
import type { EventStore } from "../kernel/event-store";
import type { Keys } from "../kernel/keys";
import type { AccessLog } from "../kernel/serve";

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
