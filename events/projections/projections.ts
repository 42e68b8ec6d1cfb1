import { customers } from "./customers";
import { deadlines } from "./deadlines";
import type { Projection, ProjectionName } from "./projection";
import { subscriptions } from "./subscriptions";
import { tenants } from "./tenants";
import { worklist } from "./worklist";

/** Every projection by its name. */
export const PROJECTIONS: Readonly<Record<ProjectionName, Projection>> = { customers, tenants, deadlines, worklist, subscriptions };
