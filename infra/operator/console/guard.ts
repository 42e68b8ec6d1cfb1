import { randomBytes, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";

/** Nothing is loaded from elsewhere, nothing inline runs, forms go to the console itself, and nobody may frame it. */
export const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** 256 bits, made anew with each start: a page of a former start can't send anything. */
export const newToken = (): string => randomBytes(32).toString("base64url");

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

const hostName = (host: string): string => host.replace(/:\d+$/, "").toLowerCase();

const isSame = (given: unknown, token: string): boolean => {
  const one = Buffer.from(typeof given === "string" ? given : "");
  const other = Buffer.from(token);
  return one.length === other.length && timingSafeEqual(one, other);
};

const plain = (status: number, sentence: string): Response =>
  new Response(`${sentence}\n`, {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff", "cache-control": "no-store" },
  });

/**
 * Keeps other sites out: a page elsewhere whose name was made to lead to this machine (DNS rebinding), one that sends a
 * form here, and one that frames or reads this.
 */
export const guard =
  (token: string): MiddlewareHandler =>
  async (context, next) => {
    if (!LOOPBACK.has(hostName(context.req.header("host") ?? ""))) {
      return plain(403, "The console answers at localhost only. Open it at http://localhost and its port.");
    }
    if (context.req.method === "POST") {
      const { token: given } = await context.req.parseBody();
      const elsewhere = !["same-origin", "none", undefined].includes(context.req.header("sec-fetch-site"));
      if (elsewhere || !isSame(given, token))
        return plain(403, "This form is not from a page of this console, or of one that was started before. Reload the page and try again.");
    } else if (context.req.method !== "GET" && context.req.method !== "HEAD")
      return plain(405, "The console's pages are read (GET), and its forms sent (POST).");
    await next();
    context.header("content-security-policy", POLICY);
    context.header("x-content-type-options", "nosniff");
    context.header("referrer-policy", "no-referrer");
    context.header("cross-origin-opener-policy", "same-origin");
    context.header("cross-origin-resource-policy", "same-origin");
    if (!context.res.headers.has("cache-control")) context.header("cache-control", "no-store");
    return undefined;
  };
