import { clock } from "../../functions/kernel/clock";
import { dynamoContacts } from "../../functions/kernel/contacts";
import { dynamoCursors } from "../../functions/kernel/cursors";
import { documentClient } from "../../functions/kernel/dynamo";
import { dynamoEventStore } from "../../functions/kernel/dynamo-event-store";
import { dynamoGenerations } from "../../functions/kernel/generations";
import { executions } from "../../functions/kernel/executions";
import { fetchKeys, type Keys } from "../../functions/kernel/keys";
import { laggingByName } from "../../functions/kernel/lagging";
import { dynamoProjectionRows } from "../../functions/kernel/projection-rows";
import { readProjections } from "../../functions/kernel/read-projections";
import { dynamoReconciliationLanes } from "../../functions/kernel/reconciliation-lanes";
import { awsRuleTargets } from "../../functions/kernel/rule-targets";
import { stateMachines } from "../../functions/kernel/state-machines";
import { usageTable } from "../../functions/kernel/usage-table";
import { EXIT, isRefused, Problem } from "./problem";
import { pointAt, type Where } from "./where";

/** The deployment's keys, with the right of the person who asks. */
const operatorsKeys = async (prefix: string): Promise<Keys> => {
  try {
    return await fetchKeys(`${prefix}-keys`);
  } catch (error) {
    if (!isRefused(error)) throw error;
    throw new Problem(
      `To name what a person is found by, your role needs the right secretsmanager:GetSecretValue on '${prefix}-keys', and kms:Decrypt on the key that encrypts it. Without it, a buyer is found by AWS account, subscription, agreement or tenant, and no contact can be corrected.`,
      EXIT.unreachable,
    );
  }
};

/** The parts of a deployment that this process' AWS variables lead to. Every name follows from the prefix. */
export const connectHere = (prefix: string) => {
  const client = documentClient();
  const rows = dynamoProjectionRows({ client, table: `${prefix}-projections` });
  const generations = dynamoGenerations({ client, table: `${prefix}-cursors` });
  return {
    log: dynamoEventStore({ client, table: `${prefix}-log` }),
    rows,
    generations,
    projections: readProjections({ rows, generations }),
    cursors: dynamoCursors({ client, table: `${prefix}-cursors` }),
    contacts: dynamoContacts({ client, table: `${prefix}-contacts` }),
    keys: () => operatorsKeys(prefix),
    usage: usageTable({ client, table: `${prefix}-usage` }),
    machines: stateMachines(),
    executions: executions(),
    lagging: () => laggingByName(`${prefix}-lagging`),
    lanes: dynamoReconciliationLanes({ client, table: `${prefix}-cursors`, now: () => clock.now() }),
    reconciliationMachine: `${prefix}-reconciliation`,
    changeMachine: `${prefix}-entitlement-change`,
    onboardingMachine: `${prefix}-onboarding`,
    mailMachine: `${prefix}-buyer-mail`,
    targets: awsRuleTargets(),
    bus: prefix,
    rebuildMachine: `${prefix}-projection-rebuild`,
  };
};

export type Connection = ReturnType<typeof connectHere>;

/** The parts of a deployment that commands use. */
export const connect = (where: Where): Connection => {
  pointAt(where);
  return connectHere(where.prefix);
};
