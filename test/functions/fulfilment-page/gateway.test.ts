import { gatewayHandler, type GatewayRequest } from "../../../functions/kernel/web/gateway";
import { stall } from "./stall";

/** An event as API Gateway's developer guide shows it ("Input format of a Lambda function for proxy integration"), shortened. */
const event = (over: Record<string, unknown> = {}, context: Record<string, unknown> = {}) => ({
  resource: "/{proxy+}",
  path: "/arrival",
  httpMethod: "GET",
  headers: { Host: "abc.execute-api.us-east-1.amazonaws.com", "X-Forwarded-Proto": "https" },
  multiValueHeaders: { Host: ["abc.execute-api.us-east-1.amazonaws.com"], "X-Forwarded-Proto": ["https"] },
  queryStringParameters: null,
  multiValueQueryStringParameters: null,
  pathParameters: { proxy: "arrival" },
  stageVariables: null,
  requestContext: { path: "/prod/arrival", stage: "prod", requestId: "r-1", domainName: "abc.execute-api.us-east-1.amazonaws.com", identity: {}, ...context },
  body: null,
  isBase64Encoded: false,
  ...over,
});

/** What the application behind the gateway was asked. */
const asked = async (one: unknown): Promise<{ readonly request: Request; readonly gateway: GatewayRequest }> => {
  const calls: { request: Request; gateway: GatewayRequest }[] = [];
  await gatewayHandler(() => ({
    fetch: (request, gateway) => {
      calls.push({ request, gateway });
      return new Response("");
    },
  }))(one);
  return calls[0]!;
};

describe("the gateway", () => {
  test.each([
    ["the stage", event(), "/prod", "/arrival"],
    ["the stage alone", event({ resource: "/", path: "/", pathParameters: null }, { path: "/prod/" }), "/prod", "/"],
    ["the stage without a slash", event({ resource: "/", path: "/", pathParameters: null }, { path: "/prod" }), "/prod", "/"],
    ["a custom domain's root", event({}, { path: "/arrival" }), "", "/arrival"],
    ["a custom domain's mapping", event({ path: "/buy/arrival" }, { path: "/buy/arrival" }), "/buy", "/arrival"],
    ["a slash at the end", event({ path: "/arrival/" }, { path: "/prod/arrival/" }), "/prod", "/arrival"],
    [
      "a resource with a place",
      event(
        { resource: "/subscriptions/{id}/contact", path: "/x/subscriptions/a:b/contact", pathParameters: { id: "a:b" } },
        { path: "/x/subscriptions/a:b/contact" },
      ),
      undefined,
      "/subscriptions/a%3Ab/contact",
    ],
    ["no parameters", event({ pathParameters: null }), "/prod", "/arrival"],
  ])("finds the base and the path under %s", async (_, one, base, path) => {
    const { request, gateway } = await asked(one);
    expect(new URL(request.url).pathname).toBe(path);
    if (base !== undefined) expect(gateway.base).toBe(base);
  });

  test.each(["//evil.example/arrival", "/%2f/evil.example/arrival", "/\\evil.example/arrival", "/a b/arrival"])(
    "takes no base from %s that could lead away",
    async (path) => {
      expect((await asked(event({}, { path }))).gateway.base).toBe("");
    },
  );

  test("hands over scheme, host, all values of headers and queries, the body and the caller", async () => {
    const { request, gateway } = await asked(
      event(
        {
          httpMethod: "POST",
          multiValueHeaders: { Host: ["buy.example.com"], "X-Forwarded-Proto": ["https"], Cookie: ["a=1; b=2"], "X-Bad": ["line\nbreak"] },
          multiValueQueryStringParameters: { q: ["1", "2 3"] },
          queryStringParameters: { q: "2 3", other: "&" },
          body: Buffer.from("é=1").toString("base64"),
          isBase64Encoded: true,
        },
        { identity: { userArn: "arn:aws:iam::111122223333:role/product" } },
      ),
    );
    expect(request.url).toBe("https://buy.example.com/arrival?q=1&q=2+3&other=%26");
    expect(request.headers.get("cookie")).toBe("a=1; b=2");
    expect(request.headers.has("x-bad")).toBe(false);
    expect(await request.text()).toBe("é=1");
    expect(gateway).toEqual({ base: "/prod", requestId: "r-1", caller: "arn:aws:iam::111122223333:role/product" });
  });

  test("believes a plain http front only if it says so", async () => {
    expect(
      new URL((await asked(event({ headers: { host: "localhost:8700", "x-forwarded-proto": "http" }, multiValueHeaders: null }))).request.url).origin,
    ).toBe("http://localhost:8700");
    expect(new URL((await asked(event({ headers: null, multiValueHeaders: null }))).request.url).protocol).toBe("https:");
  });

  test("serves the page whole: a token's POST to a redirect with its cookie", async () => {
    const { app, starts } = stall();
    const handler = gatewayHandler(() => app);
    const result = await handler(
      event(
        {
          resource: "/",
          path: "/",
          pathParameters: null,
          httpMethod: "POST",
          headers: { "content-type": "application/x-www-form-urlencoded", host: "buy.example.com" },
          multiValueHeaders: null,
          body: "x-amzn-marketplace-token=l-one",
        },
        { path: "/prod/" },
      ),
    );
    expect(result).toMatchObject({ statusCode: 303, isBase64Encoded: false, body: "" });
    expect(result.headers["Location"]).toBe("/prod/arrival");
    expect(result.headers["Set-Cookie"]).toContain("; Path=/prod; HttpOnly; Secure; SameSite=Lax");
    expect(starts).toHaveLength(1);
  });

  test("answers HEAD without a body", async () => {
    const { app } = stall();
    const result = await gatewayHandler(() => app)(event({ resource: "/", path: "/", pathParameters: null, httpMethod: "HEAD" }, { path: "/prod/" }));
    expect([result.statusCode, result.body]).toEqual([200, ""]);
  });
});
