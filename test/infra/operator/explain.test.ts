import { agreement, agreementStream } from "../../../events/agreement/decider";
import { SENTENCES } from "../../../events/subscription/sentences";
import { lookupNames } from "../../../functions/kernel/buyers/contact-lookup";
import { hash } from "../../../functions/kernel/task/hash";
import type { EventStore } from "../../../functions/kernel/streams/event-store";
import { awsConsolePage, awsRunLinks, localRunLinks } from "../../../infra/operator/run-links";
import { kindsOf } from "../../../infra/operator/who";
import { say, tell } from "../../kit/buyer";
import { KEYS, operator } from "./operator";

interface Answer {
  readonly subscriptions: readonly {
    readonly id: string;
    readonly access: string;
    readonly reason: string;
    readonly facts: readonly { readonly type: string; readonly run: string; readonly link?: string; readonly recordedAt: string }[];
  }[];
}

const ADA = {
  id: "c1",
  subscription: "l-1",
  arrival: "a1",
  details: { email: "Ada@example.com", company: "Fjord & Sons", fields: {} },
  at: "2026-11-24T09:30:00.000Z",
};

const linkLicense = async (log: EventStore, id: string, license: string): Promise<void> => {
  const stream = agreementStream(id);
  const loaded = await log.load(agreement, stream);
  const event = { type: "LicenseLinked", data: { subscription: license, at: ADA.at } } as const;
  await log.append(agreement, loaded, {
    id: hash(id, license),
    at: ADA.at,
    events: [event],
    meta: { correlation: "c", causation: "c", actor: "stallkeeper" },
  });
};

/** A deployment where `l-1` was bought, by the account 111122223333 and under agmt-1, and is used in the tenant acme. */
const desk = async () => {
  const all = await operator();
  await all.contacts.add(ADA, lookupNames(ADA.details, KEYS));
  await linkLicense(all.log, "agmt-1", "l-1");
  const json = async (...args: readonly string[]) => JSON.parse((await all.cli("explain", ...args, "--json")).out) as Answer;
  return { ...all, json };
};

