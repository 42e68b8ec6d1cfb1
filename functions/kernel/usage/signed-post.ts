import { defaultProvider } from "@aws-sdk/credential-provider-node";
import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { StandardRetryStrategy } from "@smithy/core/retry";
import { SignatureV4 } from "@smithy/signature-v4";
import { Failure } from "../task/failure";

/** Where a signed API is, and with whose rights it is asked. */
export interface SignedApi {
  /** The API's address, with its stage: `https://….execute-api.eu-west-1.amazonaws.com/v1`. */
  readonly url: string;
  /** @default - the Region in the address, else AWS_REGION */
  readonly region?: string;
  /** @default - those of the process, as the AWS SDK finds them */
  readonly credentials?: ReturnType<typeof defaultProvider>;
  /** How often a call is tried in all. @default - 5: with the SDK's pauses that is a few seconds */
  readonly attempts?: number;
}

/** Posts JSON. @throws Failure `Throttled` or `Transient` after the last attempt, `Permanent` for what no attempt would mend */
export type SignedPost = (path: string, body: string) => Promise<unknown>;

/** API Gateway gives up after 29 seconds. */
const PATIENCE_MS = 30_000;
const ATTEMPTS = 5;

/** The signing name of API Gateway. */
const SERVICE = "execute-api";

const regionOf = (host: string): string => /\.execute-api\.([a-z0-9-]+)\.amazonaws\.com/.exec(host)?.[1] ?? process.env["AWS_REGION"] ?? "us-east-1";

/** What an attempt came to, in the words of the SDK's retry rules; `hint` is when the API would like to be asked again. */
type Attempt =
  | { readonly outcome: "answered"; readonly body: unknown }
  | { readonly outcome: "again"; readonly as: "THROTTLING" | "TRANSIENT"; readonly why: string; readonly hint?: Date | undefined };

const SAID = 300;

const hintOf = (answer: Response): Date | undefined => {
  const seconds = Number(answer.headers.get("retry-after") ?? "");
  return seconds > 0 ? new Date(Date.now() + seconds * 1_000) : undefined;
};

const outcomeOf = async (answer: Response): Promise<Attempt> => {
  const text = await answer.text();
  if (answer.ok) return { outcome: "answered", body: JSON.parse(text) };
  const why = `it answered ${answer.status}`;
  if (answer.status === 429) return { outcome: "again", as: "THROTTLING", why, hint: hintOf(answer) };
  if (answer.status >= 500) return { outcome: "again", as: "TRANSIENT", why, hint: hintOf(answer) };
  throw new Failure("Permanent", `The API refused the call (${answer.status}), and would again: ${text.slice(0, SAID)}`);
};

/** Posts to an API that asks for IAM's signature: signed by the AWS SDK's own signer, tried again by the AWS SDK's own rules. */
export const signedPost = ({ url, region, credentials = defaultProvider(), attempts = ATTEMPTS }: SignedApi): SignedPost => {
  const base = new URL(url.endsWith("/") ? url : `${url}/`);
  const signer = new SignatureV4({ service: SERVICE, region: region ?? regionOf(base.host), credentials, sha256: Sha256 });
  // One for all calls: what is tried again too often is tried less.
  const strategy = new StandardRetryStrategy(attempts);

  const attempt = async (to: URL, body: string): Promise<Attempt> => {
    const { protocol, hostname, pathname, host } = to;
    // Signed anew each time: a signature is good for five minutes.
    const { headers } = await signer.sign(
      new HttpRequest({ method: "POST", protocol, hostname, path: pathname, headers: { host, "content-type": "application/json" }, body }),
    );
    try {
      return await outcomeOf(await fetch(to, { method: "POST", headers, body, signal: AbortSignal.timeout(PATIENCE_MS) }));
    } catch (error) {
      if (error instanceof Failure) throw error;
      return { outcome: "again", as: "TRANSIENT", why: `it could not be reached (${error instanceof Error ? error.name : "unknown"})` };
    }
  };

  return async (path, body) => {
    const to = new URL(path, base);
    let token = await strategy.acquireInitialRetryToken(SERVICE);
    for (;;) {
      const tried = await attempt(to, body);
      if (tried.outcome === "answered") {
        strategy.recordSuccess(token);
        return tried.body;
      }
      const { as, why, hint } = tried;
      try {
        // The strategy itself waits.
        token = await strategy.refreshRetryTokenForRetry(token, { errorType: as, ...(hint !== undefined && { retryAfterHint: hint }) });
      } catch (cause) {
        throw new Failure(as === "THROTTLING" ? "Throttled" : "Transient", `${to.href} took nothing, however often it was asked: ${why}.`, { cause });
      }
    }
  };
};
