import { clock } from "../../../functions/kernel/clock";
import { deadLetters } from "../../../functions/kernel/dead-letters";
import { executions } from "../../../functions/kernel/executions";
import { connectHere } from "../connection";
import type { Sources } from "./sources";
import { parkedNotices } from "./walks/parked-notices";
import { subscriptionRows } from "./walks/subscription-rows";

/** The sources of a deployment, with the credentials of this process. */
export const connectConsole = (prefix: string, at: Pick<Sources, "place" | "awsRegion">): Sources => {
  const { log, rows, generations, projections, contacts, keys } = connectHere(prefix);
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
    parkedNotices: () => parkedNotices(log),
    subscriptionsWhere: (wanted) => subscriptionRows({ rows, generations }, wanted),
  };
};
