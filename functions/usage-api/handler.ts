import { catalogue } from "../kernel/catalogue";
import { clock } from "../kernel/clock";
import { eventLog } from "../kernel/event-log";
import { gatewayHandler, type WebApplication } from "../kernel/gateway";
import { log } from "../kernel/log";
import { lastHourRuns } from "../kernel/last-hour-runs";
import { openUsage } from "../kernel/open-usage";
import { setting } from "../kernel/settings";
import { starter } from "../kernel/starter";
import { usageMonth } from "../kernel/usage-month";
import { deployedUsageTable, storedUsageRecords } from "../kernel/usage-records";
import { storedUsageWork } from "../kernel/usage-work";
import { usageApi } from "./app";
import { takeUsage } from "../kernel/take-usage";

let api: WebApplication | undefined;

const application = (): WebApplication => {
  if (api !== undefined) return api;
  const store = eventLog();
  const table = deployedUsageTable();
  const intake = { records: storedUsageRecords(table), work: storedUsageWork(table) };
  const take = takeUsage({ store, ...intake, catalogue: catalogue(), clock });
  const { sealNow } = lastHourRuns({ starter: starter(), machine: setting("METERING_MACHINE"), clock });
  api = usageApi({ store, take, sealLast: sealNow, month: usageMonth({ store, clock, open: openUsage(intake) }), clock, log });
  return api;
};

export const handler = gatewayHandler(application);
