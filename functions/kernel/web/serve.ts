import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { Failure } from "../task/failure";
import type { GatewayRequest } from "./gateway";

/** Where a web application writes what it did. */
export interface AccessLog {
  readonly info: (message: string, data: Readonly<Record<string, unknown>>) => void;
  readonly error: (message: string, data: Readonly<Record<string, unknown>>) => void;
}

/** What a request's handler finds in Hono's context. */
export interface WebEnvironment {
  readonly Bindings: GatewayRequest;
  readonly Variables: {
    /** What the request turned out to be about, for the log: names and ids, no personal data. */
    about?: Readonly<Record<string, string>>;
  };
}

/** Where in our code it happened. The message is left out: an error that is not ours may quote what it was given. */
const frames = (error: Error): readonly string[] =>
  (error.stack ?? "")
    .split("\n")
    .filter((line) => line.startsWith("    at "))
    .slice(0, 5);

const described = (error: Error): Readonly<Record<string, unknown>> => ({
  error: error.name,
  ...(error instanceof Failure && { reason: error.message }),
  at: frames(error),
});

/** Writes one line a request: the route's pattern, never the path or a header, which may hold a code or a name. */
export const accessLog =
  (log: AccessLog): MiddlewareHandler<WebEnvironment> =>
  async (context, next) => {
    const began = performance.now();
    await next();
    const { requestId, caller } = context.env;
    const line = {
      request: requestId,
      method: context.req.method,
      route: routePath(context, -1),
      status: context.res.status,
      milliseconds: Math.round(performance.now() - began),
      ...(caller !== undefined && { caller }),
      ...context.get("about"),
    };
    if (context.error === undefined) log.info("request", line);
    else log.error("request failed", { ...line, ...described(context.error) });
  };

/** Whether trying again soon may help: the world failed, not we. */
export const isPassing = (error: Error): boolean => error instanceof Failure && error.name !== "Permanent";

/** Seconds a caller is asked to wait after such a failure: AWS's limits refill each second. */
export const RETRY_AFTER = { "retry-after": "5" } as const;
