import { Failure } from "../../../../functions/kernel/task/failure";
import { open } from "./open";

describe("the console", () => {
  test.each(["evil.example", "evil.example:8701", "localhost.evil.example", "192.168.1.7:8701", ""])(
    "answers no browser that was led here as %j",
    async (host) => {
      const { send } = await open();
      const answer = await send("/", { headers: { host } });
      expect(answer.status).toBe(403);
      expect(await answer.text()).not.toContain("token");
    },
  );

  test.each(["localhost", "127.0.0.1:9000", "[::1]:8701", "LOCALHOST:8701"])("answers at %s", async (host) => {
    const { send } = await open();
    expect((await send("/", { headers: { host } })).status).toBe(200);
  });

  test("takes no form without its token, or from another site's page", async () => {
    const { send, post, done } = await open({ actions: true });
    const path = "/runs/stallkeeper-onboarding/onboard-1/redrive";
    expect((await send(path, { method: "POST" })).status).toBe(403);
    expect((await post(path, { token: "guessed" })).status).toBe(403);
    expect((await post(path, {}, { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect(done).toEqual([]);
  });

  test.each(["/runs/stallkeeper-onboarding/onboard-1/redrive", "/dead-letters/stallkeeper-notices-dead/redrive", "/notices/n1/release"])(
    "refuses to act at %s unless it was allowed to",
    async (path) => {
      const looking = await open();
      expect((await looking.post(path)).status).toBe(403);
      expect(looking.done).toEqual([]);
      const acting = await open({ actions: true });
      expect((await acting.post(path)).status).toBe(303);
      expect(acting.done).toHaveLength(1);
    },
  );

  test("offers no button that it would refuse", async () => {
    const [looking, acting] = [await open(), await open({ actions: true })];
    for (const [path, button] of [
      ["/runs/stallkeeper-onboarding/onboard-1", "Redrive now"],
      ["/dead-letters", "Redrive now"],
      ["/notices", "Release now"],
      ["/notices/n1", "Release now"],
    ] as const) {
      expect(await looking.get(path)).not.toContain(button);
      expect(await acting.get(path)).toContain(button);
    }
  });

  test.each([
    "/",
    "/worklist",
    "/subscriptions/l-1",
    "/subscriptions/l-1/usage?month=2026-11",
    "/arrivals/a9",
    "/runs",
    "/runs/stallkeeper-onboarding/onboard-1",
    "/notices",
    "/notices/n1",
    "/dead-letters",
    "/renewals",
    "/nowhere",
  ])("runs no script and keeps no copy of %s, whatever it shows", async (path) => {
    const answer = await (await open()).send(path);
    expect(answer.headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'self'; script-src 'self';/);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const text = await answer.text();
    expect(text.match(/<script[^>]*>/g)).toEqual(['<script src="/assets/console.js" defer>']);
    expect(text).not.toMatch(/ style="| on\w+="/);
  });
});

describe("a subscription's page", () => {
  test("says what access is and why, what was bought, and all that happened", async () => {
    const page = await (await open()).get("/subscriptions/l-1");
    for (const text of ["The buyer has access.", "AWS lists at least one entitlement", "seats", "Buyer arrived", "Tenant linked", "/customers/111122223333"])
      expect(page).toContain(text);
    expect(page).toMatch(/"\/runs\/run-\d+"/);
  });

  test("shows a person only when asked, and only one of its own", async () => {
    const { get, post, asked } = await open();
    expect(await get("/subscriptions/l-1")).not.toContain("hare@");
    expect(asked).toEqual([]);
    const shown = await post("/subscriptions/l-1/contacts", { contact: "c1" });
    expect(shown.status).toBe(200);
    const page = await shown.text();
    expect(page).toContain("hare@tortoise.example");
    expect(page).toContain("&lt;b&gt;A. Hare&lt;/b&gt;");
    expect(await (await post("/subscriptions/l-1/contacts", { contact: "somebody-else" })).text()).not.toContain("hare@");
    expect(asked).toEqual(["c1"]);
  });

  test("is not there for one that nothing ever happened to", async () => {
    expect((await (await open()).send("/subscriptions/l-9")).status).toBe(404);
  });
});

describe("a run's page", () => {
  test("draws where it stands, and leads to AWS's console", async () => {
    const page = await (await open()).get("/runs/stallkeeper-onboarding/onboard-1");
    expect(page).toContain("It failed at &#39;Resolve&#39;.");
    expect(page).toContain('class="state failed task"');
    expect(page).toContain("https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#/v2/executions/details/arn:aws");
  });

  test("is found by the run's name alone", async () => {
    const answer = await (await open()).send("/runs/onboard-1");
    expect(answer.headers.get("location")).toBe("/runs/stallkeeper-onboarding/onboard-1");
    expect((await (await open()).send("/runs/onboard-2")).status).toBe(404);
  });
});

describe("what can't be had", () => {
  const refused = new Failure("Permanent", "SQS refused the call (AccessDenied).", { cause: Object.assign(new Error("no"), { name: "AccessDenied" }) });
  const broken = { deadLetters: { queues: () => Promise.reject(refused), peek: () => Promise.reject(refused), redrive: () => Promise.reject(refused) } };

  test("is told on the overview beside what can", async () => {
    const page = await (await open({ broken })).get("/");
    expect(page).toContain("dead letters: AWS refuses");
    expect(page).toContain("onboard-1");
  });

  test("never looks like an empty list", async () => {
    const answer = await (await open({ broken })).send("/dead-letters");
    expect(answer.status).toBe(502);
    expect(await answer.text()).toContain("AWS refuses: your role lacks a right");
  });
});
