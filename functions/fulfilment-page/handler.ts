import { catalogue } from "../kernel/task/catalogue";
import { clock } from "../kernel/task/clock";
import { contacts } from "../kernel/buyers/contacts";
import { eventLog } from "../kernel/streams/event-log";
import { gatewayHandler, type WebApplication } from "../kernel/web/gateway";
import { keys } from "../kernel/buyers/keys";
import { log } from "../kernel/task/log";
import { setting } from "../kernel/task/settings";
import { starter } from "../kernel/aws/starter";
import { fulfilmentApp } from "./app";

let app: WebApplication | undefined;

const application = (): WebApplication => {
  app ??= fulfilmentApp({
    store: eventLog(),
    contacts: contacts(),
    keys,
    starter: starter(),
    onboarding: setting("ONBOARDING_MACHINE"),
    catalogue: catalogue(),
    clock,
    log,
  });
  return app;
};

export const handler = gatewayHandler(application);
