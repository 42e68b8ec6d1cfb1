import { clock } from "../../functions/kernel/task/clock";
import { dynamoContacts } from "../../functions/kernel/buyers/contacts";
import { dynamoCursors } from "../../functions/kernel/projections/cursors";
import { documentClient } from "../../functions/kernel/aws/dynamo";
import { dynamoEventStore } from "../../functions/kernel/streams/dynamo-event-store";
import { dynamoGenerations } from "../../functions/kernel/projections/generations";
import { executions } from "../../functions/kernel/aws/executions";
import { fetchKeys, type Keys } from "../../functions/kernel/buyers/keys";
import { laggingByName } from "../../functions/kernel/projections/lagging";
import { dynamoProjectionRows } from "../../functions/kernel/projections/projection-rows";
import { readProjections } from "../../functions/kernel/projections/read-projections";
import { dynamoReconciliationLanes } from "../../functions/kernel/reconciliation/reconciliation-lanes";
import { awsRuleTargets } from "../../functions/kernel/aws/rule-targets";
import { stateMachines } from "../../functions/kernel/aws/state-machines";
import { usageTable } from "../../functions/kernel/usage/usage-table";
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
