import { lookupNames } from "../../../../functions/kernel/contact-lookup";
import { Failure } from "../../../../functions/kernel/failure";
import type { DeadLetterQueue } from "../../../../functions/kernel/dead-letters";
import type { ExecutionDetail } from "../../../../functions/kernel/executions";
import { memoryEventStore } from "../../../../functions/kernel/memory-event-store";
import { readWorklist } from "../../../../functions/kernel/read-worklist";
import { projector } from "../../../../functions/kernel/projector";
import { readProjections } from "../../../../functions/kernel/read-projections";
import { subscriptionStream } from "../../../../events/subscription/decider";
import { consoleApp } from "../../../../infra/operator/console/app";
import type { Sources } from "../../../../infra/operator/console/sources";
import { subscriptionRows } from "../../../../infra/operator/console/walks/subscription-rows";
import { Problem } from "../../../../infra/operator/problem";
import { bought, say, tell } from "../../../kit/buyer";
import { tellArrival, tellNotice } from "../../../kit/other-streams";
import { FIRST, memoryGenerations, memoryRows } from "../../../kit/memory-consumers";

const NOW = "2026-11-25T12:00:00.000Z";
const MACHINE = { name: "stallkeeper-onboarding", arn: "arn:aws:states:eu-west-1:1:stateMachine:stallkeeper-onboarding" };
const RUN: ExecutionDetail = {
  arn: "arn:aws:states:eu-west-1:1:execution:stallkeeper-onboarding:onboard-1",
  machine: MACHINE.name,
  name: "onboard-1",
  status: "FAILED",
  startedAt: NOW,
  stoppedAt: NOW,
  redrives: 0,
  input: '{"note":"<script>alert(1)</script>"}',
  error: "Transient",
  redrivable: true,
};
const DEAD: DeadLetterQueue = { name: "stallkeeper-notices-dead", url: "u", arn: "a", messages: 2, source: { name: "stallkeeper-notices", arn: "b" } };

const KEYS = { lookup: Buffer.from("a key of thirty-two bytes, for it") };

/** Who registered, whatever the contact's id. */
const person = (id: string) => ({
  id,
  subscription: "l-1",
  arrival: "a1",
  at: NOW,
  details: { email: "hare@tortoise.example", name: "<b>A. Hare</b>", company: "Tortoise & Hare", fields: {} },
});

/** A console in front of one buyer, one failed run and two dead letters. */
const open = async ({ actions = false, broken = {} }: { readonly actions?: boolean; readonly broken?: Partial<Sources> } = {}) => {
  const log = memoryEventStore();
  const rows = memoryRows();
  const generations = memoryGenerations();
  await tell(log, "l-1", ...bought(), say.link("acme"));
  const { project, projectOther } = projector({ store: log, rows });
  await project(subscriptionStream("l-1"), FIRST);
  await tellNotice(log, "n1", { type: "Receive", data: { channel: "eventBridge", kind: "<b>New</b>", body: "</pre><script>x</script>" } });
  await tellNotice(log, "n1", { type: "Park", data: { reason: "unknownKind" } });
  await tellArrival(log, "a9", { type: "LeaveUnlicensed", data: { productCode: "code", awsAccountId: "111122223333" } });
  await tellArrival(log, "a9", { type: "LeaveToPerson", data: { candidates: ["l-1", "l-2"] } });
  await projectOther("notice-n1", FIRST);
  await projectOther("arrival-a9", FIRST);
  const done: string[] = [];
  const asked: string[] = [];
  const sources: Sources = {
    prefix: "stallkeeper",
    place: "eu-west-1",
    atAws: true,
    now: () => NOW,
    log,
    projections: readProjections({ rows, generations }),
    contacts: {
      find: async (id) => {
        asked.push(id);
        return person(id);
      },
      lookUp: async (name) => ({ contacts: lookupNames(person("c").details, KEYS).includes(name) ? [person("c")] : [], complete: true }),
    },
    keys: () => Promise.resolve(KEYS),
    executions: {
      machines: async () => [MACHINE],
      list: async (_, { status }) => ({ items: status === undefined || status === "FAILED" ? [RUN] : [] }),
      find: async (_, name) => (name === RUN.name ? RUN : undefined),
      definition: async () => '{"StartAt":"Resolve","States":{"Resolve":{"Type":"Task","End":true}}}',
      history: async () => ({ entries: [{ id: 1, at: NOW, type: "TaskStateEntered", state: "Resolve" }], complete: true }),
      redrive: async (arn) => void done.push(arn),
    },
    deadLetters: {
      queues: async () => [DEAD],
      peek: async () => [{ id: "m1", body: "</pre><script>x</script>" }],
      redrive: async ({ name }) => void done.push(name),
    },
    worklist: (kinds) => readWorklist({ rows, generations }, kinds),
    release: async (id) => {
      done.push(id);
      return `arn:aws:states:eu-west-1:1:execution:${MACHINE.name}:${RUN.name}`;
    },
    subscriptionsWhere: (wanted) => subscriptionRows({ rows, generations }, wanted),
    ...broken,
  };
  const app = consoleApp({ base: "", actions, sources: () => sources });
  const send = (path: string, { headers = {}, ...init }: { method?: string; body?: URLSearchParams; headers?: Readonly<Record<string, string>> } = {}) =>
    app.request(`http://localhost:8701${path}`, { ...init, headers: { host: "localhost:8701", ...headers } });
  const get = async (path: string) => (await send(path)).text();
  const token = async (): Promise<string> => /name="token" value="([^"]+)"/.exec(await get("/"))![1]!;
  const post = async (path: string, fields: Readonly<Record<string, string>> = {}, headers: Readonly<Record<string, string>> = {}) =>
    send(path, { method: "POST", body: new URLSearchParams({ token: await token(), ...fields }), headers });
  return { send, get, post, done, asked };
};

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

