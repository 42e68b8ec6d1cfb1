import { subscription } from "../../../events/subscription/decider";
import type { SubscriptionEvent } from "../../../events/subscription/events";
import { mailsDue } from "../../../events/subscription/mails";
import { CONTACTS_KEPT } from "../../../events/subscription/state";
import type { MailCause, MailKind } from "../../../events/subscription/values";
import { scenarios, NOW } from "../../kit/scenarios";
import { BuyerArrived, granted, LicenseActivated, LicenseDeprovisioned, pending, revoked } from "./facts";

const { given } = scenarios(subscription);
const LATER = "2026-11-24T10:30:00.000Z";

const registered = (contact = "c1", at = NOW): SubscriptionEvent => ({ type: "BuyerRegistered", data: { contact, arrival: "a", at } });
const added = (contact: string, at = NOW): SubscriptionEvent => ({ type: "ContactAdded", data: { contact, arrival: "a", at } });
const corrected = (contact: string, replaced: string, at = NOW): SubscriptionEvent => ({
  type: "ContactCorrected",
  data: { contact, replaced, by: "rabbit", at },
});
const mail = (kind: MailKind, contact = "c1", request = "r1") => ({ kind, contact, request });
const attempted = (kind: MailKind, contact?: string, request?: string): SubscriptionEvent => ({
  type: "MailAttempted",
  data: { ...mail(kind, contact, request), at: NOW },
});
const sent = (kind: MailKind, contact?: string, request?: string): SubscriptionEvent => ({
  type: "MailSent",
  data: { ...mail(kind, contact, request), at: NOW },
});
const failed = (kind: MailKind, contact?: string, request?: string): SubscriptionEvent => ({
  type: "MailFailed",
  data: { ...mail(kind, contact, request), error: "MessageRejected", at: NOW },
});
const Attempt = (kind: MailKind, because: MailCause = "due", contact = "c1", request = "r1") =>
  ({ type: "AttemptMail", data: { ...mail(kind, contact, request), because } }) as const;
const provisioningAsked: SubscriptionEvent = { type: "ProvisioningRequested", data: { deadline: LATER, at: NOW } };
const provisioned: SubscriptionEvent = { type: "ProvisioningConfirmed", data: { at: LATER } };
const continued: SubscriptionEvent = {
  type: "SubscriptionContinued",
  data: { predecessor: "l-0", basis: "operator", contacts: ["c0"], registeredAt: NOW, at: NOW },
};

const arrived = [BuyerArrived(), pending("awaitingLicense")];
const active = [BuyerArrived(), LicenseActivated(), granted("licenseActive")];
const due = (history: readonly SubscriptionEvent[], at = NOW) => mailsDue(given(...history).state, at).map(({ kind, contact }) => `${kind} to ${contact}`);

describe("a mail that the registration was received", () => {
  test("is due when the buyer has registered", () => {
    expect(due([BuyerArrived(), registered()])).toEqual(["received to c1"]);
  });
  test("is due to everybody who registers", () => {
    expect(due([BuyerArrived(), registered(), sent("received"), added("c2")])).toEqual(["received to c2"]);
  });
  test("is due in any order of registration and license", () => {
    expect(due([registered(), BuyerArrived()])).toEqual(["received to c1"]);
  });
  test("is due no more once it was attempted, sent or refused", () => {
    for (const event of [attempted, sent, failed]) expect(due([BuyerArrived(), registered(), event("received")])).toEqual([]);
  });
  test("is no longer worth sending by itself after three days", () => {
    expect(due([BuyerArrived(), registered()], "2026-11-27T09:29:59.999Z")).toEqual(["received to c1"]);
    expect(due([BuyerArrived(), registered()], "2026-11-27T09:30:00.000Z")).toEqual([]);
  });
  test("is not due for a purchase that has ended", () => {
    expect(due([...active, LicenseDeprovisioned(LATER), revoked("licenseEnded", LATER), registered()])).toEqual([]);
  });
});

describe("a mail that all is ready", () => {
  test("is due once there is access and somebody has registered, in either order", () => {
    expect(due([...active, registered(), sent("received")])).toEqual(["ready to c1"]);
    expect(due([BuyerArrived(), registered(), sent("received"), LicenseActivated(), granted("licenseActive")])).toEqual(["ready to c1"]);
  });
  test("waits for the product to confirm, where it was asked to provision", () => {
    expect(due([...active, provisioningAsked, registered(), sent("received")])).toEqual([]);
    expect(due([...active, provisioningAsked, registered(), sent("received"), provisioned], LATER)).toEqual(["ready to c1"]);
  });
  test("is due once, though access is suspended and given back", () => {
    const back: SubscriptionEvent[] = [{ type: "AccessSuspended", data: { reason: "suspendedByOperator", at: LATER } }, granted("licenseActive", LATER)];
    expect(due([...active, registered(), sent("received"), sent("ready"), ...back])).toEqual([]);
  });
  test("is due anew where access was taken away before it could be sent", () => {
    const state = given(
      ...active,
      registered(),
      sent("received"),
      revoked("licenseEnded", NOW),
      LicenseActivated(LATER),
      granted("licenseActive", LATER),
    ).state;
    expect(mailsDue(state, LATER)).toEqual([{ kind: "ready", contact: "c1", since: LATER }]);
  });
});