describe("stallkeeper explain", () => {
  test.each([
    ["a subscription", "l-1"],
    ["a license's ARN", "arn:aws:license-manager::1:license:l-1"],
    ["an AWS account", "111122223333"],
    ["an agreement", "agmt-1"],
    ["a tenant", "acme"],
    ["an e-mail address, however it is spelt", "ADA@example.com"],
    ["a company, however it is spelt", "fjord & SONS."],
  ])("finds by %s", async (_, who) => {
    const { json } = await desk();
    expect((await json(who)).subscriptions.map(({ id }) => id)).toEqual(["l-1"]);
  });

  test("gives access, its reason, and the facts with their runs", async () => {
    const { json } = await desk();
    const answer = await json("l-1");
    const [only] = answer.subscriptions;
    expect([Object.keys(answer), Object.keys(only!)]).toEqual([["subscriptions"], ["id", "access", "reason", "facts"]]);
    expect(only).toMatchObject({ access: "granted", reason: SENTENCES.entitled });
    expect(only!.facts.map(({ type }) => type)).toEqual(["LicenseActivated", "EntitlementsRead"]);
    for (const { run, link, recordedAt } of only!.facts) {
      expect(link).toBe(
        `https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#/v2/executions/details/arn:aws:states:eu-west-1:1:execution:stallkeeper-onboarding:${run}`,
      );
      expect(recordedAt).toBe(ADA.at);
    }
  });

  test("leads to the embedded cloud's own console", async () => {
    const { json } = await desk();
    const [only] = (await json("l-1", "--local", "--port", "9999")).subscriptions;
    for (const { run, link } of only!.facts) expect(link).toBe(`http://localhost:9999/console/runs/${run}`);
  });

  test("tells a person within 100 columns, but for links", async () => {
    const { cli } = await desk();
    const { code, out } = await cli("explain", "l-1", "--local");
    expect(code).toBe(0);
    const lines = out.split("\n").filter((line) => !line.includes("http"));
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
    for (const text of ["GRANTED  What was bought is in force", "AWS account 111122223333", "tenant acme", "seats 5", "License activated", "1 contact"])
      expect(out).toContain(text);
  });

  test("answers for the past by what was recorded then", async () => {
    const { json, log } = await desk();
    const before = (await json("l-1", "--at", "2026-11-24T09:29:59Z")).subscriptions[0]!;
    expect(before).toMatchObject({ access: "none", reason: SENTENCES.nothingKnown, facts: [] });
    // AWS's own time of the end lies before the time asked for; it reached the log only afterwards.
    await tell(log, "l-1", say.end("2026-11-24T09:30:30.000Z"));
    expect((await json("l-1", "--at", "2026-11-24 09:30")).subscriptions[0]).toMatchObject({ access: "revoked", reason: SENTENCES.licenseEnded });
  });

  test("says that the answer is of another time", async () => {
    const { cli } = await desk();
    expect((await cli("explain", "l-1", "--at", "2026-11-24")).out).toMatch(/^As it was known at 2026-11-24 00:00:00 UTC/);
    expect((await cli("explain", "l-1", "--at", "2999-01-01")).out).toMatch(/^As it will be at 2999-01-01 00:00:00 UTC if nothing more is heard/);
  });

  test("says what is waited for", async () => {
    const { log, cli } = await desk();
    await tell(log, "l-2", say.arrive("222233334444"));
    const { out } = await cli("explain", "l-2");
    expect(out).toMatch(/PENDING {2}The buyer has arrived/);
    expect(out).toMatch(/waits for +AWS's message 'License Updated'/);
  });

  test("says so of a run that Step Functions keeps no longer", async () => {
    const links = awsRunLinks(
      {
        machines: async () => await Promise.resolve([]),
        find: async () => {
          await Promise.resolve(undefined);
        },
      },
      "stallkeeper",
    );
    expect(await links("run-1")).toEqual({ without: expect.stringContaining("90 days") as string });
  });

  test("goes on without links for one who may not look at runs", async () => {
    const refused = () => Promise.reject(Object.assign(new Error("no"), { name: "AccessDeniedException" }));
    const links = awsRunLinks({ machines: refused, find: refused }, "stallkeeper");
    expect(await links("run-1")).toEqual({ without: expect.stringContaining("states:DescribeExecution") as string });
  });

  test("follows a person's purchase to the subscriptions that it went on as", async () => {
    const { log, json } = await desk();
    await tell(log, "l-9", say.arrive());
    await tell(log, "l-1", { type: "Succeed", data: { successor: "l-9", basis: "previousAgreement" } });
    const { subscriptions } = await json("ada@example.com");
    expect(subscriptions.map(({ id }) => id).toSorted()).toEqual(["l-1", "l-9"]);
  });

  test("puts what is in force before what is over", async () => {
    const { log, follow, json } = await desk();
    await tell(log, "l-3", say.arrive(), say.activate());
    await tell(log, "l-1", say.end("2026-11-24T09:30:30.000Z"));
    await follow("l-3");
    await follow("l-1");
    expect((await json("111122223333")).subscriptions.map(({ id, access }) => [id, access])).toEqual([
      ["l-3", "pending"],
      ["l-1", "revoked"],
    ]);
  });

  test("reads the secret for an e-mail address and a company alone", async () => {
    const { keysRead, json } = await desk();
    for (const who of ["l-1", "111122223333", "agmt-1", "acme"]) await json(who);
    expect(keysRead).toEqual([]);
    await json("--email", "ada@example.com");
    await json("--company", "Fjord & Sons");
    expect(keysRead).toHaveLength(2);
  });

  test("finds nobody who was erased", async () => {
    const { contacts, cli } = await desk();
    await contacts.erase("c1", lookupNames(ADA.details, KEYS));
    expect(await cli("explain", "ada@example.com")).toMatchObject({ code: 1, out: "" });
  });

  test("says what was looked for and where, but not whom", async () => {
    const { cli } = await desk();
    const { code, out, complaints } = await cli("explain", "nobody@example.com");
    expect([code, out]).toEqual([1, ""]);
    expect(complaints).toContain("e-mail address (in the contacts)");
    expect(complaints).not.toContain("nobody");
  });

  test.each([[[]], [["l-1", "--email", "a@example.com"]], [["--email", "a@example.com", "--company", "b"]], [["l-1", "--at", "yesterday"]]])(
    "makes no sense of %j",
    async (args) => {
      const { cli } = await desk();
      expect(await cli("explain", ...args)).toMatchObject({ code: 2, out: "" });
    },
  );
});

describe("a text", () => {
  test.each([
    ["111122223333", "account"],
    ["agmt-1", "agreement"],
    ["ada@example.com", "e-mail"],
    ["Fjord & Sons", "company"],
    ["l-1", "subscription"],
    ["code.cust1", "subscription"],
  ])("such as '%s' is most likely an %s", (text, kind) => {
    expect(kindsOf(text)[0]).toBe(kind);
  });
});

describe("a link to a run", () => {
  test.each([
    ["aws", "eu-west-1.console.aws.amazon.com"],
    ["aws-cn", "eu-west-1.console.amazonaws.cn"],
    ["aws-us-gov", "eu-west-1.console.amazonaws-us-gov.com"],
  ])("in the partition %s leads to its console", (partition, host) => {
    expect(new URL(awsConsolePage(`arn:${partition}:states:eu-west-1:1:execution:m:n`)).host).toBe(host);
  });

  test("is not made of anything but an execution", () => {
    expect(() => awsConsolePage("arn:aws:sqs:eu-west-1:1:queue")).toThrow(RangeError);
  });

  test("on the embedded cloud keeps to one slash", async () => {
    expect(await localRunLinks("http://localhost:1/")("run-1")).toEqual({ link: "http://localhost:1/console/runs/run-1" });
  });
});
