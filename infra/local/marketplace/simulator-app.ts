import { Hono } from "hono";
import { buyersPages } from "./buyers-pages";
import type { Controls } from "./controls";
import type { Marketplace } from "./marketplace";
import { simulatorApi } from "./simulator-api";

/** Nothing is loaded from elsewhere and no script runs; forms go to this site, and one of them to the seller's. */
const policy = (seller: string): string =>
  `default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self' ${seller}; frame-ancestors 'none'; base-uri 'none'`;

/** The simulator's pages and API in one. Mounted at /simulator. */
export const simulatorApp = (stall: Marketplace, controls: Controls): Hono => {
  const app = new Hono();
  const contentSecurityPolicy = policy(new URL(stall.fulfilmentUrl).origin);

  app.use(async (context, next) => {
    // No other site may buy, cancel or break things through the visitor's browser.
    if (context.req.method !== "GET" && context.req.header("sec-fetch-site") === "cross-site")
      return context.json({ error: "This came from another site's page. Use the simulator's own pages, or a program." }, 403);
    await next();
    if (!context.res.headers.has("content-security-policy")) context.header("content-security-policy", contentSecurityPolicy);
    context.header("x-content-type-options", "nosniff");
    context.header("referrer-policy", "strict-origin-when-cross-origin");
    if (!context.res.headers.has("cache-control")) context.header("cache-control", "no-store");
    return undefined;
  });

  app.onError((error, context) => context.json({ error: `The simulator could not do it: ${error.message}` }, 500));
  app.route("/", buyersPages(stall, controls));
  app.route("/", simulatorApi(stall, controls));
  return app;
};
