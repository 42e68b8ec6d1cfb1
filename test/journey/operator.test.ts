import { noticeStream } from "../../events/notice/decider";
import { hash } from "../../functions/kernel/task/hash";
import type { Stall } from "../../infra/local/stall";
import { connect } from "../../infra/operator/connection";
import { run } from "../../infra/operator/program";
import { eventually } from "../deploy/eventually";
import type { Purchase } from "../deploy/target";
import { NOVELTY, tellNotice } from "../kit/other-streams";
import { type Evidence } from "./evidence";
import { OPENING_MS, openShop } from "./open-stall";
import { allRunsEnded } from "./rest";
import { PATIENCE, person, subscriptionOf, type Shop } from "./shop";

const CONTRACT = "harbourlight0contract0001";
const TENANT = "burrow";

// Each waits for whole runs of a cloud that other tests may keep busy.
jest.setTimeout(90_000);

interface Explained {
  readonly subscriptions: readonly {
    readonly id: string;
    readonly access: string;
    readonly facts: readonly { readonly type: string; readonly recordedAt: string; readonly link: string }[];
  }[];
}

interface Logged {
  readonly events: readonly {
    readonly type: string;
    readonly stream: string;
    readonly recordedAt: string;
    readonly data: { readonly subscription?: string };
  }[];
}

