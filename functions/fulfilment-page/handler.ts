import { catalogue } from "../kernel/catalogue";
import { clock } from "../kernel/clock";
import { contacts } from "../kernel/contacts";
import { eventLog } from "../kernel/event-log";
import { gatewayHandler, type WebApplication } from "../kernel/gateway";
import { keys } from "../kernel/keys";
import { log } from "../kernel/log";
import { setting } from "../kernel/settings";
import { starter } from "../kernel/starter";
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
