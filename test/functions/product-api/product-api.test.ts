import { Failure } from "../../../functions/kernel/task/failure";
import { running, typeOf } from "./running";

describe("every call of the product API", () => {
  test("is answered with the caller's correlation id, or the request's", async () => {
    const api = running();
    expect((await api.get("/subscriptions/l-one", { "x-correlation-id": "order-7.a:b" })).headers.get("x-correlation-id")).toBe("order-7.a:b");
    for (const bad of ["", "a b", "<x>", "a".repeat(101)]) {
      expect((await api.get("/subscriptions/l-one", { "x-correlation-id": bad })).headers.get("x-correlation-id")).toBe("request-1");
    }
  });

  test("to nowhere says what there is", async () => {
    const answer = await running().get("/elsewhere");
    expect([answer.status, await typeOf(answer)]).toEqual([404, "nowhere"]);
  });

  test("says when to come again if the world failed, and hides the cause", async () => {
    const api = running();
    await api.bought();
    await api.register("c-1", "ada");
    api.fail(new Failure("Throttled", "DynamoDB is throttled."));
    const busy = await api.get("/subscriptions/l-one/contact");
    expect([busy.status, busy.headers.get("retry-after"), await typeOf(busy)]).toEqual([503, "5", "busy"]);
    api.fail(new Error("ada@example.com"));
    const broken = await api.get("/subscriptions/l-one/contact");
    expect(broken.status).toBe(500);
    expect(await broken.text()).not.toContain("ada");
    expect(JSON.stringify(api.lines)).not.toContain("ada@");
  });
});
