import { asText, ofType, template, type Intrinsic, type Loose } from "./template";

interface Stage {
  readonly TracingEnabled: boolean;
  readonly MethodSettings: readonly [Readonly<Record<"ThrottlingRateLimit" | "ThrottlingBurstLimit", number>>];
  readonly AccessLogSetting: { readonly Format: string };
}

const apis = new Map(ofType("AWS::ApiGateway::RestApi").map(([id, { Properties }]) => [id, String(Properties.Name)]));
const paths = new Map(ofType("AWS::ApiGateway::Resource").map(([id, { Properties }]) => [id, Properties]));

const pathOf = (resource: Loose): string => {
  const properties = paths.get(resource.Ref as string);
  return properties === undefined ? "" : `${pathOf(properties.ParentId)}/${properties.PathPart}`;
};

const routes = (api: string): readonly string[] =>
  ofType("AWS::ApiGateway::Method")
    .filter(([, { Properties }]) => apis.get(Properties.RestApiId.Ref as string) === api)
    .map(([, { Properties }]) => `${Properties.AuthorizationType} ${Properties.HttpMethod} ${pathOf(Properties.ResourceId) || "/"}`)
    .sort();

describe("the fulfilment page's API", () => {
  test("is public, for the methods a browser uses", () => {
    expect(routes("stallkeeper-fulfilment")).toEqual(
      ["GET /", "GET /{proxy+}", "HEAD /", "HEAD /{proxy+}", "POST /", "POST /{proxy+}"].map((route) => `NONE ${route}`),
    );
  });

  test("stands behind a firewall that limits each address", () => {
    const [[, { Properties }]] = ofType("AWS::WAFv2::WebACL") as Loose;
    expect(Properties.Rules[0].Statement.RateBasedStatement).toEqual({ AggregateKeyType: "IP", Limit: 1_000 });
    const [[, association]] = ofType("AWS::WAFv2::WebACLAssociation") as Loose;
    expect(asText(association.Properties.ResourceArn as Intrinsic)).toMatch(
      /\$\{FulfilmentHttpApi\w+\}\/stages\/\$\{FulfilmentHttpApiDeploymentStageprod\w+\}$/,
    );
  });
});

describe("the product API", () => {
  test("answers only who is signed by IAM, route by route", () => {
    expect(routes("stallkeeper-product-api")).toEqual([
      "AWS_IAM GET /subscriptions/{id}",
      "AWS_IAM GET /subscriptions/{id}/contact",
      "AWS_IAM GET /subscriptions/{id}/usage",
      "AWS_IAM GET /tenants/{id}/subscriptions",
      "AWS_IAM POST /claims/{code}",
      "AWS_IAM POST /subscriptions/{id}/provisioned",
      "AWS_IAM POST /subscriptions/{id}/usage-complete",
      "AWS_IAM POST /usage",
    ]);
  });
});

describe("both APIs", () => {
  const stages = ofType("AWS::ApiGateway::Stage").map(([, { Properties }]) => Properties as Stage);

  test("are throttled and traced", () => {
    for (const { MethodSettings, TracingEnabled } of stages) {
      expect(TracingEnabled).toBe(true);
      expect(MethodSettings[0].ThrottlingRateLimit).toBeGreaterThan(0);
      expect(MethodSettings[0].ThrottlingBurstLimit).toBeGreaterThan(0);
    }
    expect(stages).toHaveLength(2);
  });

  test("log neither paths, queries, headers, bodies nor addresses", () => {
    const harmless = [
      "$context.requestId",
      "$context.requestTimeEpoch",
      "$context.httpMethod",
      "$context.resourcePath",
      "$context.status",
      "$context.responseLength",
    ];
    for (const { AccessLogSetting, MethodSettings } of stages) {
      const logged = Object.values(JSON.parse(AccessLogSetting.Format) as object);
      expect(logged.filter((value) => !harmless.includes(String(value)))).toEqual([
        "$context.responseLatency",
        "$context.identity.userArn",
        "$context.error.responseType",
      ]);
      expect(MethodSettings[0]).toMatchObject({ DataTraceEnabled: false, LoggingLevel: "ERROR" });
    }
  });

  test("are named in the stack's outputs", () => {
    expect(Object.keys(template().Outputs)).toEqual(expect.arrayContaining(["FulfilmentUrl", "ProductApiUrl", "BusName", "AlarmTopicArn"]));
  });
});
