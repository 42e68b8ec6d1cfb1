import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { MovableClock } from "./clock";
import type { Functions } from "./functions";

/** A REST API of the template, served under a path of this host. */
export interface ServedApi {
  /** The first part of the path, such as `fulfilment`: it stands where a stage stands at AWS. */
  readonly slug: string;
  readonly functionName: string;
  /** The paths below the API that this function answers. @default - all that no function before it in the list does */
  readonly paths?: RegExp;
  /** Whether callers must sign (AWS_IAM). The embedded cloud asks for a signature and checks no keys. */
  readonly signed: boolean;
}

/** API Gateway takes 10 MB; the function sees nothing longer. */
const LARGEST_BODY = 10 * 1024 * 1024;

const Answer = z.object({
  statusCode: z.number(),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  multiValueHeaders: z.record(z.string(), z.array(z.string())).optional(),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().default(false),
});

const headersOf = (request: Request): { readonly headers: Record<string, string>; readonly multiValueHeaders: Record<string, string[]> } => {
  const headers = { ...Object.fromEntries(request.headers), "X-Forwarded-Proto": new URL(request.url).protocol.slice(0, -1) };
  return { headers, multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])) };
};

const proxyEvent = (request: Request, body: string, { slug, now }: { readonly slug: string; readonly now: number }) => {
  const url = new URL(request.url);
  const path = url.pathname.slice(slug.length + 1) || "/";
  const query = [...url.searchParams];
  return {
    resource: path === "/" ? "/" : "/{proxy+}",
    path,
    httpMethod: request.method,
    ...headersOf(request),
    queryStringParameters: query.length === 0 ? null : Object.fromEntries(query),
    multiValueQueryStringParameters: query.length === 0 ? null : Object.fromEntries(query.map(([name]) => [name, url.searchParams.getAll(name)])),
    pathParameters: path === "/" ? null : { proxy: path.slice(1) },
    stageVariables: null,
    requestContext: {
      accountId: "000000000000",
      apiId: slug,
      httpMethod: request.method,
      identity: { sourceIp: "127.0.0.1", userAgent: request.headers.get("user-agent") },
      path: url.pathname,
      protocol: "HTTP/1.1",
      requestId: randomUUID(),
      requestTimeEpoch: now,
      resourcePath: path === "/" ? "/" : "/{proxy+}",
      stage: slug,
    },
    body: body === "" ? null : Buffer.from(body, "latin1").toString("utf8"),
    isBase64Encoded: false,
  };
};

const toResponse = (result: unknown): Response => {
  const { statusCode, headers = {}, multiValueHeaders = {}, body = "", isBase64Encoded } = Answer.parse(result);
  const all = new Headers(Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]));
  for (const [name, values] of Object.entries(multiValueHeaders)) {
    all.delete(name);
    for (const value of values) all.append(name, value);
  }
  const bytes = isBase64Encoded ? Buffer.from(body, "base64") : Buffer.from(body);
  return new Response(statusCode === 204 || statusCode === 304 ? null : new Uint8Array(bytes), { status: statusCode, headers: all });
};

/** Hands a request to the function of its API, as API Gateway's Lambda proxy integration does; undefined for other paths. */
export const apiGateway =
  (apis: readonly ServedApi[], functions: Functions, clock: MovableClock) =>
  async (request: Request): Promise<Response | undefined> => {
    const { pathname } = new URL(request.url);
    const api = apis.find(({ slug, paths }) => {
      const isUnder = pathname === `/${slug}` || pathname.startsWith(`/${slug}/`);
      return isUnder && (paths === undefined || paths.test(pathname.slice(slug.length + 1)));
    });
    if (api === undefined) return undefined;
    if (api.signed && request.headers.get("authorization")?.startsWith("AWS4-HMAC-SHA256 ") !== true) {
      return Response.json({ message: "Missing Authentication Token" }, { status: 403 });
    }
    const bytes = Buffer.from(await request.arrayBuffer());
    if (bytes.length > LARGEST_BODY) return Response.json({ message: "Request Too Long" }, { status: 413 });
    const invoked = await functions.invoke(api.functionName, proxyEvent(request, bytes.toString("latin1"), { slug: api.slug, now: clock.now() }));
    return invoked.ok ? toResponse(invoked.result) : Response.json({ message: "Internal server error" }, { status: 502 });
  };
