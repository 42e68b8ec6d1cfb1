import { z } from "zod";

/** What a web application is told of a request beside the request itself. */
export interface GatewayRequest {
  /** The path under which the API is reached, without a slash at its end: `/prod`, a custom domain's mapping, or nothing. */
  readonly base: string;
  readonly requestId: string;
  /** The IAM identity that signed the request, where the API asks for one. */
  readonly caller?: string;
}

/** A web application, such as Hono's: it sees paths below its base only. */
export interface WebApplication {
  readonly fetch: (request: Request, gateway: GatewayRequest) => Response | Promise<Response>;
}

/** The members we read of API Gateway's Lambda proxy event for REST APIs (developer guide, "Input format of a Lambda function for proxy integration"). */
const ProxyEvent = z.object({
  httpMethod: z.string(),
  path: z.string(),
  resource: z.string().nullish(),
  pathParameters: z.record(z.string(), z.string().optional()).nullish(),
  headers: z.record(z.string(), z.string().optional()).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(z.string()).optional()).nullish(),
  queryStringParameters: z.record(z.string(), z.string().optional()).nullish(),
  multiValueQueryStringParameters: z.record(z.string(), z.array(z.string()).optional()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
  requestContext: z.object({
    path: z.string().nullish(),
    stage: z.string().nullish(),
    requestId: z.string().nullish(),
    domainName: z.string().nullish(),
    identity: z.object({ userArn: z.string().nullish() }).nullish(),
  }),
});
type ProxyEvent = z.infer<typeof ProxyEvent>;

/** API Gateway's Lambda proxy answer. */
export interface ProxyResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded: false;
}

/** Redirects begin with the base: one such as `//elsewhere.example` would lead away. */
const PLAIN_BASE = /^(?:\/[\w.~$-]+)*$/;

const withoutEndSlash = (path: string): string => path.replace(/\/+$/, "");

/**
 * The path as the application knows it, made of the resource's template and what stood in its places: the event's own
 * `path` has a custom domain's mapping in front.
 */
const routeOf = ({ path, pathParameters, resource }: ProxyEvent): string => {
  const places = [...(resource ?? "").matchAll(/\{(\w+)(\+?)\}/g)];
  const complete = places.every(([, name]) => pathParameters?.[name ?? ""] !== undefined);
  if (resource === undefined || resource === null || !complete) return path;
  return places.reduce((route, [place, name, greedy]) => {
    const value = pathParameters?.[name ?? ""] ?? "";
    return route.replace(place, () => (greedy === "+" ? value : encodeURIComponent(decoded(value))));
  }, resource);
};

/** What the browser's path has before the application's own: the stage, or a custom domain's mapping. */
const baseOf = ({ requestContext: { path, stage } }: ProxyEvent, route: string): string => {
  const full = withoutEndSlash(path ?? "");
  const tail = withoutEndSlash(route);
  const base = full.endsWith(tail) ? full.slice(0, full.length - tail.length) : stage && full.startsWith(`/${stage}/`) ? `/${stage}` : "";
  return PLAIN_BASE.test(base) ? base : "";
};

const headersOf = ({ headers, multiValueHeaders }: ProxyEvent): Headers => {
  const all = new Headers();
  const add = (name: string, value: string): void => {
    try {
      all.append(name, value);
    } catch {
      // A header that HTTP does not allow is no header of ours; without it the request is judged as if it had not come.
    }
  };
  for (const [name, values] of Object.entries(multiValueHeaders ?? {})) for (const value of values ?? []) add(name, value);
  for (const [name, value] of Object.entries(headers ?? {})) if (value !== undefined && !all.has(name)) add(name, value);
  return all;
};

const queryOf = ({ queryStringParameters, multiValueQueryStringParameters }: ProxyEvent): string => {
  const query = new URLSearchParams();
  const several = multiValueQueryStringParameters ?? {};
  for (const [name, values] of Object.entries(several)) for (const value of values ?? []) query.append(name, value);
  for (const [name, value] of Object.entries(queryStringParameters ?? {})) if (value !== undefined && !(name in several)) query.append(name, value);
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
};

const bodyOf = ({ body, isBase64Encoded }: ProxyEvent): Uint8Array<ArrayBuffer> | null => {
  if (body === undefined || body === null || body === "") return null;
  return new Uint8Array(Buffer.from(body, isBase64Encoded === true ? "base64" : "utf8"));
};

/** API Gateway names the scheme the browser used; where nobody does, it was https, the only one API Gateway speaks. */
const originOf = (headers: Headers, { domainName }: ProxyEvent["requestContext"]): string => {
  const scheme = headers.get("x-forwarded-proto") === "http" ? "http" : "https";
  return `${scheme}://${headers.get("host") ?? domainName ?? "localhost"}`;
};

const requestOf = (event: ProxyEvent, route: string): Request => {
  const headers = headersOf(event);
  const method = event.httpMethod.toUpperCase();
  const body = method === "GET" || method === "HEAD" ? null : bodyOf(event);
  const path = route.split("/").map((part) => encodeURIComponent(decoded(part)));
  return new Request(`${originOf(headers, event.requestContext)}${path.join("/")}${queryOf(event)}`, { method, headers, body });
};

/** API Gateway decodes path parameters, others don't: both become the same. */
const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/** `content-type` → `Content-Type`, as most of the world writes it. */
const usualSpelling = (name: string): string => name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());

const resultOf = async (response: Response): Promise<ProxyResult> => ({
  statusCode: response.status,
  headers: Object.fromEntries([...response.headers].map(([name, value]) => [usualSpelling(name), value])),
  body: await response.text(),
  isBase64Encoded: false,
});

/** Serves a web application to a REST API of API Gateway (Lambda proxy integration). Its answers are texts with at most one cookie. */
export const gatewayHandler =
  (application: () => WebApplication) =>
  async (event: unknown): Promise<ProxyResult> => {
    const proxied = ProxyEvent.parse(event);
    const route = routeOf(proxied);
    const { requestId, identity } = proxied.requestContext;
    const caller = identity?.userArn ?? undefined;
    const gateway = { base: baseOf(proxied, route), requestId: requestId ?? "", ...(caller !== undefined && { caller }) };
    return resultOf(await application().fetch(requestOf(proxied, route), gateway));
  };
