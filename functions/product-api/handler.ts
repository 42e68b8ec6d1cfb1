import { clock } from "../kernel/clock";
import { contacts } from "../kernel/contacts";
import { eventLog } from "../kernel/event-log";
import { gatewayHandler, type WebApplication } from "../kernel/gateway";
import { keys } from "../kernel/keys";
import { log } from "../kernel/log";
import { liveProjections } from "../kernel/read-projections";
import { productApi } from "./app";

let api: WebApplication | undefined;

const application = (): WebApplication => {
  api ??= productApi({ store: eventLog(), contacts: contacts(), keys, clock, log, projections: liveProjections() });
  return api;
};

export const handler = gatewayHandler(application);
