import type { Cloud } from "../../../../infra/local/cloud/cloud";
import { behind, closeAll, failWith, open } from "./fixture";

let cloud: Cloud;
beforeEach(async () => {
  cloud = await open();
});
afterEach(closeAll);

const invoke = (name: string, body: string) => fetch(`${cloud.url}/2015-03-31/functions/${name}/invocations`, { method: "POST", body });

describe("the embedded Lambda", () => {
  test("answers with what the handler returns, and gives it Lambda's context", async () => {
    behind("work", (event, context) => {
      const { functionName, getRemainingTimeInMillis } = context as { functionName: string; getRemainingTimeInMillis: () => number };
      return { event, functionName, inTime: getRemainingTimeInMillis() > 0, absent: undefined };
    });
    const answer = await invoke("fixture-work", '{"a":1}');
    await expect(answer.json()).resolves.toEqual({ event: { a: 1 }, functionName: "fixture-work", inTime: true });
  });

  test("tells the name and message of what a handler throws", async () => {
    behind("work", () => failWith("Permanent", "It will not do."));
    const answer = await invoke("fixture-work", "{}");
    expect(answer.headers.get("x-amz-function-error")).toBe("Unhandled");
    await expect(answer.json()).resolves.toEqual({ errorType: "Permanent", errorMessage: "It will not do." });
  });

  test("refuses a function that is not in the template, and a payload that is not JSON", async () => {
    const absent = await invoke("fixture-absent", "{}");
    expect([absent.status, absent.headers.get("x-amzn-errortype")]).toEqual([404, "ResourceNotFoundException"]);
    expect((await invoke("fixture-work", "{")).status).toBe(400);
  });
});

describe("the embedded API Gateway", () => {
  test("hands a request to its function below the path it is served under", async () => {
    let seen: unknown;
    behind("work", (event) => {
      seen = event;
      return { statusCode: 201, multiValueHeaders: { "Set-Cookie": ["a=1", "b=2"] }, body: "made" };
    });
    const answer = await fetch(`${cloud.url}/shop/till/1?q=a&q=b`, { method: "POST", body: "ö" });
    expect([answer.status, await answer.text(), answer.headers.getSetCookie()]).toEqual([201, "made", ["a=1", "b=2"]]);
    expect(seen).toMatchObject({
      httpMethod: "POST",
      path: "/till/1",
      multiValueQueryStringParameters: { q: ["a", "b"] },
      body: "ö",
      requestContext: { path: "/shop/till/1", stage: "shop" },
    });
  });
});
