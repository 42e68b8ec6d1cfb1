import { Hono } from "hono";
import { arrival, arrivalStream } from "../../../../events/arrival/decider";
import type { ArrivalEvent } from "../../../../events/arrival/events";
import { WorkKind } from "../../../../events/projections/worklist";
import type { Commit } from "../../../../functions/kernel/streams/event-store";
import type { StoredRow } from "../../../../functions/kernel/projections/rows";
import { readReason } from "../../decision";
import type { Desk } from "../desk";
import { fieldOf } from "../form";
import { renewalOf, renewalsOf } from "../models/renewals";
import { subscriptionRow } from "../models/subscription-row";
import { timelineOf } from "../models/timeline";
import { arrivalPage } from "../pages/arrival";
import { notFoundPage, troublePage } from "../pages/not-found";
import { renewalsPage } from "../pages/renewals";
import { worklistPage } from "../pages/worklist";
import { PATHS } from "../parts/ui";

/** The lists of what waits for a person, and the pages of what is on them that have no other. */
export const worklistRoutes = ({ ui, sources, show, refuseAction }: Desk): Hono => {
  const routes = new Hono();

  const missing = () => notFoundPage(ui(), { title: "There is no such visit", advice: "Nothing waits under this name. Search for the buyer's account." });

  routes.get(PATHS.worklist, async (context) => {
    const { worklist, now } = sources();
    const kind = WorkKind.safeParse(context.req.query("kind")).data;
    return show(context, worklistPage(ui(), { items: await worklist(), kind, now: now() }));
  });

  routes.get("/arrivals/:arrival", async (context) => {
    const id = context.req.param("arrival");
    const { log } = sources();
    const { state, version } = await log.load(arrival, arrivalStream(id));
    if (version === 0) return show(context, missing(), 404);
    const commits: Commit<ArrivalEvent>[] = [];
    for await (const commit of log.history(arrival, arrivalStream(id))) commits.push(commit);
    return show(context, arrivalPage(ui(), { id, state, entries: timelineOf(commits) }));
  });

  routes.post("/arrivals/:arrival/dismiss", async (context) => {
    const refused = refuseAction(context);
    if (refused !== undefined) return refused;
    const id = context.req.param("arrival");
    const { state } = await sources().log.load(arrival, arrivalStream(id));
    if (state.status !== "unlicensed" || state.dismissed !== undefined) return show(context, missing(), 404);
    const reason = readReason(fieldOf(await context.req.parseBody(), "reason"));
    if ("trouble" in reason) return show(context, troublePage("That is no reason that can be kept", reason.trouble), 422);
    const [machine = "", name = ""] = (await sources().dismissVisit(id, reason.text)).split(":").slice(-2);
    return context.redirect(`${ui().base}${PATHS.run(machine, name)}?visitDismissed`, 303);
  });

  routes.get(PATHS.renewals, async (context) => {
    const { now, subscriptionsWhere } = sources();
    const at = now();
    const isDue = (stored: StoredRow): boolean => {
      const row = subscriptionRow(stored);
      return row !== undefined && renewalOf(row, at) !== undefined;
    };
    const { items, ...seen } = await subscriptionsWhere(isDue);
    const rows = items.map(subscriptionRow).filter((one) => one !== undefined);
    return show(context, renewalsPage(ui(), renewalsOf(rows, at), seen));
  });

  return routes;
};
