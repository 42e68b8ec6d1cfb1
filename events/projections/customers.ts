import { listed } from "./listing";
import type { Projection } from "./projection";

/** The subscriptions of each AWS account: how support finds a buyer. */
export const customers: Projection = {
  name: "customers",
  shape: 1,
  rows: (id, state) => listed(id, state, { now: state.awsAccountId, before: state.formerAccounts }),
};
