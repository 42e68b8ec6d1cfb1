import fc from "fast-check";
import { fold } from "../../../events/kernel/decider";
import { subscription } from "../../../events/subscription/decider";
import type { SubscriptionEvent } from "../../../events/subscription/events";
import { meteredLife } from "../../../events/subscription/metered";
import { LicenseActivated, LicenseDeprovisioned, LISTING } from "./facts";

const NOW = "2026-11-24T15:00:00.000Z";
const at = (time: string): string => `2026-11-24T${time}:00.000Z`;

const legacy = { ...LISTING, pricingModel: "subscription", form: "customer", customerIdentifier: "c1", notice: "n" } as const;
const Confirmed = (time: string): SubscriptionEvent => ({ type: "PurchaseConfirmed", data: { ...legacy, at: at(time) } });
const Announced = (time: string): SubscriptionEvent => ({ type: "DepartureAnnounced", data: { ...legacy, at: at(time) } });
const Completed = (time: string): SubscriptionEvent => ({ type: "DepartureCompleted", data: { ...legacy, at: at(time) } });
const Found = (time: string): SubscriptionEvent => ({
  type: "LicenseFound",
  data: { ...LISTING, pricingModel: "subscription", form: "customer", customerIdentifier: "c1", source: "agreements", at: at(time) },
});
const Updated = (time: string): SubscriptionEvent => LicenseActivated(at(time));
const Deprovisioned = (time: string): SubscriptionEvent => LicenseDeprovisioned(at(time));
const Linked = (startsAt: string, end?: { readonly status: "RENEWED" | "CANCELLED"; readonly at: string }): SubscriptionEvent => ({
  type: "AgreementLinked",
  data: {
    agreement: {
      id: `agmt-${startsAt}`,
      version: 1,
      from: at(startsAt),
      startsAt: at(startsAt),
      advisory: {},
      advisorySuspends: false,
      ...(end !== undefined && { end: { status: end.status, at: at(end.at) } }),
    },
    at: NOW,
  },
});

const lifeOf = (events: readonly SubscriptionEvent[], now = NOW) => meteredLife(fold(subscription.decider, subscription.decider.initialState, events), now);

describe("usage of a purchase counts", () => {
  test.each<[string, readonly SubscriptionEvent[], string]>([
    ["'License Updated', however often AWS says it again", [Updated("09:05"), Updated("10:06"), Updated("14:00")], "09:05"],
    ["'subscribe-success', which is sent again for each accepted offer", [Confirmed("09:05"), Confirmed("10:06")], "09:05"],
    ["an hour before it was first found in AWS's lists, however often it is found there", [Found("10:00"), Found("14:30")], "09:00"],
    ["the start of its agreement, which AWS may tell of later", [Updated("09:05"), Linked("09:01"), Updated("11:00")], "09:01"],
    ["the first of agreements that follow each other", [Linked("08:00", { status: "RENEWED", at: "10:00" }), Linked("10:00"), Updated("10:01")], "08:00"],
    ["AWS's next word after an end, for a buyer who came back", [Confirmed("09:05"), Announced("10:00"), Completed("11:00"), Confirmed("13:20")], "13:20"],
    ["the first of AWS's words after an end", [Updated("09:05"), Deprovisioned("10:00"), Updated("13:20"), Updated("14:10")], "13:20"],
    ["the new agreement after one that was cancelled", [Linked("08:00", { status: "CANCELLED", at: "10:00" }), Linked("12:00"), Updated("12:01")], "12:00"],
    ["its first day where a buyer gave notice and stayed", [Confirmed("09:05"), Announced("10:00"), Confirmed("10:30")], "09:05"],
  ])("from %s", (_, events, from) => {
    expect(lifeOf(events)).toMatchObject({ from: at(from) });
  });

  test("from its first day to its end, though AWS had said in between that it was in force", () => {
    expect(lifeOf([Updated("09:05"), Updated("12:00"), Deprovisioned("14:00")])).toMatchObject({ from: at("09:05"), until: at("14:00") });
  });

  test("up to its end where nothing but AWS's lists had told of it", () => {
    expect(lifeOf([Found("10:00"), Deprovisioned("14:00")])).toMatchObject({ from: at("09:00"), until: at("14:00") });
  });

  test("from the same time, in whatever order AWS's words are heard", () => {
    const words = [Updated("09:05"), Updated("09:30"), Deprovisioned("10:00"), Updated("13:20"), Linked("13:19")];
    fc.assert(
      fc.property(fc.shuffledSubarray(words, { minLength: words.length }), (heard) => {
        expect(lifeOf(heard)).toMatchObject({ from: at("13:19"), saidAt: at("13:20") });
      }),
    );
  });
});
