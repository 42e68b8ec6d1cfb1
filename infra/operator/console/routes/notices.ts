import { Hono, type Context } from "hono";
import { inParallel } from "../../../../functions/kernel/task/batches";
import { readReason } from "../../decision";
import { readParkedNotice } from "../../work/parked-notice";
import type { Desk } from "../desk";
import { fieldOf } from "../form";
import { notFoundPage, troublePage } from "../pages/not-found";
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

  /** Leads to the run that an action started. */
  const toRun = (context: Context, execution: string, said: string): Response => {
    const [machine = "", name = ""] = execution.split(":").slice(-2);
    return context.redirect(`${ui().base}${PATHS.run(machine, name)}?${said}`, 303);
  };

  routes.get(PATHS.notices, async (context) => {
    const { worklist, log, dismissedNotices } = sources();
    const dismissed = await dismissedNotices();
    const waiting = (await worklist(["parkedNotice"])).flatMap((item) => (item.kind === "parkedNotice" ? [item.noticeId] : []));
    const found = await inParallel(waiting.slice(0, SHOWN), WIDTH, (id) => readParkedNotice(log, id));
    const model = {
      shown: found.filter((one) => one !== undefined),
      more: Math.max(0, waiting.length - SHOWN),
      dismissed: dismissed.slice(0, SHOWN),
      moreDismissed: Math.max(0, dismissed.length - SHOWN),
    };
    return show(context, noticesPage(ui(), model));
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
    return toRun(context, await sources().release(notice), "released");
  });

  routes.post("/notices/:notice/dismiss", async (context) => {
    const refused = refuseAction(context);
    if (refused !== undefined) return refused;
    const notice = context.req.param("notice");
    const found = await readParkedNotice(sources().log, notice);
    if (found === undefined || found.dismissed !== undefined) return show(context, missing(), 404);
    const reason = readReason(fieldOf(await context.req.parseBody(), "reason"));
    if ("trouble" in reason) return show(context, troublePage("That is no reason that can be kept", reason.trouble), 422);
    return toRun(context, await sources().dismiss(notice, reason.text), "dismissed");
  });

  return routes;
};
