import { takeMeteringEndpoint } from "../../../infra/local/metering-endpoint";

const VARIABLE = "AWS_ENDPOINT_URL_MARKETPLACE_METERING";
const take = (endpoint: string) => {
  const environment: Record<string, string> = { [VARIABLE]: endpoint, AWS_REGION: "us-east-1" };
  return { taken: takeMeteringEndpoint(8700, environment), environment };
};

describe("the endpoint that usage is metered to", () => {
  test("is taken out of the environment, so that ResolveCustomer goes on asking the simulator", () => {
    expect(take("http://127.0.0.1:9000")).toEqual({ taken: "http://127.0.0.1:9000/", environment: { AWS_REGION: "us-east-1" } });
  });

  test.each(["http://localhost:8700", "http://127.0.0.1:8700/", "http://[::1]:8700"])("is the simulator where it names this process: %s", (endpoint) => {
    expect(take(endpoint).taken).toBeUndefined();
  });

  test("is the simulator where the variable is empty or not set", () => {
    expect(take("").taken).toBeUndefined();
    expect(takeMeteringEndpoint(8700, {})).toBeUndefined();
  });

  test.each(["metering", "ftp://127.0.0.1", "localhost:9000"])("is refused in words where it is no address: %s", (endpoint) => {
    expect(() => take(endpoint)).toThrow(`'${endpoint}'`);
  });
});
