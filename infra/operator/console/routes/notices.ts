import { Hono } from "hono";
import { inParallel } from "../../../../functions/kernel/batches";
import { readParkedNotice } from "../../work/parked-notice";
import type { Desk } from "../desk";
import { notFoundPage } from "../pages/not-found";
import { noticePage, noticesPage } from "../pages/notices";
import { PATHS } from "../parts/ui";

/** Notices on a page, each with its whole text. */
const SHOWN = 50;

/** Notices are read from the log, some at once. */
const WIDTH = 8;

/** The pages about parked notices, and their release. */
export const noticeRoutes = ({ ui, sources, show, refuseAction }: Desk): Hono => {
  const routes = new Hono();

  const missing = () =>
    notFoundPage(ui(), { title: "No such notice waits", advice: "It was dealt with, or never came. The runs named notice-… say what became of it." });

  routes.get(PATHS.notices, async (context) => {
    const { worklist, log } = sources();
    const waiting = (await worklist(["parkedNotice"])).flatMap((item) => (item.kind === "parkedNotice" ? [item.noticeId] : []));
    const found = await inParallel(waiting.slice(0, SHOWN), WIDTH, (id) => readParkedNotice(log, id));
    return show(context, noticesPage(ui(), { shown: found.filter((one) => one !== undefined), more: Math.max(0, waiting.length - SHOWN) }));
  });

  routes.get("/notices/:notice", async (context) => {
    const found = await readParkedNotice(sources().log, context.req.param("notice"));
    return found === undefined ? show(context, missing(), 404) : show(context, noticePage(ui(), found));
  });

  routes.post("/notices/:notice/release", async (context) => {
    const refused = refuseAction(context);
    if (refused !== undefined) return refused;
    const notice = context.req.param("notice");
    if ((await readParkedNotice(sources().log, notice)) === undefined) return show(context, missing(), 404);
    const [machine = "", name = ""] = (await sources().release(notice)).split(":").slice(-2);
    return context.redirect(`${ui().base}${PATHS.run(machine, name)}?released`, 303);
  });

  return routes;
};
