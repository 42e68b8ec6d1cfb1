import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { PASS_SECONDS, readPass } from "../kernel/buyers/arrival-pass";
import type { WebEnvironment } from "../kernel/web/serve";
import type { FulfilmentDependencies } from "./dependencies";

/** The browser's cookie. It names the arrival and nothing else. */
const COOKIE = "arrival";

type Visit = Context<WebEnvironment>;

/** Gives the browser the pass of its arrival. Lax, because AWS Marketplace's form POST comes from another site and is followed by our redirect. */
export const rememberArrival = (context: Visit, pass: string): void => {
  setCookie(context, COOKIE, pass, {
    httpOnly: true,
    sameSite: "Lax",
    path: context.env.base === "" ? "/" : context.env.base,
    maxAge: PASS_SECONDS,
    secure: new URL(context.req.url).protocol === "https:",
  });
};

const passed = async (
  context: Visit,
  pass: string | undefined,
  { keys, clock }: Pick<FulfilmentDependencies, "keys" | "clock">,
): Promise<string | undefined> => {
  if (pass === undefined) return undefined;
  const arrival = readPass(pass, clock.now(), await keys());
  if (arrival !== undefined) context.set("about", { arrival });
  return arrival;
};

/** The arrival this browser came with, by its cookie. */
export const arrivalOfBrowser = (context: Visit, deps: Pick<FulfilmentDependencies, "keys" | "clock">): Promise<string | undefined> =>
  passed(context, getCookie(context, COOKIE), deps);

/** The arrival a seller's own page asks for, by the handle it was given. */
export const arrivalOfCaller = (context: Visit, deps: Pick<FulfilmentDependencies, "keys" | "clock">): Promise<string | undefined> =>
  passed(context, /^Bearer +(\S+) *$/i.exec(context.req.header("authorization") ?? "")?.[1], deps);

/**
 * Whether our own page sent a form. Browsers say so themselves (`Sec-Fetch-Site`, Fetch Metadata); those that don't name
 * the page's origin in a POST.
 */
export const isFromOurPage = (request: Request): boolean => {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  const origin = request.headers.get("origin");
  return origin !== null && URL.canParse(origin) && new URL(origin).host === new URL(request.url).host;
};
