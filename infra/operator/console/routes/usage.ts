import { Hono } from "hono";
import { Day, Month } from "../../../../events/kernel/hour";
import { subscription, subscriptionStream } from "../../../../events/subscription/decider";
import type { Desk } from "../desk";
import { notFoundPage } from "../pages/not-found";
import { usagePage } from "../pages/usage";

/** The usage of one subscription. */
export const usageRoutes = ({ ui, sources, show }: Desk): Hono => {
  const routes = new Hono();

  routes.get("/subscriptions/:id/usage", async (context) => {
    const id = context.req.param("id");
    const now = sources().now().slice(0, "2026-11".length);
    const asked = context.req.query("month") ?? "";
    const month = Month.safeParse(asked === "" ? now : asked);
    if (!month.success) return show(context, notFoundPage(ui(), { title: "There is no such month", advice: "Name a month like 2026-11 in the address." }), 404);
    const { state } = await sources().log.load(subscription, subscriptionStream(id));
    if (state.listing === undefined)
      return show(
        context,
        notFoundPage(ui(), { title: "There is no such subscription", advice: "Nothing is known under this name. Search for something else the buyer has." }),
        404,
      );
    const day = Day.safeParse(context.req.query("day")).data;
    return show(context, usagePage(ui(), { month: await sources().usageMonth(id, month.data), now, day }));
  });

  return routes;
};
