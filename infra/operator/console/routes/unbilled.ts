import { Hono } from "hono";
import { z } from "zod";
import { Hour } from "../../../../events/kernel/hour";
import { UsageResolution } from "../../../../events/kernel/usage-problem";
import { subscription as subscriptions, subscriptionStream } from "../../../../events/subscription/decider";
import { operatorOf, readReason } from "../../decision";
import type { Desk } from "../desk";
import { notFoundPage, troublePage } from "../pages/not-found";
import { unbilledPage } from "../pages/unbilled";
import { PATHS } from "../parts/ui";

const Form = z.object({ hour: Hour, dimension: z.string().min(1), resolution: UsageResolution, reason: z.string() });

/** The page about usage that AWS does not bill as it was sealed, and its closing. */
export const unbilledRoutes = ({ ui, sources, show, refuseAction }: Desk): Hono => {
  const routes = new Hono();

  const missing = () =>
    notFoundPage(ui(), { title: "There is no such subscription", advice: "Nothing is known under this name. Search for something else the buyer has." });

  routes.get("/subscriptions/:id/unbilled", async (context) => {
    const id = context.req.param("id");
    const { state, version } = await sources().log.load(subscriptions, subscriptionStream(id));
    if (version === 0) return show(context, missing(), 404);
    const { open = [], older = {} } = state.usageProblems ?? {};
    return show(context, unbilledPage(ui(), { subscription: id, problems: open, older: Object.values(older).reduce((sum, count) => sum + count, 0) }));
  });

  routes.post("/subscriptions/:id/unbilled/close", async (context) => {
    const refused = refuseAction(context);
    if (refused !== undefined) return refused;
    const subscription = context.req.param("id");
    const form = Form.safeParse(await context.req.parseBody());
    if (!form.success)
      return show(context, troublePage("That closes nothing", "The form names no hour, dimension or outcome. Reload its page, and try again."), 422);
    const reason = readReason(form.data.reason);
    if ("trouble" in reason) return show(context, troublePage("That is no reason that can be kept", reason.trouble), 422);
    const arn = await sources().closeUsage({ subscription, ...form.data, reason: reason.text, by: operatorOf({}) });
    const [machine = "", name = ""] = arn.split(":").slice(-2);
    return context.redirect(`${ui().base}${PATHS.run(machine, name)}?closed`, 303);
  });

  return routes;
};
