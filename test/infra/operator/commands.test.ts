import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CONTRACTS } from "../../../events/public/contracts";
import { notice } from "../../../events/notice/decider";
import { Failure } from "../../../functions/kernel/failure";
import { transact } from "../../../functions/kernel/transact";
import type { ExecutionView } from "../../../functions/kernel/state-machines";
import { percentOf } from "../../../infra/operator/commands/rebuild";
import type { Connection } from "../../../infra/operator/connection";
import { run } from "../../../infra/operator/program";
import { say, tell } from "../../kit/buyer";
import { operator } from "./operator";

describe("stallkeeper timeline", () => {
  test("tells each fact with its step and run", async () => {
    const { cli } = await operator();
    const { code, out } = await cli("timeline", "l-1");
    expect(code).toBe(0);
    expect(Math.max(...out.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(100);
    for (const text of ["BuyerArrived", "LicenseActivated", "BuyerRegistered", "seats 5", "AccessGranted", "tenant acme", "run-", "RegisterBuyer"])
      expect(out).toContain(text);
  });

  test("gives machines the commits as they are", async () => {
    const { cli } = await operator();
    const { out } = await cli("timeline", "l-1", "--json");
    const commits = JSON.parse(out) as { first: number; events: { type: string }[]; meta: { run: string } }[];
    expect(commits[0]).toMatchObject({ first: 1, events: [{ type: "BuyerArrived" }, { type: "AccessPending" }] });
    expect(commits[0]!.meta.run).toMatch(/^run-/);
  });

  test("says how to find the id of one that is not there", async () => {
    const { cli } = await operator();
    const { code, out, complaints } = await cli("timeline", "l-2");
    expect([code, out]).toEqual([1, ""]);
    expect(complaints).toContain("stallkeeper customers");
  });
});

describe("stallkeeper subscription", () => {
  test("shows what is known, in words", async () => {
    const { cli } = await operator();
    const { code, out } = await cli("subscription", "l-1");
    expect(code).toBe(0);
    expect(out).toMatch(/access +granted/);
    expect(out).toContain("AWS lists at least one entitlement");
    expect(out).toMatch(/AWS account +111122223333/);
  });

  test("gives machines the row", async () => {
    const { cli } = await operator();
    const row = JSON.parse((await cli("subscription", "l-1", "--json")).out) as Record<string, unknown>;
    expect(row).toMatchObject({ subscriptionId: "l-1", access: "granted", tenantId: "acme" });
  });

  test("fails for one that is not known", async () => {
    const { cli } = await operator();
    expect(await cli("subscription", "nobody")).toMatchObject({ code: 1, out: "" });
  });
});

describe("stallkeeper customers", () => {
  test("lists what an account bought", async () => {
    const { cli } = await operator();
    const { code, out } = await cli("customers", "111122223333");
    expect(code).toBe(0);
    expect(out).toMatch(/^l-1 +code +granted +acme$/m);
    expect(out).toMatch(/entitlement that has not run out\. A\s+contact\s+is\s+registered\.$/);
  });

  test("fails for an account that bought nothing", async () => {
    const { cli } = await operator();
    expect(await cli("customers", "999999999999")).toMatchObject({ code: 1 });
  });
});

describe("stallkeeper sweep", () => {
  test("sends what lags to the queue, and says how much", async () => {
    const { cli, log, sent } = await operator();
    await tell(log, "l-9", say.arrive());
    const { code, out } = await cli("sweep", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ streams: 2, lagging: 2 });
    expect(sent.toSorted()).toEqual(["subscription-l-1", "subscription-l-9"]);
  });
});

describe("stallkeeper rebuild", () => {
  const swapped: ExecutionView = { status: "SUCCEEDED", output: '{"outcome":"swapped","summary":"7 rows compared, all alike"}' };

  test("starts the run, follows it to its end and tells what came of it", async () => {
    const { cli, starts, views } = await operator();
    views.push({ status: "RUNNING" }, swapped);
    const { code, out } = await cli("rebuild", "customers");
    expect(code).toBe(0);
    expect(out).toContain("7 rows compared, all alike");
    expect(starts).toHaveLength(1);
    expect(starts[0]).toMatchObject({ machine: "stallkeeper-projection-rebuild", input: { projection: "customers", onDifference: "keep" } });
    expect(starts[0]!.name).toMatch(/^rebuild-customers-\d{17}$/);
    expect(starts[0]!.input["about"]).toMatch(/^The projection/);
  });

  test("answers machines with one document", async () => {
    const { cli, views } = await operator();
    views.push(swapped);
    expect(JSON.parse((await cli("rebuild", "customers", "--json")).out)).toMatchObject({ projection: "customers", swapped: true });
  });

  test("ends with 1 when the rows differ, and says how to let the log win", async () => {
    const { cli, views } = await operator();
    views.push({ status: "FAILED", error: "RowsDiffer", cause: "7 rows compared, 2 differ" });
    const { code, complaints } = await cli("rebuild", "subscriptions");
    expect(code).toBe(1);
    expect(complaints).toContain("2 differ");
    expect(complaints).toContain("--on-difference replace");
  });

  test("knows only the projections there are", async () => {
    const { cli, starts } = await operator();
    const { code, helped } = await cli("rebuild", "everything");
    expect(code).toBe(2);
    expect(helped).toContain("customers, tenants, deadlines, worklist, subscriptions");
    expect(starts).toEqual([]);
  });

  test("moves its bar forward only", () => {
    const phases = ["filling", "comparing", "clearing"] as const;
    const percents = phases.flatMap((phase) => [0, 16, 32].map((done) => percentOf({ generation: "g", phase, done, of: 32 })));
    expect(percents).toEqual([...percents].toSorted((one, other) => one - other));
    expect(percentOf({ generation: "g", phase: "done", done: 32, of: 32 })).toBe(100);
  });
});

describe("stallkeeper products check", () => {
  const folder = mkdtempSync(join(tmpdir(), "stallkeeper-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const product = {
    id: "prod-abc",
    code: "code1",
    name: "Metrics",
    pricingModel: "contract",
    identityForms: ["license"],
    dimensions: [{ key: "seats", name: "Seats", unit: "Seat", kind: "entitled" }],
    logInUrl: "https://example.com/login",
    support: { email: "help@example.com" },
  };
  const check = async (name: string, text: string) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return await (await operator()).cli("products", "check", file);
  };

  test("accepts a good file", async () => {
    expect(await check("good.json", JSON.stringify([product]))).toMatchObject({ code: 0, out: expect.stringContaining("1 product") as string });
  });

  test("names every fault", async () => {
    const { code, complaints } = await check("bad.json", JSON.stringify([{ ...product, id: "abc", pricingModel: "rent", colour: "red" }]));
    expect(code).toBe(1);
    expect(complaints).toContain("0.id");
    expect(complaints).toContain("0.pricingModel");
    expect(complaints).toContain("colour");
  });

  test("says when a file is no JSON, or is not there", async () => {
    expect((await check("text.json", "hello")).complaints).toContain("is no JSON");
    expect((await (await operator()).cli("products", "check", join(folder, "none.json"))).complaints).toContain("can't be read");
  });

  test("asks no cloud", async () => {
    const { cli, asked } = await operator();
    await cli("products", "check", join(folder, "good.json"));
    expect(asked).toEqual([]);
  });
});

describe("stallkeeper schemas", () => {
  test("writes a schema with an example for every public event", async () => {
    const folder = mkdtempSync(join(tmpdir(), "stallkeeper-"));
    const { cli } = await operator();
    expect(await cli("schemas", "--out", folder)).toMatchObject({ code: 0 });
    const files = readdirSync(folder);
    expect(files.toSorted()).toEqual(
      Object.values(CONTRACTS)
        .map(({ type }) => `${type.toLowerCase().replaceAll(" ", "-")}.v1.json`)
        .toSorted(),
    );
    for (const file of files) {
      const schema = JSON.parse(readFileSync(join(folder, file), "utf8")) as Record<string, unknown>;
      expect(schema).toMatchObject({ $id: file, type: "object", title: expect.any(String) as string, examples: [expect.any(Object) as object] });
      // A consumer's validator is not to break when a member is added.
      expect(JSON.stringify(schema)).not.toContain("additionalProperties");
    }
    rmSync(folder, { recursive: true });
  });
});

describe("the command line", () => {
  const commands = [
    "explain",
    "events",
    "timeline",
    "subscription",
    "customers",
    "rebuild",
    "replay",
    "reconcile",
    "sweep",
    "products",
    "products check",
    "schemas",
  ];

  test.each(commands)("helps with %s, and names its exit codes", async (command) => {
    const { cli } = await operator();
    const { code, helped } = await cli(...command.split(" "), "--help");
    expect(code).toBe(0);
    expect(helped).toContain(`Usage: stallkeeper ${command}`);
    expect(helped).toContain("Exit codes:");
  });

  test.each(commands.filter((name) => name !== "products"))("shows an example of %s", async (command) => {
    const { cli } = await operator();
    expect((await cli(...command.split(" "), "--help")).helped).toMatch(/Examples?:\n {2}stallkeeper /);
  });

  test.each([["nonsense"], ["timeline"], ["timeline", "a", "b"], ["sweep", "--wrong"]])("ends with 2 for '%s %s'", async (...args) => {
    const { cli } = await operator();
    expect(await cli(...args.filter((arg) => typeof arg === "string"))).toMatchObject({ code: 2 });
  });

  test("takes its options before and after the command", async () => {
    const { cli, asked } = await operator();
    await cli("--local", "--prefix", "other", "timeline", "l-1");
    await cli("timeline", "l-1", "--local", "--prefix", "other");
    expect(asked).toHaveLength(2);
    for (const where of asked) expect(where).toMatchObject({ local: true, prefix: "other", port: "8700" });
  });
});

describe("what can't be done", () => {
  // eslint-disable-next-line require-yield -- it fails before it has anything to yield
  const failing = async function* (error: unknown) {
    await Promise.resolve();
    throw error;
  };
  const complain = async (error: unknown) => {
    const complaints: string[] = [];
    const terminal = { line: () => undefined, tone: (_: string, text: string) => text, isTty: false, columns: 100 };
    const code = await run(
      ["timeline", "l-1"],
      { terminal, connect: () => ({ log: { history: () => failing(error) } }) as unknown as Connection },
      (text) => void complaints.push(text),
    );
    return { code, text: complaints.join("\n") };
  };
  const caused = (name: string, by: Partial<Error & { code: string }>) =>
    new Failure("Transient", "DynamoDB did not answer.", { cause: Object.assign(new Error(name), { name, ...by }) });

  test("is told in a sentence that says what to do, without a stack", async () => {
    const { code, text } = await complain(caused("Error", { code: "ECONNREFUSED" }));
    expect(code).toBe(3);
    expect(text).not.toContain("    at ");
  });

  test("points to npm start when the embedded cloud does not answer", async () => {
    process.env["AWS_ENDPOINT_URL"] = "http://localhost:8700";
    const { text } = await complain(caused("AggregateError", { code: "ECONNREFUSED" }));
    delete process.env["AWS_ENDPOINT_URL"];
    expect(text).toContain("npm start");
  });

  test.each([
    ["CredentialsProviderError", "--local"],
    ["AccessDeniedException", "lacks a right"],
    ["ResourceNotFoundException", "--prefix"],
  ])("explains %s", async (name, words) => {
    expect(await complain(caused(name, {}))).toMatchObject({ code: 3, text: expect.stringContaining(words) as string });
  });

  test("keeps the words of a failure that it knows no better ones for", async () => {
    expect(await complain(new Failure("Permanent", "The stream x can't be read."))).toMatchObject({
      code: 1,
      text: expect.stringContaining("can't be read") as string,
    });
  });
});

const ended = (output: unknown): ExecutionView => ({ status: "SUCCEEDED", output: JSON.stringify(output) });
const REASON = ["--reason", "Ticket 4711", "--by", "operator-1"] as const;

describe("an operator's decision", () => {
  const decided = { outcome: "decided", subscription: "l-1", access: { status: "suspended", reason: "suspendedByOperator" } };

  test.each([
    ["suspend", [], {}],
    ["restore", [], {}],
    ["reread", [], {}],
    ["continue", ["--from", "l-0"], { predecessor: "l-0" }],
    ["grant", ["--until", "2099-01-01T12:00:00+01:00"], { until: "2099-01-01T11:00:00.000Z" }],
  ])("to %s starts a run with what was asked, and tells what came of it", async (decision, more, members) => {
    const { cli, starts, views } = await operator();
    views.push({ status: "RUNNING" }, ended(decided));
    const { code, out } = await cli(decision, "l-1", ...more, ...REASON, "--local");
    expect(code).toBe(0);
    expect(starts).toEqual([
      {
        machine: "stallkeeper-entitlement-change",
        name: expect.stringMatching(/^operator-\d{17}$/) as string,
        input: {
          about: `An operator decided to ${decision} l-1.`,
          kind: "operator",
          decision: { decision, subscription: "l-1", reason: "Ticket 4711", by: "operator-1", ...members },
        },
      },
    ]);
    expect(out).toContain("Access: suspended");
    expect(out).toMatch(/http:\/\/localhost:8700\/console\/runs\/operator-\d{17}/);
  });

  test.each([
    ["untilOutOfRange", "at most 30 days"],
    ["unknownSubscription", "stallkeeper customers"],
    ["nothingToRestore", "nothing to restore"],
    ["continuedOtherwise", "another subscription already"],
  ])("that the rules refuse says why, and what to do: %s", async (refusal, advice) => {
    const { cli, views } = await operator();
    views.push(ended({ outcome: "refused", subscription: "l-1", refusal }));
    const { code, out, complaints } = await cli("restore", "l-1", ...REASON);
    expect([code, out]).toEqual([1, ""]);
    expect(complaints).toContain(advice);
  });

  test("is not started with an e-mail address in its reason", async () => {
    const { cli, starts } = await operator();
    const { code, complaints } = await cli("suspend", "l-1", "--reason", "hare@tortoise.example asked");
    expect([code, starts]).toEqual([2, []]);
    expect(complaints).toContain("leave the e-mail address out");
    expect(complaints).not.toContain("hare@");
  });

  test.each([["soon"], ["2026-13-40"], ["7"]])("is not started with a time that is none: %s", async (until) => {
    const { cli, starts } = await operator();
    const { code, complaints } = await cli("grant", "l-1", "--until", until, ...REASON);
    expect([code, starts]).toEqual([2, []]);
    expect(complaints).toContain(until);
  });

  test("needs a reason", async () => {
    const { cli, starts } = await operator();
    expect((await cli("suspend", "l-1")).code).toBe(2);
    expect(starts).toEqual([]);
  });

  test("says where to look when its run fails", async () => {
    const { cli, views } = await operator();
    views.push({ status: "FAILED", error: "Permanent" });
    const { code, complaints } = await cli("suspend", "l-1", ...REASON);
    expect(code).toBe(1);
    expect(complaints).toMatch(/FAILED \(Permanent\).*console\.aws\.amazon\.com/s);
  });

  test("is told to machines with its run", async () => {
    const { cli, views } = await operator();
    views.push(ended(decided));
    const { out } = await cli("suspend", "l-1", ...REASON, "--json");
    expect(JSON.parse(out)).toMatchObject({ ...decided, run: expect.stringContaining("console.aws.amazon.com") as string });
  });
});

describe("stallkeeper notices", () => {
  const by = { correlation: "n1", causation: "test", actor: "stallkeeper" };
  const at = "2026-11-24T09:30:00.000Z";
  const parked = async () => {
    const all = await operator();
    const stream = "notice-n1" as const;
    const appending = { store: all.log, clock: { now: () => at } };
    await transact(appending, notice, stream, { type: "Receive", data: { channel: "eventBridge", kind: "Something New", body: '{"a":1}' } }, by);
    await transact(appending, notice, stream, { type: "Park", data: { reason: "unknownKind" } }, by);
    const settle = () => transact(appending, notice, stream, { type: "Settle", data: { outcome: "recorded" } }, { ...by, causation: "settle" });
    return { ...all, settle };
  };

  test("lists those that wait for a person", async () => {
    const { cli } = await parked();
    const { code, out } = await cli("notices");
    expect(code).toBe(0);
    for (const text of ["n1", "unknownKind", "Something New"]) expect(out).toContain(text);
  });

  test("shows one with its exact text", async () => {
    const { cli } = await parked();
    expect((await cli("notices", "show", "n1")).out).toContain('{"a":1}');
    expect((await cli("notices", "show", "n2")).complaints).toContain("notices list");
  });

  test("has nothing to release once one was dealt with", async () => {
    const { cli, views, starts, settle } = await parked();
    views.push(ended({ outcome: "settled" }));
    await settle();
    const { code, out } = await cli("notices", "release", "n1");
    expect([code, out, starts]).toEqual([1, "", []]);
  });

  test("says so when this release can't act on it either", async () => {
    const { cli, views, starts } = await parked();
    views.push(ended({ outcome: "parked", reason: "unknownKind" }));
    const { code, complaints } = await cli("notices", "release", "n1");
    expect(code).toBe(1);
    expect(complaints).toContain("it still waits");
    expect(starts).toMatchObject([
      { machine: "stallkeeper-entitlement-change", name: expect.stringMatching(/^notice-n1-\d{17}$/) as string, input: { kind: "notice", notice: "n1" } },
    ]);
  });
});

describe("stallkeeper worklist", () => {
  test("shows what waits, and the command that settles it", async () => {
    const { cli, log, follow } = await operator();
    await tell(log, "l-2", say.arrive("222233334444"), say.activate(), say.doubt("l-8", "l-9"));
    await follow("l-2");
    const { code, out } = await cli("worklist");
    expect(code).toBe(0);
    for (const text of ["l-2", "222233334444", "l-8 or l-9", "stallkeeper continue l-2 --from"]) expect(out.replaceAll(/\s+/g, " ")).toContain(text);
    expect(JSON.parse((await cli("worklist", "--kind", "ambiguousRenewal", "--json")).out)).toMatchObject({
      items: [{ kind: "ambiguousRenewal", subscriptionId: "l-2" }],
    });
    expect((await cli("worklist", "--kind", "mailFailed")).out).toContain("Nothing waits");
  });

  test("says when nothing waits", async () => {
    const { cli } = await operator();
    expect((await cli("worklist")).out).toBe("Nothing waits for a person.");
  });
});