describe("the mails of a renewal under a new license", () => {
  test("are none: who registered before notices nothing", () => {
    expect(due([LicenseActivated(), granted("licenseActive"), continued])).toEqual([]);
  });
  test("go to a person who registers with it", () => {
    expect(due([LicenseActivated(), granted("licenseActive"), continued, added("c1")])).toEqual(["received to c1", "ready to c1"]);
  });
});

describe("the sending of a mail", () => {
  test("is recorded before it is tried", () => {
    given(...arrived, registered())
      .when(Attempt("received"))
      .then(attempted("received"));
  });
  test("goes on in the run that began it", () => {
    given(...arrived, registered(), attempted("received"))
      .when(Attempt("received"))
      .thenNothing();
  });
  test("is not begun by another run meanwhile, nor after it was sent", () => {
    for (const event of [attempted, sent, failed])
      given(...arrived, registered(), event("received"))
        .when(Attempt("received", "due", "c1", "r2"))
        .thenRefused("mailNotDue");
  });
  test("does not begin again in a run that is done", () => {
    given(...arrived, registered(), sent("received"))
      .when(Attempt("received", "asked"))
      .thenRefused("mailNotDue");
  });
  test("begins as often as a person asks for it", () => {
    given(...arrived, registered(), sent("received"))
      .when(Attempt("received", "asked", "c1", "r2"))
      .then(attempted("received", "c1", "r2"));
  });
  test("never tells a buyer that all is ready when it is not", () => {
    given(...arrived, registered())
      .when(Attempt("ready", "asked"))
      .thenRefused("notReady");
    given(...arrived, registered())
      .when(Attempt("ready"))
      .thenRefused("mailNotDue");
  });
  test("goes to nobody unknown", () => {
    given(...arrived, registered())
      .when(Attempt("received", "asked", "c9"))
      .thenRefused("unknownContact");
    given(...arrived, registered())
      .when(Attempt("received", "due", "c9"))
      .thenRefused("mailNotDue");
    given().when(Attempt("received", "asked")).thenRefused("unknownSubscription");
  });
  test("is on record with what became of it, once", () => {
    given(...arrived, registered(), attempted("received"))
      .when({ type: "RecordMail", data: mail("received") })
      .then(sent("received"));
    given(...arrived, registered(), sent("received"))
      .when({ type: "RecordMail", data: mail("received") })
      .thenNothing();
    given(...arrived, registered(), attempted("received"))
      .when({ type: "RecordMail", data: { ...mail("received"), error: "MessageRejected" } })
      .then(failed("received"));
  });
});

describe("a corrected address", () => {
  test("has the mail that failed go out again, and not the one that arrived", () => {
    expect(due([...active, registered(), sent("received"), failed("ready"), corrected("c2", "c1")], LATER)).toEqual(["ready to c2"]);
  });
  test("has a mail go out again of which nobody knows whether it arrived", () => {
    expect(due([BuyerArrived(), registered(), attempted("received"), corrected("c2", "c1")], LATER)).toEqual(["received to c2"]);
  });
  test("lets no outcome of the old address count any more", () => {
    const { state } = given(...arrived, registered(), attempted("received"), corrected("c2", "c1"), failed("received"));
    expect(state.mails.map(({ contact, status }) => [contact, status])).toEqual([["c2", "due"]]);
  });
  test("takes the place of the old one, once", () => {
    const command = { type: "CorrectContact", data: { contact: "c2", replaced: "c1", by: "rabbit" } } as const;
    given(...arrived, registered())
      .when(command)
      .then(corrected("c2", "c1"));
    given(...arrived, registered(), corrected("c2", "c1"))
      .when(command)
      .thenNothing();
    given(...arrived, registered("c7"))
      .when(command)
      .thenRefused("unknownContact");
  });
  test("leaves one of two where the new one came along as well", () => {
    expect(given(...arrived, registered(), added("c2"), corrected("c2", "c1")).state.contacts).toEqual(["c2"]);
  });
});

describe("what is kept of mails", () => {
  test("does not grow with the number of those who register", () => {
    const many = Array.from({ length: 3 * CONTACTS_KEPT }, (_, index) => [
      added(`c${index}`),
      sent("received", `c${index}`),
      sent("ready", `c${index}`),
    ]).flat();
    const { mails, addressees } = given(...arrived, ...many).state;
    expect([mails.length, addressees.length]).toEqual([2 * CONTACTS_KEPT, CONTACTS_KEPT]);
  });
});
