import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { publicSubscription } from "../../../../events/public/subscription-data";
import { initialSubscription } from "../../../../events/subscription/state";
import { productApiClient } from "../../../../infra/local/sample-product/product-api-client";

const subscription = publicSubscription("l-1", initialSubscription, null);

interface Asked {
  readonly line: string;
  readonly signed: boolean;
  readonly body: string;
}

let server: Server;
let asked: Asked[];
let answer: { status: number; body: unknown };

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      asked.push({
        line: `${request.method ?? ""} ${request.url ?? ""}`,
        signed: request.headers.authorization?.startsWith("AWS4-HMAC-SHA256 ") === true,
        body,
      });
      response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(answer.body));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => server.close());

const client = () => productApiClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}/product-api`);

describe("the sample product's client of the product API", () => {
  test("claims a code for a tenant, signed, with the code escaped in the path", async () => {
    answer = { status: 200, body: { subscription } };
    expect(await client().claim("a/b?c", "tenant-1")).toEqual({ outcome: "linked", subscription });
    expect(asked).toEqual([{ line: "POST /product-api/claims/a%2Fb%3Fc", signed: true, body: '{"tenantId":"tenant-1"}' }]);
  });

  test.each([
    [404, "unknown"],
    [409, "used"],
    [410, "expired"],
    [503, "unreachable"],
    [403, "unreachable"],
  ])("tells an answer of %d as '%s'", async (status, outcome) => {
    answer = { status, body: {} };
    expect(await client().claim("code", "tenant-1")).toEqual({ outcome });
  });

  test("reads a subscription, and tells one that can't be read as undefined", async () => {
    answer = { status: 200, body: subscription };
    expect(await client().subscription("p.1")).toEqual(subscription);
    answer = { status: 404, body: {} };
    expect(await client().subscription("p.1")).toBeUndefined();
    expect(asked.map(({ line }) => line)).toEqual(["GET /product-api/subscriptions/p.1", "GET /product-api/subscriptions/p.1"]);
  });

  test("tells that nobody answered as 'unreachable', to be tried again", async () => {
    const nobody = client();
    server.close();
    await once(server, "close");
    expect(await nobody.claim("code", "tenant-1")).toEqual({ outcome: "unreachable" });
  });
});
