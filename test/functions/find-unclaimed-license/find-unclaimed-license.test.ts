import { arrival as arrivals, arrivalStream } from "../../../events/arrival/decider";
import type { SubscriptionCommand } from "../../../events/subscription/commands";
import { subscriptionStream } from "../../../events/subscription/decider";
import { findUnclaimedLicense } from "../../../functions/find-unclaimed-license/handler";
import { memoryEventStore } from "../../../functions/kernel/streams/memory-event-store";
import { projector } from "../../../functions/kernel/projections/projector";
import { readProjections } from "../../../functions/kernel/projections/read-projections";
import { transact } from "../../../functions/kernel/streams/transact";
import { say, tell } from "../../kit/buyer";
import { FIRST, memoryGenerations, memoryRows } from "../../kit/memory-consumers";

const ACCOUNT = "111122223333";
const NOW = "2026-11-24T09:31:00.000Z";
const caller = { run: "run", state: "state" };

const bought = (awsAccountId = ACCOUNT, productCode = "code"): SubscriptionCommand => ({
  type: "RecordFact",
  fact: {
    type: "LicenseActivated",
    data: {
      productId: "p",
      productCode,
      pricingModel: "contract",
      test: false,
      licenseArn: "aws:license-manager:us-east-1:1:l-x",
      awsAccountId,
      notice: "n",
      at: NOW,
    },
  },
});

const stall = async (...purchases: readonly (readonly SubscriptionCommand[])[]) => {
  const store = memoryEventStore();
  const rows = memoryRows();
  for (const [index, commands] of purchases.entries()) {
    await tell(store, `l-${index}`, ...commands);
    await projector({ store, rows }).project(subscriptionStream(`l-${index}`), FIRST);
  }
  const clock = { now: () => NOW };
  const visit = async (awsAccountId?: string) => {
    const data = { productCode: "code", ...(awsAccountId !== undefined && { awsAccountId }) };
    await transact(
      { store, clock },
      arrivals,
      arrivalStream("a"),
      { type: "LeaveUnlicensed", data },
      { correlation: "a", causation: "t", actor: "stallkeeper" },
    );
    return await findUnclaimedLicense({ store, projections: readProjections({ rows, generations: memoryGenerations() }), clock })({ arrival: "a" }, caller);
  };
  return { visit };
};

describe("the license of a buyer for whom AWS named none", () => {
  test("is the account's only one of the product that nobody has come for", async () => {
    const { visit } = await stall([bought()], [bought(ACCOUNT, "other")], [bought("999988887777")], [bought(), say.arrive()]);
    expect(await visit(ACCOUNT)).toEqual({ outcome: "found", customer: { subscription: "l-0", form: "license", productCode: "code", awsAccountId: ACCOUNT } });
  });

  test("is not chosen from several", async () => {
    const { visit } = await stall([bought()], [bought()]);
    expect(await visit(ACCOUNT)).toEqual({ outcome: "unclear", candidates: ["l-0", "l-1"] });
  });

  test("is none that has ended", async () => {
    const { visit } = await stall([bought(), say.end()]);
    expect(await visit(ACCOUNT)).toEqual({ outcome: "unclear", candidates: [] });
  });

  test("is not looked for where AWS named no account", async () => {
    const { visit } = await stall([bought()]);
    expect(await visit()).toEqual({ outcome: "unclear", candidates: [] });
  });
});
