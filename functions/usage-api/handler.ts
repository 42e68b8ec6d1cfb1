import { catalogue } from "../kernel/task/catalogue";
import { clock } from "../kernel/task/clock";
import { eventLog } from "../kernel/streams/event-log";
import { gatewayHandler, type WebApplication } from "../kernel/web/gateway";
import { log } from "../kernel/task/log";
import { lastHourRuns } from "../kernel/runs/last-hour-runs";
import { openUsage } from "../kernel/usage/open-usage";
import { setting } from "../kernel/task/settings";
import { starter } from "../kernel/aws/starter";
import { usageMonth } from "../kernel/usage/usage-month";
import { deployedUsageTable, storedUsageRecords } from "../kernel/usage/usage-records";
import { storedUsageWork } from "../kernel/usage/usage-work";
import { usageApi } from "./app";
import { takeUsage } from "../kernel/usage/take-usage";

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
