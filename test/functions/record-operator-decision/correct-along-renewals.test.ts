import type { Catalogue } from "../../../events/product/catalogue";
import { subscription as subscriptions, subscriptionStream } from "../../../events/subscription/decider";
import type { Subscription } from "../../../events/subscription/state";
import { kin } from "../../../functions/after-append/kin";
import type { Mail } from "../../../functions/kernel/aws/mailer";
import { memoryEventStore } from "../../../functions/kernel/streams/memory-event-store";
import { join } from "../../../functions/kernel/purchases/succession";
import { recordOperatorDecision } from "../../../functions/record-operator-decision/handler";
import { sendMail } from "../../../functions/send-mail/handler";
import { bought, say, tell } from "../../kit/buyer";
import { memoryContacts } from "../../kit/memory-contacts";

const AT = "2026-11-24T09:30:00.000Z";
const RUN = { run: "operator-1", state: "Record the operator's decision" };
const BY = { correlation: "c", causation: "test", actor: "stallkeeper" };
const CATALOGUE = [
  { code: "code", name: "Quay", mailFrom: "hello@quay.example", logInUrl: "https://quay.example/", support: { email: "help@quay.example" } },
] as unknown as Catalogue;

/** A buyer who registered once, and whose subscription was renewed under a new license again and again. */
const renewedTwice = async () => {
  const store = memoryEventStore();
  const clock = { now: () => AT };
  const appending = { store, clock };
  const contacts = memoryContacts();
  const stateOf = async (id: string): Promise<Subscription> => (await store.load(subscriptions, subscriptionStream(id))).state;
  const person = (id: string, email: string) => ({ id, subscription: "l-1", arrival: "a1", at: AT, details: { email, fields: {} } });
  const renew = async (older: string, newer: string) => {
    await tell(store, newer, say.activate(), say.read(5));
    await join(appending, { older: { id: older, state: await stateOf(older) }, newer, basis: "previousAgreement" }, { ...BY, run: `join-${newer}` });
  };
  const mails: Mail[] = [];
  const mailer = {
    send: async (mail: Mail) => {
      mails.push(mail);
      return await Promise.resolve({ outcome: "sent" as const });
    },
  };
  await contacts.add(person("old", "hare@wrong.example"), []);
  await tell(store, "l-1", ...bought().filter(({ type }) => type !== "RegisterBuyer"), say.register("old"));
  await renew("l-1", "l-2");
  await renew("l-2", "l-3");
  return {
    appending,
    stateOf,
    renew,
    mails,
    correct: async (subscription: string) => {
      await contacts.add(person("new", "hare@tortoise.example"), []);
      const decision = { decision: "correct", subscription, contact: "new", replaced: "old", by: "operator-1" } as const;
      const decided = await recordOperatorDecision(appending)({ decision }, RUN);
      await contacts.erase("old", []);
      return decided.outcome;
    },
    mail: async (subscription: string, contact: string) =>
      (await sendMail({ store, contacts, mailer, catalogue: CATALOGUE })({ subscription, kind: "ready", contact }, RUN)).outcome,
  };
};

describe("a correction of who registered, along a chain of renewals", () => {
  test.each(["l-1", "l-2", "l-3"])("reaches every subscription of it, asked for at %s", async (asked) => {
    const { correct, stateOf } = await renewedTwice();
    for (const id of ["l-1", "l-2", "l-3"]) expect((await stateOf(id)).contacts).toEqual(["old"]);
    expect(await correct(asked)).toBe("decided");
    for (const id of ["l-1", "l-2", "l-3"]) expect((await stateOf(id)).contacts).toEqual(["new"]);
  });

  test("is what a successor writes to, also one that comes after it", async () => {
    const { correct, renew, mail, mails, stateOf } = await renewedTwice();
    await correct("l-1");
    await renew("l-3", "l-4");
    for (const id of ["l-3", "l-4"]) expect(await mail(id, (await stateOf(id)).contacts[0]!)).toBe("sent");
    expect(mails.map(({ to }) => to)).toEqual(["hare@tortoise.example", "hare@tortoise.example"]);
  });

  test("is not undone by what a predecessor hands on later", async () => {
    const { appending, correct, stateOf } = await renewedTwice();
    await correct("l-3");
    await tell(appending.store, "l-1", { type: "RegisterBuyer", data: { contact: "colleague", arrival: "a2" } });
    for (const id of ["l-1", "l-2", "l-3"]) await kin(appending).tell(`subscription-${id}`, { state: await stateOf(id), version: 1 });
    expect((await stateOf("l-3")).contacts.toSorted()).toEqual(["colleague", "new"]);
  });
});
