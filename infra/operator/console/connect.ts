import { userInfo } from "node:os";
import { clock } from "../../../functions/kernel/task/clock";
import { deadLetters } from "../../../functions/kernel/aws/dead-letters";
import { executions } from "../../../functions/kernel/aws/executions";
import { readDismissedNotices, readWorklist } from "../../../functions/kernel/projections/read-worklist";
import { connectHere } from "../connection";
import { dismissNotice } from "../work/dismiss";
import { closeUsage } from "../work/close-usage";
import { releaseNotice } from "../work/release";
import { dismissVisit } from "../work/visit";
import { readMonth } from "../usage/read-month";
import type { Sources } from "./sources";
import { subscriptionRows } from "./walks/subscription-rows";

/** The sources of a deployment, with the credentials of this process. */
export const connectConsole = (prefix: string, at: Pick<Sources, "place" | "atAws">): Sources => {
  const { log, rows, generations, projections, contacts, keys, machines, changeMachine, onboardingMachine, usage } = connectHere(prefix);
  return {
    ...at,
    prefix,
    now: clock.now,
    log,
    projections,
    contacts,
    keys,
    executions: executions(),
    deadLetters: deadLetters(),
    worklist: (kinds) => readWorklist({ rows, generations }, kinds),
    release: (notice) => releaseNotice({ log, machines, changeMachine, now: clock.now }, notice),
    dismissedNotices: () => readDismissedNotices({ rows, generations }),
    dismiss: (notice, reason) => dismissNotice({ log, machines, changeMachine, now: clock.now }, notice, { reason, by: userInfo().username }),
    dismissVisit: (arrival, reason) => dismissVisit({ log, machines, onboardingMachine, now: clock.now }, arrival, { reason, by: userInfo().username }),
    closeUsage: (closing) => closeUsage({ machines, changeMachine }, closing),
    usageMonth: readMonth({ log, usage }),
    subscriptionsWhere: (wanted) => subscriptionRows({ rows, generations }, wanted),
  };
};