/** The command line as people use it, in front of the embedded cloud of `npm start`. */
describe("stallkeeper --local", () => {
  let stall: Stall;
  let at: Shop;
  let seen: Evidence;
  let close: () => Promise<void>;
  let purchase: Purchase;
  let id: string;

  beforeAll(async () => {
    ({ stall, at, seen, close } = await openShop());
    purchase = await at.buy(CONTRACT);
    id = subscriptionOf(purchase);
    const cookie = await at.postToken(purchase.token);
    await at.reaches(cookie, "registrationNeeded");
    await at.register(cookie, hash("token", purchase.token), person(1));
    await at.reaches(cookie, "ready");
    await at.claim(await at.claimCode(cookie), TENANT);
    await allRunsEnded(at, seen);
  }, 2 * OPENING_MS);
  afterAll(() => close(), OPENING_MS);

  const cli = async (...args: readonly string[]) => {
    const out: string[] = [];
    const complaints: string[] = [];
    const terminal = { line: (text = "") => void out.push(text), tone: (_: string, text: string) => text, isTty: false, columns: 100 };
    const code = await run([...args, "--local", "--port", String(stall.port)], { terminal, connect }, (text) => void complaints.push(text));
    return { code, out: out.join("\n"), complaints: complaints.join("\n") };
  };
  const json = async <T>(...args: readonly string[]): Promise<T> => {
    const { code, out, complaints } = await cli(...args, "--json");
    expect([code, complaints]).toEqual([0, ""]);
    return JSON.parse(out) as T;
  };
  const explained = (...args: readonly string[]) => json<Explained>("explain", ...args);

  test.each([
    ["an AWS account", () => purchase.accountId],
    ["a subscription", () => id],
    ["an agreement", () => purchase.agreementId],
    ["a tenant", () => TENANT],
    ["a company", () => person(1).company],
    ["an e-mail address", () => person(1).email],
  ])("explains by %s what access is, with the facts that decided it and a page for each", async (_, who) => {
    const answer = await explained(who());
    expect(answer).toEqual({ subscriptions: [{ id, access: "granted", reason: expect.any(String) as string, facts: expect.any(Array) as unknown[] }] });
    const [{ facts }] = answer.subscriptions as [Explained["subscriptions"][number]];
    expect(facts.map(({ type }) => type)).toEqual(expect.arrayContaining(["LicenseActivated", "EntitlementsRead"]));
    for (const { link } of facts) expect((await fetch(link)).status).toBe(200);
  });

  test("explains the past by what was known then", async () => {
    const { events } = await json<Logged>("events", "--subscription", id);
    const granted = events.find(({ type }) => type === "AccessGranted")!.recordedAt;
    const moment = (offset: number) => new Date(Date.parse(granted) + offset).toISOString();
    const [before] = (await explained(id, "--at", moment(-1))).subscriptions;
    expect(before!.access).not.toBe("granted");
    expect((await explained(id, "--at", granted)).subscriptions[0]!.access).toBe("granted");
    expect((await explained(id, "--at", "2020-01-01")).subscriptions).toMatchObject([{ access: "none", facts: [] }]);
  });

  test("shows the timeline by type and period", async () => {
    const all = await json<{ at: string; events: { type: string }[] }[]>("timeline", id);
    const granted = all.filter(({ events }) => events.some(({ type }) => type === "AccessGranted"));
    expect(await json("timeline", id, "--type", "AccessGranted")).toEqual(granted);
    const until = await json<{ at: string }[]>("timeline", id, "--to", all[0]!.at);
    expect([until.length, until.length < all.length]).toEqual([all.filter((commit) => commit.at <= all[0]!.at).length, true]);
    expect(await cli("timeline", id, "--from", "2999-01-01")).toMatchObject({ code: 1, complaints: expect.stringContaining("nothing fits") as string });
  });

  test("shows events of one stream, of one type and of the whole log", async () => {
    const ofAgreement = await json<Logged>("events", "--stream", `agreement-${purchase.agreementId}`);
    expect(new Set(ofAgreement.events.map(({ stream }) => stream))).toEqual(new Set([`agreement-${purchase.agreementId}`]));
    const arrivals = await json<Logged>("events", "--type", "ArrivalResolved");
    expect(arrivals.events.map(({ data }) => data.subscription)).toContain(id);
    const categories = (await json<Logged>("events", "--limit", "10000")).events.map(({ stream }) => stream.split("-")[0]);
    expect([...new Set(categories)].toSorted()).toEqual(expect.arrayContaining(["agreement", "arrival", "notice", "run", "subscription"]));
  });

  test("lists what an account has bought, by access and product", async () => {
    const account = purchase.accountId;
    expect(await json("customers", account, "--access", "granted", "--product", CONTRACT)).toMatchObject([{ subscriptionId: id, access: "granted" }]);
    expect(await cli("customers", account, "--access", "revoked")).toMatchObject({ code: 1, complaints: expect.stringContaining("nothing fits") as string });
  });

  test("really works off a parked notice once the deployed release understands it", async () => {
    const bought = await at.buy(CONTRACT);
    const license = subscriptionOf(bought);
    await eventually("AWS's notice is in the log", PATIENCE, async () => ((await seen.log()).has(`subscription-${license}`) ? true : undefined));
    // The log as a release left it that knew no 'License Deprovisioned': the message is there, and waits.
    const received = [...(await seen.log())].flatMap(([stream, [first]]) => (stream.startsWith("notice-") ? (first?.ev ?? []) : []));
    const updated = received
      .map(({ d }) => ({ kind: String(d["kind"]), body: String(d["body"]) }))
      .find(({ kind, body }) => kind.startsWith("License Updated") && body.includes(license))!;
    const later = new Date(stall.clock.now() + 1000).toISOString();
    const body = JSON.stringify({ ...(JSON.parse(updated.body) as object), time: later, "detail-type": "License Deprovisioned - Manufacturer" });
    const { log } = connect({ local: true, port: String(stall.port), prefix: "stallkeeper" });
    const notice = hash("a notice of an older release", license);
    await tellNotice(log, notice, { type: "Receive", data: { channel: "eventBridge", kind: "License Deprovisioned - Manufacturer", body } });
    await tellNotice(log, notice, { type: "Park", data: { reason: "unknownKind" } });
    const waits = async () => (await json<{ id: string }[]>("notices", "list")).some((one) => one.id === notice);
    await eventually("the worklist shows it", PATIENCE, async () => ((await waits()) ? true : undefined));

    expect(await cli("notices", "release", notice)).toMatchObject({ code: 0, out: expect.stringContaining("The notice was dealt with.") as string });
    await eventually("access is revoked", PATIENCE, async () => ((await at.subscription(license))?.["access"] === "revoked" ? true : undefined));
    await eventually("the worklist shows it no longer", PATIENCE, async () => ((await waits()) ? undefined : true));
    expect((await seen.log()).get(noticeStream(notice))?.flatMap(({ ev }) => ev.map(({ t }) => t))).toEqual([
      "NoticeReceived",
      "NoticeParked",
      "NoticeSettled",
    ]);
    expect(await cli("notices", "release", notice)).toMatchObject({ code: 1, complaints: expect.stringContaining("dealt with: applied") as string });
  });

  test("dismisses a parked notice that nothing needs to be done about; it is kept, and waits for nobody", async () => {
    const { log } = connect({ local: true, port: String(stall.port), prefix: "stallkeeper" });
    const notice = hash("a notice about nothing of ours");
    await tellNotice(log, notice, ...NOVELTY);
    const listed = async (...args: readonly string[]) => (await json<{ id: string }[]>("notices", "list", ...args)).some(({ id: one }) => one === notice);
    await eventually("the worklist shows it", PATIENCE, async () => ((await listed()) ? true : undefined));
    expect(await cli("notices", "dismiss", notice, "--reason", "Nothing of ours, ticket 4715")).toMatchObject({ code: 0 });
    await eventually("it is among the dismissed", PATIENCE, async () => ((await listed("--dismissed")) ? true : undefined));
    expect(await listed()).toBe(false);
    expect(await cli("notices", "show", notice)).toMatchObject({ out: expect.stringContaining("Nothing of ours, ticket 4715") as string });
  });

  test("dismisses a visit without a license, which waits for nobody then, and can still be joined", async () => {
    const bought = await at.buy(CONTRACT);
    const other = (await at.simulator("/purchases", { product: CONTRACT, accountId: bought.accountId })) as Purchase;
    for (const one of [bought, other])
      await eventually("its license is known", PATIENCE, async () =>
        (await at.subscription(subscriptionOf(one)))?.["access"] === "granted" ? true : undefined,
      );
    await at.simulator("/faults", { kind: "resolveWithoutLicense", times: 4 });
    const cookie = await at.postToken(bought.token);
    await at.reaches(cookie, "unlicensed");
    await allRunsEnded(at, seen);
    const visit = hash("token", bought.token);
    const waits = async () =>
      (await json<{ items: { arrivalId: string }[] }>("worklist", "--kind", "unlicensedArrival")).items.some(({ arrivalId }) => arrivalId === visit);
    await eventually("the worklist shows it", PATIENCE, async () => ((await waits()) ? true : undefined));
    expect(await cli("arrivals", "dismiss", visit, "--reason", "Nobody is coming, ticket 4716")).toMatchObject({ code: 0 });
    await eventually("the worklist shows it no longer", PATIENCE, async () => ((await waits()) ? undefined : true));
    const page = await (await fetch(`${stall.url}/console/arrivals/${visit}`)).text();
    for (const text of ["dismissed", "Nobody is coming, ticket 4716"]) expect(page).toContain(text);
    const joining = ["arrivals", "join", visit, "--to", subscriptionOf(bought), "--reason", "They came after all, ticket 4716"];
    expect(await cli(...joining)).toMatchObject({ code: 0 });
    expect(await at.status(cookie)).toBe("registrationNeeded");
  });

  test("replays a subscription, and a period, to the one rule's queue, and the consumer takes each event once", async () => {
    const heard = async () => (await at.heard()).filter(({ detail }) => detail.data.subscriptionId === id);
    const before = await heard();
    const deliveries = (events: Awaited<ReturnType<typeof heard>>) => events.reduce((sum, one) => sum + one.deliveries, 0);
    const times = before.length;
    expect(times).toBeGreaterThan(2);
    expect(await json("replay", id, "--rule", "sample-product")).toMatchObject({ streams: 1, messages: times });
    await eventually("the sample product has them once more", PATIENCE, async () =>
      deliveries(await heard()) === deliveries(before) + times ? true : undefined,
    );

    const period = ["--from", "2020-01-01T00:00:00Z", "--to", "2999-01-01T00:00:00Z"];
    const dry = await json<{ events: number }>("replay", ...period, "--rule", "sample-product", "--dry-run");
    expect(dry.events).toBeGreaterThanOrEqual(times);
    expect(await json("replay", ...period, "--rule", "sample-product")).toMatchObject({ messages: dry.events });
    await eventually("and again", PATIENCE, async () => (deliveries(await heard()) === deliveries(before) + 2 * times ? true : undefined));
    expect((await heard()).map(({ detail }) => detail.metadata.id)).toEqual(before.map(({ detail }) => detail.metadata.id));
    const none = await cli("replay", "--from", "2020-01-01T00:00:00Z", "--to", "2020-01-02T00:00:00Z", "--rule", "sample-product");
    expect(none).toMatchObject({ code: 1, complaints: expect.stringContaining("No event was found") as string });
  });

  test("puts a contract that ends soon on the worklist, and takes it off when it has run out", async () => {
    const listed = async () =>
      (await json<{ items: { subscriptionId: string; detail: { endsAt: string } }[] }>("worklist", "--kind", "notRenewed")).items.find(
        (item) => item.subscriptionId === id,
      );
    expect(await listed()).toBeUndefined();
    await at.simulator(`/purchases/${purchase.agreementId}/expire`, { silent: true });
    await at.simulator("/clock", { advance: "P280D" });
    const item = await eventually("the contract is on the worklist", PATIENCE, listed);
    expect(item.detail.endsAt).toMatch(/^\d{4}-\d{2}-\d{2}T/);
    await at.simulator("/clock", { advance: "P90D" });
    await eventually("the contract is off the worklist", PATIENCE, async () => ((await listed()) === undefined ? true : undefined));
    expect((await explained(id)).subscriptions[0]!.access).toBe("revoked");
  });

  test.each(["deadlines", "worklist"])("builds %s again from the log, and finds the rows as they are", async (projection) => {
    expect(await cli("rebuild", projection)).toMatchObject({ code: 0, out: expect.stringMatching(/is live: \d+ rows compared, all alike/) as string });
  });
});
