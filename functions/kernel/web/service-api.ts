import type { Context } from "hono";
import { Hono } from "hono/tiny";
import { problemResponse, type Problem } from "./problem";
import { accessLog, isPassing, RETRY_AFTER, type AccessLog, type WebEnvironment } from "./serve";

/** What product services may be told of any call, each with a type that programs may rely on. */
export const SERVICE_PROBLEMS = {
  noSubscription: {
    status: 404,
    type: "noSubscription",
    title: "No such subscription",
    detail: "Nothing is known under this id. Take it from 'subscriptionId' of an event or a claim.",
  },
  notJson: { status: 400, type: "notJson", title: "The body is not JSON", detail: "Send one JSON object, with Content-Type application/json." },
  busy: { status: 503, type: "busy", title: "Too busy just now", detail: "Send the same again after the seconds in Retry-After: it is done once." },
  broken: { status: 500, type: "broken", title: "Something went wrong here", detail: "It has been recorded. Sending the same again is safe." },
} as const satisfies Readonly<Record<string, Problem>>;

/** A caller's own name for what it is doing, else the gateway's id of the request. It joins their logs and ours. */
export const correlationOf = (context: Context<WebEnvironment>): string => {
  const given = context.req.header("x-correlation-id");
  return given !== undefined && /^[\w.:-]{1,100}$/.test(given) ? given : context.env.requestId;
};

/**
 * An API for product services, before it has any routes: what is asked is logged, answers are kept by nobody, and a failure
 * says whether to come again.
 * @param nowhere what a path that there is not is answered with
 */
export const serviceApi = (log: AccessLog, nowhere: Problem): Hono<WebEnvironment> => {
  const api = new Hono<WebEnvironment>();
  api.use(accessLog(log));
  api.use(async (context, next) => {
    await next();
    context.header("x-correlation-id", correlationOf(context));
    context.header("cache-control", "no-store");
    context.header("x-content-type-options", "nosniff");
  });
  api.notFound(() => problemResponse(nowhere));
  api.onError((error) => (isPassing(error) ? problemResponse(SERVICE_PROBLEMS.busy, RETRY_AFTER) : problemResponse(SERVICE_PROBLEMS.broken)));
  return api;
};
