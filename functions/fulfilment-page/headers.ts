import type { MiddlewareHandler } from "hono";
import type { WebEnvironment } from "../kernel/web/serve";

/** Two years, the least that browsers' preload lists ask for. Over plain http, as on a laptop, browsers ignore it. */
const HSTS = "max-age=63072000";

const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  "x-content-type-options": "nosniff",
  // Under no-referrer, browsers would call the origin of our own form `null`, and we could not tell it from another site's.
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  "x-robots-tag": "noindex",
  "strict-transport-security": HSTS,
};

/** Puts on every answer what keeps browsers strict; what has no caching of its own is never stored. */
export const strictHeaders: MiddlewareHandler<WebEnvironment> = async (context, next) => {
  await next();
  for (const [name, value] of Object.entries(HEADERS)) context.header(name, value);
  if (!context.res.headers.has("cache-control")) context.header("cache-control", "no-store");
};
