import { dynamoCursors } from "../../functions/kernel/cursors";
import { documentClient } from "../../functions/kernel/dynamo";
import { dynamoEventStore } from "../../functions/kernel/dynamo-event-store";
import { dynamoGenerations } from "../../functions/kernel/generations";
import { laggingByName } from "../../functions/kernel/lagging";
import { dynamoProjectionRows } from "../../functions/kernel/projection-rows";
import { readProjections } from "../../functions/kernel/read-projections";
import { stateMachines } from "../../functions/kernel/state-machines";
import { pointAt, type Where } from "./where";

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
    machines: stateMachines(),
    lagging: () => laggingByName(`${prefix}-lagging`),
    rebuildMachine: `${prefix}-projection-rebuild`,
  };
};

export type Connection = ReturnType<typeof connectHere>;

/** The parts of a deployment that commands use. */
export const connect = (where: Where): Connection => {
  pointAt(where);
  return connectHere(where.prefix);
};
