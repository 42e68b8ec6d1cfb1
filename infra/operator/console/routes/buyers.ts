import { Hono } from "hono";
import { subscription, subscriptionStream } from "../../../../events/subscription/decider";
import type { SubscriptionEvent } from "../../../../events/subscription/events";
import type { Commit } from "../../../../functions/kernel/streams/event-store";
import type { StoredRow } from "../../../../functions/kernel/projections/rows";
import type { Desk } from "../desk";
import { fieldOf } from "../form";
import { search, type Found } from "../models/search";
import { subscriptionRow, type SubscriptionRow } from "../models/subscription-row";
import { timelineOf } from "../models/timeline";
import { customerPage, foundPage, tenantPage } from "../pages/lists";
import { notFoundPage } from "../pages/not-found";
import { subscriptionPage, type SubscriptionModel } from "../pages/subscription";
import { PATHS } from "../parts/ui";

const rowsOf = (stored: readonly StoredRow[]): readonly SubscriptionRow[] => stored.map(subscriptionRow).filter((one) => one !== undefined);

/** Where what was found has its page; undefined where it has none. */
const pathOf = (found: Found): string | undefined => {
  switch (found.kind) {
    case "customer":
      return PATHS.customer(found.account);
    case "subscription":
      return PATHS.subscription(found.id);
    case "tenant":
      return PATHS.tenant(found.tenant);
    case "run":
      return PATHS.run(found.run.machine, found.run.name);
    case "subscriptions":
    case "nothing":
      return undefined;
  }
};

/** Search, and the pages about buyers. */
export const buyerRoutes = ({ ui, sources, show }: Desk): Hono => {
  const routes = new Hono();

  const missing = (what: string) =>
    notFoundPage(ui(), { title: `There is no such ${what}`, advice: "Nothing is known under this name. Search for something else the buyer has." });

  /** All that is known of one subscription; undefined if that is nothing. */
  const read = async (id: string): Promise<SubscriptionModel | undefined> => {
    const { log, projections } = sources();
    const stored = await projections.subscription(id);
    const commits: Commit<SubscriptionEvent>[] = [];
    for await (const commit of log.history(subscription, subscriptionStream(id))) commits.push(commit);
    const last = commits.at(-1)?.last;
    if (last === undefined) return undefined;
    return {
      id,
      row: stored === undefined ? undefined : subscriptionRow(stored),
      behind: Math.max(0, last - (stored?.version ?? 0)),
      entries: timelineOf(commits),
    };
  };

  routes.post(PATHS.search, async (context) => {
    const text = fieldOf(await context.req.parseBody(), "text").slice(0, 300);
    if (text === "") return context.redirect(`${ui().base}${PATHS.home}`, 303);
    const found = await search(text, sources());
    const path = pathOf(found);
    if (path !== undefined) return context.redirect(`${ui().base}${path}`, 303);
    if (found.kind === "subscriptions") return show(context, foundPage(ui(), found.rows));
    const advice = found.kind === "nothing" ? found.advice : "";
    return show(context, notFoundPage(ui(), { title: "Not found", advice, text }), 404);
  });

  routes.get("/customers/:account", async (context) => {
    const account = context.req.param("account");
    const rows = rowsOf(await sources().projections.customer(account));
    return rows.length === 0 ? show(context, missing("customer"), 404) : show(context, customerPage(ui(), account, rows));
  });

  routes.get("/tenants/:tenant", async (context) => {
    const tenant = context.req.param("tenant");
    const rows = rowsOf(await sources().projections.tenant(tenant));
    return rows.length === 0 ? show(context, missing("tenant"), 404) : show(context, tenantPage(ui(), tenant, rows));
  });

  routes.get("/subscriptions/:id", async (context) => {
    const model = await read(context.req.param("id"));
    return model === undefined ? show(context, missing("subscription"), 404) : show(context, subscriptionPage(ui(), model));
  });

  // A POST, and answered as it is: neither the person nor their details ever stand in an address or a browser's history.
  routes.post("/subscriptions/:id/contacts", async (context) => {
    const model = await read(context.req.param("id"));
    if (model === undefined) return show(context, missing("subscription"), 404);
    const reference = fieldOf(await context.req.parseBody(), "contact");
    const belongs = model.row?.contacts.includes(reference) ?? false;
    const found = belongs ? await sources().contacts.find(reference) : undefined;
    return show(context, subscriptionPage(ui(), { ...model, person: { reference, found } }));
  });

  return routes;
};
