import { createHmac, timingSafeEqual } from "node:crypto";
import type { Instant } from "../../../events/kernel/values";
import type { Keys } from "./keys";

/**
 * How long a pass is good for: AWS's token lives about four hours (`UG:saas-product-customer-setup`), and a later form
 * needs no more than choosing 'Set up your account' again.
 */
export const PASS_SECONDS = 4 * 3600;

const mac = (text: string, { cookie }: Pick<Keys, "cookie">): Buffer => createHmac("sha256", cookie).update(`arrival-pass.${text}`).digest();

/**
 * A signed text that names an arrival: the browser's cookie, and the handle of the JSON API. Whoever holds it came with
 * the token, which itself is neither in it nor to be had from it.
 */
export const signPass = (arrival: string, now: Instant, keys: Pick<Keys, "cookie">): string => {
  const text = `v1.${arrival}.${Math.floor(Date.parse(now) / 1000) + PASS_SECONDS}`;
  return `${text}.${mac(text, keys).toString("base64url")}`;
};

/** The arrival a pass names; undefined if we did not sign it, or it has run out. */
export const readPass = (pass: string | undefined, now: Instant, keys: Pick<Keys, "cookie">): string | undefined => {
  const [, text, arrival, expires, signature] = /^(v1\.([0-9a-f]{32})\.(\d{1,12}))\.([\w-]{43})$/.exec(pass ?? "") ?? [];
  if (text === undefined || arrival === undefined || expires === undefined || signature === undefined) return undefined;
  const given = Buffer.from(signature, "base64url");
  const right = mac(text, keys);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  return Number(expires) * 1000 > Date.parse(now) ? arrival : undefined;
};
