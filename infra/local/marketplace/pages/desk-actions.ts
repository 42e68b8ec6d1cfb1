import { ClockRequest, FaultRequest, SettingsRequest } from "../requests";
import type { ClockDesk } from "../clock-desk";
import type { FaultDesk } from "../fault-desk";
import type { Marketplace } from "../marketplace";
import { Refusal } from "../refusal";
import { chosenFault } from "./fault-choices";
import type { Entered } from "./listing";
import type { Said } from "./said";

type Action = (entered: Entered) => Promise<unknown>;

const one = (entered: Entered): readonly string[] | undefined => {
  const id = entered.get("id");
  return id === undefined ? undefined : [id];
};

/** What each form of the control desk does, by the last part of its address. */
export const deskActions = (stall: Marketplace, clock: ClockDesk, faults: FaultDesk): ReadonlyMap<string, { readonly does: Action; readonly says: Said }> => {
  const { desk, kept } = stall;
  const act = (says: Said, does: Action): [string, { readonly does: Action; readonly says: Said }] => [says, { does, says }];
  return new Map([
    act("clock", async (entered) => {
      const asked = ClockRequest.safeParse({ advance: entered.get("advance") });
      if (!asked.success) throw new Refusal(400, "The clock needs a duration such as PT1H.");
      await clock.advance(asked.data.advance);
    }),
    act("hold", () => desk.hold()),
    act("release", (entered) => desk.release(one(entered))),
    act("drop", (entered) => desk.drop(one(entered))),
    act("reorder", () => desk.reorder()),
    act("duplicate", (entered) => desk.duplicate(one(entered))),
    act("faults", async (entered) => {
      const asked = FaultRequest.safeParse(chosenFault(entered.get("fault") ?? "")?.(Number(entered.get("times") ?? 1)));
      if (!asked.success) throw new Refusal(400, "Choose one of the faults, for 1 to 10,000 calls.");
      await faults.add(asked.data);
    }),
    act("clear-faults", () => faults.clear()),
    act("settings", async (entered) => {
      const asked = SettingsRequest.omit({ meteringCallsPerSecond: true })
        .required()
        .safeParse({
          tokenHours: Number(entered.get("tokenHours")),
          eventArn: entered.get("eventArn"),
          agreementEvents: entered.has("agreementEvents"),
          snsDelivery: entered.get("snsDelivery"),
          sloppyJson: entered.has("sloppyJson"),
          identicalResend: entered.get("identicalResend"),
          activationHour: entered.get("activationHour"),
        });
      if (!asked.success) throw new Refusal(400, "Choose one of the settings offered.");
      await kept.settings.change((before) => ({ ...before, ...asked.data }));
    }),
  ]);
};
