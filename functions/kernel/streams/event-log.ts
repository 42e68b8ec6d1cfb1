import { documentClient } from "../aws/dynamo";
import { dynamoEventStore } from "./dynamo-event-store";
import type { EventStore } from "./event-store";
import { folds } from "./folds";
import { setting } from "../task/settings";

let log: EventStore | undefined;

/** The log of this deployment. */
export const eventLog = (): EventStore => (log ??= dynamoEventStore({ client: documentClient(), table: setting("EVENT_TABLE") }, folds()));
