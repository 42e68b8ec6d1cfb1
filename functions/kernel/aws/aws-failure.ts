import { Failure } from "../task/failure";

const THROTTLED = /^(Throttl|TooManyRequests|ProvisionedThroughputExceeded|RequestLimitExceeded|LimitExceeded|SlowDown|ExecutionLimitExceeded)/;

/** A fault of AWS's, or of the way there: the same call may succeed later. */
const TRANSIENT =
  /^(Internal|ServiceUnavailable|Service Unavailable|TimeoutError|RequestTimeout|NetworkingError|ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|UnknownEndpoint|AbortError|TransactionInProgress)/;

const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((found, key) => (typeof found === "object" && found !== null ? Reflect.get(found, key) : undefined), value);

const numberAt = (value: unknown, ...path: readonly string[]): number | undefined => {
  const found = at(value, ...path);
  return typeof found === "number" ? found : undefined;
};

const nameOf = (error: unknown): string => {
  if (!(error instanceof Error)) return "UnknownError";
  const code: unknown = Reflect.get(error, "code");
  return typeof code === "string" && error.name === "Error" ? code : error.name;
};

/** What the network or Node.js itself threw, whatever its code: AWS was called, and no answer came. */
const isUnanswered = (error: unknown, status: number | undefined): boolean =>
  at(error, "name") === "Error" && at(error, "$metadata") !== undefined && status === undefined;

/** An answer that broke off, or that something on the way gave in AWS's place; a mistake of ours before the call has no status. */
const isUnreadable = (error: unknown, status: number | undefined): boolean => at(error, "name") === "SyntaxError" && status !== undefined;

/**
 * Puts an error of an AWS SDK client into one of the three classes of failure. The message names the service and the
 * error, not its text, which may quote what was sent.
 */
export const toFailure = (service: string, error: unknown): Failure => {
  if (error instanceof Failure) return error;
  const name = nameOf(error);
  const status = numberAt(error, "$metadata", "httpStatusCode");
  if (THROTTLED.test(name) || status === 429) return new Failure("Throttled", `${service} throttled the call (${name}); it is tried again.`, { cause: error });
  if (TRANSIENT.test(name) || isUnanswered(error, status) || isUnreadable(error, status) || (status !== undefined && status >= 500)) {
    return new Failure("Transient", `${service} did not answer as it should (${name}); it is tried again.`, { cause: error });
  }
  return new Failure("Permanent", `${service} refused the call (${name}); trying again would say the same.`, { cause: error });
};
