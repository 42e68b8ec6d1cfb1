import type { Context } from "hono";
import { Hono } from "hono/tiny";
import { accessLog, isPassing, RETRY_AFTER, type WebEnvironment } from "../kernel/web/serve";
import { acceptToken, readToken } from "./accept-token";
import { apiNotFound, arrivalApi } from "./api";
import { logInUrl, viewArrival } from "./arrival-view";
import { liveScript } from "./assets/live";
import { stylesheet } from "./assets/style";
import type { FulfilmentDependencies } from "./dependencies";
import { readFormBody } from "./form-body";
import { strictHeaders } from "./headers";
import { arrivalPage } from "./pages/arrival";
import { ARRIVAL_FIELD, formPage } from "./pages/form";
import { landingPage, troublePage } from "./pages/guidance";
import { layout, type Page } from "./pages/layout";
import { isRegistrable, register } from "./register";
import { TOKEN_TROUBLES, TROUBLES, type Trouble } from "./troubles";
import { arrivalOfBrowser, isFromOurPage, rememberArrival } from "./visit";

type Visit = Context<WebEnvironment>;

/** The field names of AWS Marketplace's form (`UG:saas-product-customer-setup`, `UG:saas-free-trials`). */
const TOKEN_FIELD = "x-amzn-marketplace-token";
const OFFER_TYPE_FIELD = "x-amzn-marketplace-offer-type";

/** A year, the longest that HTTP caches heed: the URL changes with the content. */
const FOR_EVER = "public, max-age=31536000, immutable";

/** The seller's page that AWS Marketplace sends buyers to: from the token to the log-in. */
export const fulfilmentApp = (deps: FulfilmentDependencies): Hono<WebEnvironment> => {
  const { catalogue } = deps;
  const app = new Hono<WebEnvironment>();
  const show = (context: Visit, page: Page) => context.html(layout(context.env.base, page));
  const trouble = (context: Visit, what: Trouble) => {
    context.status(what.status);
    return show(context, troublePage(catalogue, what));
  };
  const toArrival = (context: Visit) => context.redirect(`${context.env.base}/arrival`, 303);

  app.use(accessLog(deps.log));
  app.use(strictHeaders);

  app.get("/", (context) => show(context, landingPage(catalogue)));

  app.post("/", async (context) => {
    const body = await readFormBody(context.req.raw);
    if (body.kind !== "form") return trouble(context, TOKEN_TROUBLES[body.kind]);
    const brought = readToken(body.entered.get(TOKEN_FIELD) ?? [], body.entered.get(OFFER_TYPE_FIELD) ?? []);
    if ("fault" in brought) return trouble(context, TOKEN_TROUBLES[brought.fault]);
    rememberArrival(context, await acceptToken(deps, brought));
    return toArrival(context);
  });

  app.get("/arrival", async (context) => {
    const arrival = await arrivalOfBrowser(context, deps);
    if (arrival === undefined) return trouble(context, TROUBLES.noVisit);
    const view = await viewArrival(deps, arrival);
    const link = view.status === "ready" ? await logInUrl(deps, view) : "";
    return show(context, arrivalPage(view, { base: context.env.base, arrival, catalogue, logInUrl: link }));
  });

  app.get("/arrival.json", async (context) => {
    const arrival = await arrivalOfBrowser(context, deps);
    if (arrival === undefined) return context.json({ status: "noVisit" }, 403);
    return context.json({ status: (await viewArrival(deps, arrival)).status });
  });

  // A reload of the form that was shown again with its faults ends up here in some browsers.
  app.get("/registration", toArrival);

  app.post("/registration", async (context) => {
    if (!isFromOurPage(context.req.raw)) return trouble(context, TROUBLES.otherSite);
    const arrival = await arrivalOfBrowser(context, deps);
    if (arrival === undefined) return trouble(context, TROUBLES.noVisit);
    const body = await readFormBody(context.req.raw);
    if (body.kind !== "form") return trouble(context, body.kind === "tooLarge" ? TROUBLES.formTooLarge : TROUBLES.notAForm);
    const { entered } = body;
    if (entered.get(ARRIVAL_FIELD)?.[0] !== arrival) return trouble(context, TROUBLES.otherPurchase);
    const view = await viewArrival(deps, arrival);
    if (!isRegistrable(view)) return toArrival(context);
    const done = await register(deps, arrival, view, entered);
    if (done.outcome === "accepted") return toArrival(context);
    context.status(422);
    return show(context, formPage(context.env.base, { arrival, view, refilled: { entered, faults: done.faults } }));
  });

  for (const { name, type, content, digest } of [stylesheet, liveScript]) {
    app.get(`/assets/${name}`, (context) =>
      context.body(content, 200, { "content-type": type, "cache-control": context.req.query("v") === digest ? FOR_EVER : "no-cache" }),
    );
  }

  app.route("/api", arrivalApi(deps));

  app.notFound((context) => (context.req.path.startsWith("/api/") ? apiNotFound() : trouble(context, TROUBLES.nowhere)));
  app.onError((error, context) => {
    if (!isPassing(error)) return trouble(context, TROUBLES.broken);
    context.header("retry-after", RETRY_AFTER["retry-after"]);
    return trouble(context, TROUBLES.busy);
  });
  return app;
};
