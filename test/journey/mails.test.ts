import { hash } from "../../functions/kernel/task/hash";
import type { Sent } from "../../infra/local/cloud/outbox";
import type { Stall } from "../../infra/local/stall";
import { connect } from "../../infra/operator/connection";
import { run } from "../../infra/operator/program";
import { eventually } from "../deploy/eventually";
import { type Evidence } from "./evidence";
import { OPENING_MS, openShop } from "./open-stall";
import { allRunsEnded } from "./rest";
import { PATIENCE, person, subscriptionOf, type Person, type Shop } from "./shop";

const CONTRACT = "harbourlight0contract0001";

// Each waits for whole runs of a cloud that other tests may keep busy.
jest.setTimeout(90_000);

describe("a buyer's mails", () => {
  let stall: Stall;
  let at: Shop;
  let seen: Evidence;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ stall, at, seen, close } = await openShop());
  }, OPENING_MS);
  afterAll(() => close());
  afterEach(async () => {
    stall.faults.clear();
    await allRunsEnded(at, seen);
  });

  const fault = (kind: string, times: number) => at.simulator("/faults", { kind, service: "SESv2", operation: "SendEmail", times });
  const mailsTo = async ({ email }: Person) =>
    (await stall.outbox.list()).filter((sent): sent is Extract<Sent, { service: "ses" }> => sent.service === "ses" && sent.to.includes(email));
  const subjectsTo = async (who: Person) => (await mailsTo(who)).map(({ subject }) => subject);
  /** Mails that are due at once are sent by runs of their own, in any order. */
  const gets = (who: Person, ...subjects: readonly string[]) =>
    eventually(`${who.email} has got ${subjects.join(", ")}`, PATIENCE, async () =>
      JSON.stringify((await subjectsTo(who)).toSorted()) === JSON.stringify(subjects.toSorted()) ? true : undefined,
    );
  const told = async (id: string) => ((await seen.log()).get(`subscription-${id}`) ?? []).flatMap(({ ev }) => ev);

  /** The operator's command line, on this stall. */
  const cli = async (...args: readonly string[]) => {
    const lines: string[] = [];
    const terminal = { line: (text = "") => void lines.push(text), tone: (_: string, text: string) => text, isTty: false, columns: 100 };
    const code = await run([...args, "--local", "--port", String(stall.port), "--json"], { terminal, connect }, () => undefined);
    return { code, out: lines.join("\n") };
  };

  const RECEIVED = "We have received your registration for Harbourlight Analytics";
  const READY = "Harbourlight Analytics is ready for you";

  const comes = async () => {
    const purchase = await at.buy(CONTRACT);
    const cookie = await at.postToken(purchase.token);
    await at.reaches(cookie, "registrationNeeded");
    return { id: subscriptionOf(purchase), register: (who: Person) => at.register(cookie, hash("token", purchase.token), who), cookie, purchase };
  };

  test("tell them that the registration was received, and then that all is ready", async () => {
    const who = person(1);
    await at.simulator("/notices/hold");
    const { id, register, cookie } = await comes();
    await register(who);
    await gets(who, RECEIVED);
    expect((await mailsTo(who))[0]!.text).toContain("AWS is confirming your purchase");
    await at.simulator("/notices/release");
    await at.reaches(cookie, "ready");
    await gets(who, RECEIVED, READY);
    const [, ready] = await mailsTo(who);
    expect(ready).toMatchObject({ from: '"Harbourlight Analytics" <hello@harbourlight.example>', replyTo: ["support@harbourlight.example"] });
    for (const text of [ready!.text!, ready!.html!]) {
      expect(text).toContain(`http://localhost:${stall.port}/sample-product/harbourlight0contract0001`);
      expect(text).not.toContain("claim=");
      for (const personal of [who.email, who.name, who.company]) expect(text).not.toContain(personal);
    }
    await allRunsEnded(at, seen);
    expect((await told(id)).filter(({ t }) => t.startsWith("Mail")).map(({ t, d }) => `${t} ${String(d["kind"])}`)).toEqual([
      "MailAttempted received",
      "MailSent received",
      "MailAttempted ready",
      "MailSent ready",
    ]);
  });

  test("go to everybody who registers, and to nobody twice", async () => {
    const { register, cookie } = await comes();
    await register(person(2));
    await at.reaches(cookie, "ready");
    await register(person(3));
    await gets(person(3), RECEIVED, READY);
    await allRunsEnded(at, seen);
    await gets(person(2), RECEIVED, READY);
  });

  test("are none for a renewal under a new license", async () => {
    const who = person(4);
    const { register, cookie, purchase } = await comes();
    await register(who);
    await at.reaches(cookie, "ready");
    await gets(who, RECEIVED, READY);
    const renewed = (await at.simulator(`/purchases/${purchase.agreementId}/renew`, { license: "new" })) as typeof purchase;
    await eventually("the renewal is registered", PATIENCE, async () =>
      (await at.subscription(subscriptionOf(renewed)))?.["registered"] === true ? true : undefined,
    );
    await allRunsEnded(at, seen);
    await gets(who, RECEIVED, READY);
  });

  test("that SES refuses fail no other run, stand on the worklist, and go out once the address is corrected", async () => {
    const who = person(5);
    const corrected = { ...who, email: "hare-5-corrected@tortoise.example" };
    await fault("reject", 2);
    const { id, register, cookie } = await comes();
    await register(who);
    await at.reaches(cookie, "ready");
    await eventually("both mails have failed", PATIENCE, async () => ((await told(id)).filter(({ t }) => t === "MailFailed").length === 2 ? true : undefined));
    await allRunsEnded(at, seen);
    expect((await seen.executions()).filter(({ status }) => status !== "SUCCEEDED")).toEqual([]);
    expect((await told(id)).find(({ t }) => t === "MailFailed")?.d).toMatchObject({ error: "MessageRejected" });
    const waiting = async () =>
      (JSON.parse((await cli("worklist", "--kind", "mailFailed")).out) as { items: { subscriptionId: string; detail: { contact: string } }[] }).items;
    const [item] = await waiting();
    expect(item).toMatchObject({ subscriptionId: id });

    const { out, code } = await cli("mail", "correct", id, "--contact", item!.detail.contact, "--email", corrected.email);
    expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ again: ["received", "ready"], replaced: item!.detail.contact })]);
    expect(out).not.toContain("@");
    await gets(corrected, RECEIVED, READY);
    expect(await subjectsTo(who)).toEqual([]);
    await eventually("nothing waits any more", PATIENCE, async () => ((await waiting()).length === 0 ? true : undefined));
    expect(await at.contact(id)).toMatchObject({ email: corrected.email, name: who.name });
    expect((await cli("explain", "--email", corrected.email)).code).toBe(0);
    expect((await cli("explain", "--email", who.email)).code).toBe(1);

    expect((await cli("mail", "resend", id, "received")).code).toBe(0);
    await gets(corrected, RECEIVED, READY, RECEIVED);
    expect(await at.status(cookie)).toBe("ready");
  });

  test("go out although SES throttles and fails for a while", async () => {
    const who = person(6);
    await fault("throttle", 2);
    await fault("outage", 1);
    const { register, cookie } = await comes();
    await register(who);
    await at.reaches(cookie, "ready");
    await gets(who, RECEIVED, READY);
  });

  test("may come twice where SES took one and its answer was lost, rather than not at all", async () => {
    const who = person(7);
    await fault("lostReply", 1);
    const { id, register } = await comes();
    await register(who);
    await gets(who, RECEIVED, RECEIVED, READY);
    await allRunsEnded(at, seen);
    expect((await told(id)).filter(({ t, d }) => t.startsWith("Mail") && d["kind"] === "received").map(({ t }) => t)).toEqual(["MailAttempted", "MailSent"]);
  });

  test("are announced to the seller's topic with the buyer's details, whatever came first", async () => {
    const published = async (text: string) =>
      (await stall.outbox.list()).flatMap((sent) =>
        sent.service === "sns" && sent.message.includes(text) ? [{ subject: sent.subject, message: sent.message }] : [],
      );
    const early = person(8);
    await at.simulator("/notices/hold");
    const first = await comes();
    await first.register(early);
    await eventually("the seller hears of a buyer before the license", PATIENCE, async () => ((await published(early.email)).length > 0 ? true : undefined));
    await at.simulator("/notices/release");
    await at.reaches(first.cookie, "ready");
    const late = person(9);
    const second = await comes();
    await eventually("there is access", PATIENCE, async () => ((await at.subscription(second.id))?.["access"] === "granted" ? true : undefined));
    await second.register(late);
    await eventually("the seller hears of a buyer after the license", PATIENCE, async () => ((await published(late.email)).length > 0 ? true : undefined));
    await allRunsEnded(at, seen);
    for (const who of [early, late]) {
      const told = await published(who.email);
      expect(told.map(({ subject }) => subject)).toEqual(["A buyer has registered: Harbourlight Analytics"]);
      for (const detail of [who.name, who.company, who.phone]) expect(told[0]!.message).toContain(detail);
    }
  });

  test("and matters that wait for a person are told to it once each", async () => {
    const { id } = await comes();
    const about = async () => (await stall.outbox.list()).flatMap((sent) => (sent.service === "sns" && sent.message.includes(id) ? [sent.subject] : []));
    await at.simulator("/clock", { advance: "PT1H10M" });
    await eventually("the seller hears of a silent buyer", PATIENCE, async () => ((await about()).length > 0 ? true : undefined));
    await at.simulator("/clock", { advance: "P1D" });
    await allRunsEnded(at, seen);
    expect(await about()).toEqual(["A buyer has not registered: Harbourlight Analytics"]);
  });
});
