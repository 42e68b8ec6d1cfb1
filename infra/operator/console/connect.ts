import { clock } from "../../../functions/kernel/clock";
import { dynamoContacts } from "../../../functions/kernel/contacts";
import { deadLetters } from "../../../functions/kernel/dead-letters";
import { documentClient } from "../../../functions/kernel/dynamo";
import { executions } from "../../../functions/kernel/executions";
import { connectHere } from "../connection";
import type { Sources } from "./sources";
import { parkedNotices } from "./walks/parked-notices";
import { subscriptionRows } from "./walks/subscription-rows";

/** The sources of a deployment, with the credentials of this process. */
export const connectConsole = (prefix: string, at: Pick<Sources, "place" | "awsRegion">): Sources => {
  const { log, rows, generations, projections } = connectHere(prefix);
  return {
    ...at,
    prefix,
    now: clock.now,
    log,
    projections,
    contacts: dynamoContacts({ client: documentClient(), table: `${prefix}-contacts` }),
    executions: executions(),
    deadLetters: deadLetters(),
    parkedNotices: () => parkedNotices(log),
    subscriptionsWhere: (wanted) => subscriptionRows({ rows, generations }, wanted),
  };
};
