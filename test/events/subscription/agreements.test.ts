import { later } from "../../../events/kernel/values";
import { standing } from "../../../events/subscription/standing";
import { subscription } from "../../../events/subscription/decider";
import type { SubscriptionEvent } from "../../../events/subscription/events";
import type { AgreementView } from "../../../events/subscription/values";
import { NOW, scenarios } from "../../kit/scenarios";
import { granted, LicenseActivated } from "./facts";

const { given } = scenarios(subscription);
const DAY = 86_400_000;

const agreed = (id: string, days: number, end?: AgreementView["end"]): SubscriptionEvent => {
  const startsAt = later(NOW, days * DAY);
  const agreement: AgreementView = { id, version: 1, from: startsAt, startsAt, advisory: {}, advisorySuspends: false, ...(end && { end }) };
  return { type: "AgreementLinked", data: { agreement, at: NOW } };
};
const cancelled = (days: number): AgreementView["end"] => ({ status: "CANCELLED", at: later(NOW, days * DAY) });

describe("an agreement that was to follow", () => {
  const current = [LicenseActivated(), granted("licenseActive"), agreed("agmt-1", -30)] as const;

  test("and was cancelled before it began ends nothing: the one before it goes on", () => {
    const { state } = given(...current, agreed("agmt-2", 30, cancelled(0)));
    expect(standing(state, later(NOW, DAY)).status).toBe("alive");
    expect(standing(state, later(NOW, 60 * DAY)).status).toBe("alive");
  });

  test("and was cancelled after it had begun ends what was bought", () => {
    const { state } = given(...current, agreed("agmt-2", 1, cancelled(2)));
    expect(standing(state, later(NOW, 3 * DAY))).toEqual({ status: "ended", at: later(NOW, 2 * DAY), because: "agreementEnded" });
  });

  test("and was cancelled before it began ends what the one before it had ended already", () => {
    const { state } = given(LicenseActivated(), granted("licenseActive"), agreed("agmt-1", -30, cancelled(0)), agreed("agmt-2", 30, cancelled(1)));
    expect(standing(state, later(NOW, 2 * DAY))).toEqual({ status: "ended", at: NOW, because: "agreementEnded" });
  });

  test("was all there was, and is over when it is cancelled", () => {
    const { state } = given(LicenseActivated(), granted("licenseActive"), agreed("agmt-2", 30, cancelled(1)));
    expect(standing(state, later(NOW, 2 * DAY)).status).toBe("ended");
  });
});
