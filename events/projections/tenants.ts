import { listed } from "./listing";
import type { Projection } from "./projection";

/** The subscriptions of each of the product's tenants, bought from whichever accounts: whether a tenant has access follows from them. */
export const tenants: Projection = {
  name: "tenants",
  shape: 1,
  rows: (id, state) => listed(id, state, { now: state.tenantId, before: state.formerTenants }),
};
