import type { AgreementView } from "../../../events/subscription/values";
import { later } from "../../../events/kernel/values";
import { meteringWorld } from "./world";

const HOUR = 3_600_000;
const QUARTER = 15 * 60_000;

const agreement = (id: string, from: string, more: Partial<AgreementView> = {}): AgreementView => ({
  id: `agmt-${id}`,
  version: 1,
  from,
  advisory: {},
  advisorySuspends: false,
  ...more,
});

/** A contract of which four users cover 10 gb a term, 8.4 used; from 12:00 it goes on under another license. */
const goingOn = async (intent: AgreementView["intent"]) => {
  const world = meteringWorld({ seed: 1, startsAt: "2026-11-24T09:05:00.000Z" });
  const { clock, pass, tell, meter, buy, final, end, report } = world;
  const quarters = async (count: number): Promise<void> => {
    for (let quarter = 0; quarter < count; quarter += 1) {
      pass(QUARTER);
      await meter();
    }
  };
  const used = async (recordId: string, subscription: string, quantity: string) =>
    (await report([{ recordId, subscription, dimension: "gb", quantity, usedAt: clock.now() }]))[0];
  await buy("consumption", "l-1");
  await tell("l-1", { type: "LinkAgreement", data: { agreement: agreement("l-1", clock.now(), { intent: "NEW" }) } });
  pass(60_000);
  await used("r1", "l-1", "8.4");
  pass(174 * 60_000);
  // 12:00: AWS ends the one license and names the other.
  await end("l-1", "consumption");
  await final("l-1", "no");
  await buy("consumption", "l-2");
  const link = (known: AgreementView["intent"]) =>
    tell("l-2", {
      type: "LinkAgreement",
      data: { agreement: agreement("l-2", later(clock.now(), 0), { version: known === undefined ? 1 : 2, ...(known !== undefined && { intent: known }) }) },
    });
  await link(intent);
  await tell("l-2", { type: "Continue", data: { predecessor: "l-1", basis: "previousAgreement", contacts: [] } });
  pass(5 * 60_000);
  await used("r2", "l-2", "5");
  const lines = async (id: string) => (await world.month(id, "2026-11")).lines.filter(({ recorded }) => recorded !== "0");
  return { ...world, quarters, used, lines, link };
};

describe("a contract with consumption that goes on under another license", () => {
  test("goes on with what is used up where it was replaced, once the old license's last hour is counted", async () => {
    const { quarters, final, lines, pass } = await goingOn("REPLACE");
    // The successor's hour is over and its grace too, and the predecessor's last hour is yet to be counted.
    pass(75 * 60_000);
    await quarters(2);
    expect(await lines("l-2")).toMatchObject([{ state: "unsealed" }]);
    await final("l-1", "yes");
    await quarters(8);
    expect(await lines("l-1")).toMatchObject([{ included: "8.4", units: 0 }]);
    expect(await lines("l-2")).toMatchObject([{ recorded: "5", included: "1.6", units: 3, carriedOut: "0.4" }]);
  });

  test("starts afresh where it was renewed", async () => {
    const { quarters, final, lines } = await goingOn("RENEW");
    await quarters(3);
    await final("l-1", "yes");
    await quarters(8);
    expect(await lines("l-2")).toMatchObject([{ recorded: "5", included: "5", units: 0 }]);
  });

  test("waits for AWS's word on which it is, and no longer than two hours", async () => {
    const { quarters, final, lines, link } = await goingOn(undefined);
    await final("l-1", "yes");
    await quarters(7);
    expect(await lines("l-2")).toMatchObject([{ state: "unsealed" }]);
    await link("REPLACE");
    await quarters(2);
    expect(await lines("l-2")).toMatchObject([{ included: "1.6", units: 3 }]);
  });

  test("is counted as it stands after two hours without that word", async () => {
    const { quarters, final, lines, pass } = await goingOn(undefined);
    await final("l-1", "yes");
    pass(3 * HOUR);
    await quarters(2);
    expect(await lines("l-2")).toMatchObject([{ included: "5", units: 0 }]);
  });
});
