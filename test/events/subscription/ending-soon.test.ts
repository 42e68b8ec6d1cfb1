import { later } from "../../../events/kernel/values";
import { silenceOf } from "../../../events/subscription/due";
import { subscription } from "../../../events/subscription/decider";
import type { SubscriptionEvent } from "../../../events/subscription/events";
import type { AgreementView } from "../../../events/subscription/values";
import { NOW, scenarios } from "../../kit/scenarios";
import { BuyerArrived, granted, LicenseActivated } from "./facts";

const { given } = scenarios(subscription);
const DAY = 86_400_000;
const in_ = (days: number): string => later(NOW, days * DAY);

const agreed = (endsAt: string | undefined, more: Partial<AgreementView> = {}) =>
  ({
    type: "AgreementLinked",
    data: {
      agreement: {
        id: "agmt-1",
        version: 1,
        from: NOW,
        startsAt: NOW,
        advisory: {},
        advisorySuspends: false,
        ...(endsAt !== undefined && { endsAt }),
        ...more,
      },
      at: NOW,
    },
  }) as const;

/** From when on a purchase of today counts as ending soon. */
const soonFrom = (agreement: ReturnType<typeof agreed>): string | undefined =>
  silenceOf(given(LicenseActivated(), granted("licenseActive"), agreement).state, "notRenewed")?.from;

describe("a purchase that ends", () => {
  test.each([
    ["of a year", 365, 365 - 90],
    ["of three years", 1095, 1095 - 90],
    ["of nine months", 270, 180],
    ["of three months", 90, 60],
    ["of thirty days", 30, 20],
  ])("is ending soon for its last 90 days, or the last third of its term: %s", (_, days, from) => {
    expect(soonFrom(agreed(in_(days)))).toBe(in_(from));
  });

  test("is not ending soon where its term leaves nobody time to ask, where it renews by itself, or where no end is known", () => {
    expect([soonFrom(agreed(in_(29))), soonFrom(agreed(in_(365), { autoRenewal: true })), soonFrom(agreed(undefined))]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("is ending soon again once the buyer turns its renewal off", () => {
    expect(soonFrom(agreed(in_(365), { autoRenewal: false }))).toBe(in_(275));
  });

  test("is a matter for a person at that moment, and no more once it goes on as another", () => {
    const registered: SubscriptionEvent = { type: "BuyerRegistered", data: { contact: "c1", arrival: "a", at: NOW } };
    const history = [LicenseActivated(), granted("licenseActive"), BuyerArrived(), registered, agreed(in_(365))] as const;
    given(...history)
      .when({ type: "Reconsider" }, later(in_(275), -1))
      .thenNothing();
    given(...history)
      .when({ type: "Reconsider" }, in_(275))
      .then({ type: "Reconsidered", data: { at: in_(275) } }, { type: "BuyerSilent", data: { kind: "notRenewed", since: in_(275), at: in_(275) } });
    const { state } = given(...history, { type: "SubscriptionSucceeded", data: { successor: "l-2", basis: "previousAgreement", at: in_(300) } });
    expect(silenceOf(state, "notRenewed")).toBeUndefined();
  });
});
