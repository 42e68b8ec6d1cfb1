import { clock } from "../kernel/task/clock";
import { contacts } from "../kernel/buyers/contacts";
import { eventLog } from "../kernel/streams/event-log";
import { gatewayHandler, type WebApplication } from "../kernel/web/gateway";
import { keys } from "../kernel/buyers/keys";
import { log } from "../kernel/task/log";
import { liveProjections } from "../kernel/projections/read-projections";
import { productApi } from "./app";

let api: WebApplication | undefined;

const application = (): WebApplication => {
  api ??= productApi({ store: eventLog(), contacts: contacts(), keys, clock, log, projections: liveProjections() });
  return api;
};

export const handler = gatewayHandler(application);