describe("search", () => {
  test.each([
    ["111122223333", "/customers/111122223333"],
    ["  l-1 ", "/subscriptions/l-1"],
    ["arn:aws:license-manager::1:license:l-1", "/subscriptions/l-1"],
    ["acme", "/tenants/acme"],
    ["agmt-1", "/subscriptions/l-1"],
    ["onboard-1", "/runs/stallkeeper-onboarding/onboard-1"],
  ])("leads from %j to its page", async (text, place) => {
    const answer = await (await open()).post("/search", { text });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, place]);
  });

  test.each([
    ["999999999999", "Nobody has bought from this AWS account"],
    ["tortoise@hare.example", "Ask the buyer for the AWS account"],
    ["Achilles & Sons", "Ask the buyer for the AWS account"],
    ["agmt-9", "Try the AWS account"],
  ])("says what else to try when there is no %j", async (text, advice) => {
    const answer = await (await open()).post("/search", { text });
    expect([answer.status, answer.headers.get("location")]).toEqual([404, null]);
    expect(await answer.text()).toContain(advice);
  });

  test.each(["Hare@Tortoise.example", "tortoise & hare"])("leads from %j, with which a person registered, to what they bought", async (text) => {
    const answer = await (await open()).post("/search", { text });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/subscriptions/l-1"]);
  });

  test("says which right is missing to look for a person", async () => {
    const answer = await (
      await open({ broken: { keys: () => Promise.reject(new Problem("Your role needs the right secretsmanager:GetSecretValue.")) } })
    ).post("/search", { text: "hare@tortoise.example" });
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining("secretsmanager:GetSecretValue")]);
  });

  test.each(['"><script>alert(1)</script>', "<img/src=x>", "'; drop table", "\u202eevil"])("shows %j as text", async (text) => {
    const page = await (await (await open()).post("/search", { text })).text();
    expect(page).not.toContain('"><script>alert');
    expect(page).not.toContain("<img");
    expect(page.match(/<script/g)).toHaveLength(1);
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

describe("the worklist", () => {
  test("groups what waits by kind, each with what to do and where to look", async () => {
    const page = await (await open()).get("/worklist");
    for (const text of [
      "Parked notices <b>1</b>",
      "Buyers without a license <b>1</b>",
      "/notices/n1",
      "/arrivals/a9",
      "stallkeeper notices show n1",
      "it may be l-1 or l-2",
    ])
      expect(page).toContain(text);
    expect(page).toContain("AWS sent what this release can&#39;t act on: &lt;b&gt;New&lt;/b&gt;.");
  });

  test("shows one kind alone, and says so when none of it waits", async () => {
    const { get } = await open();
    const parked = await get("/worklist?kind=parkedNotice");
    expect([parked.includes("/notices/n1"), parked.includes("/arrivals/a9")]).toEqual([true, false]);
    expect(await get("/worklist?kind=mailFailed")).toContain("Nothing of this kind waits.");
    expect(await get("/worklist?kind=nonsense")).toContain("/arrivals/a9");
  });

  test("counts on the overview what waits for a person", async () => {
    expect(await (await open()).get("/")).toMatch(/<b>2<\/b\s*><span>wait for a person/);
  });
});

describe("a visit's page", () => {
  test("says what AWS said, whose it may be, and the command that joins it", async () => {
    const page = await (await open()).get("/arrivals/a9");
    for (const text of [
      "AWS named the buyer without a license.",
      "/subscriptions/l-1",
      "/subscriptions/l-2",
      "stallkeeper arrivals join a9 --to",
      "License left open",
    ])
      expect(page).toContain(text);
  });

  test("is not there for one that never came", async () => {
    expect((await (await open()).send("/arrivals/a1000")).status).toBe(404);
  });
});

describe("a parked notice's page", () => {
  test("leads to the run that deals with it, once it is released", async () => {
    const answer = await (await open({ actions: true })).post("/notices/n1/release");
    expect(answer.headers.get("location")).toBe("/runs/stallkeeper-onboarding/onboard-1?released");
  });

  test("releases none that does not wait", async () => {
    const { post, done } = await open({ actions: true });
    expect([(await post("/notices/n2/release")).status, done]).toEqual([404, []]);
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
