import { Hono } from "hono";
import { describeProblem } from "../problem";
import type { Desk } from "./desk";
import { guard, newToken } from "./guard";
import { layout } from "./parts/layout";
import { PATHS, type Ui } from "./parts/ui";
import { notFoundPage, troublePage } from "./pages/not-found";
import { script } from "./assets/script";
import { stylesheet } from "./assets/style";
import { buyerRoutes } from "./routes/buyers";
import { deadLetterRoutes } from "./routes/dead-letters";
import { noticeRoutes } from "./routes/notices";
import { overviewRoutes } from "./routes/overview";
import { runRoutes } from "./routes/runs";
import { usageRoutes } from "./routes/usage";
import { unbilledRoutes } from "./routes/unbilled";
import { worklistRoutes } from "./routes/worklists";
import type { Sources } from "./sources";

export interface ConsoleOptions {
  /** Where it is mounted, without a slash at its end. */
  readonly base: string;
  /** Whether it may do anything, or only look. */
  readonly actions: boolean;
  /** Opened with the first request. */
  readonly sources: () => Sources;
}

/** The support console. Mounted at `base` by whoever serves it, on a loopback address. */
export const consoleApp = ({ base, actions, sources: open }: ConsoleOptions): Hono => {
  const token = newToken();
  let opened: Sources | undefined;
  const sources = (): Sources => (opened ??= open());
  const ui = (): Ui => ({ base, token, actions, prefix: sources().prefix, place: sources().place });

  const show: Desk["show"] = (context, page, status = 200) => context.html(layout(ui(), page), status);
  const desk: Desk = {
    ui,
    sources,
    show,
    refuseAction: (context) =>
      actions
        ? undefined
        : show(context, troublePage("This console only looks", "It was started without --allow-actions. Stop it and start it with that option to act."), 403),
  };

  // Not strict: an address is the same with a slash at its end and without.
  const app = new Hono({ strict: false });
  app.use(guard(token));
  app.get(PATHS.style, (context) => context.body(stylesheet, 200, { "content-type": "text/css; charset=utf-8", "cache-control": "no-cache" }));
  app.get(PATHS.script, (context) => context.body(script, 200, { "content-type": "text/javascript; charset=utf-8", "cache-control": "no-cache" }));
  app.route("/", overviewRoutes(desk));
  app.route("/", worklistRoutes(desk));
  app.route("/", noticeRoutes(desk));
  app.route("/", deadLetterRoutes(desk));
  app.route("/", buyerRoutes(desk));
  app.route("/", unbilledRoutes(desk));
  app.route("/", usageRoutes(desk));
  app.route("/", runRoutes(desk));
  app.notFound((context) => show(context, notFoundPage(ui(), { title: "There is no such page", advice: "Search for what you need." }), 404));
  app.onError((error, context) => {
    const { message } = describeProblem(error, sources().prefix);
    return context.html(layout(ui(), troublePage("That did not work", message)), 502);
  });
  return app;
};
