import { later } from "../../../events/kernel/values";
import { PRODUCTS } from "./products";
import { arn, meteringWorld } from "./world";

const HOUR = 3_600_000;
const START = "2026-11-24T09:05:00.000Z";
/** From this hour on the buyer is billed by license. */
const MOVES = "2026-11-24T12:00:00.000Z";
const [OLD, NEW] = ["moving.c-1", "l-1"] as const;

/** A legacy buyer who has a license too, joined to it, and is billed by it from noon on. */
const moving = async () => {
  const world = meteringWorld({ seed: 1, startsAt: START });
  const { id: productId, pricingModel } = PRODUCTS.find(({ code }) => code === "moving")!;
  const listing = { productId, productCode: "moving", pricingModel, test: false, concurrentFrom: MOVES };
  const at = world.clock.now();
  const purchase = { ...listing, form: "customer", customerIdentifier: "c-1", notice: "n", at } as const;
  await world.tell(OLD, { type: "RecordFact", fact: { type: "PurchaseConfirmed", data: purchase } });
  await world.tell(
    NEW,
    { type: "RecordArrival", data: { ...listing, arrival: "a", form: "license", awsAccountId: "222222222222", licenseArn: arn(NEW) } },
    { type: "RecordFact", fact: { type: "LicenseActivated", data: { ...listing, licenseArn: arn(NEW), notice: "n", agreementId: "agmt-1", at } } },
  );
  const basis = "concurrentAgreements";
  await world.tell(NEW, { type: "Continue", data: { predecessor: OLD, basis, contacts: [], meteredFrom: MOVES } });
  await world.tell(OLD, { type: "Succeed", data: { successor: NEW, basis, meteredUntil: MOVES } });
  for (const who of ["c-1", arn(NEW)]) world.aws.knows(who);
  return world;
};

describe("a buyer who moves to concurrent agreements, and whose product reports under both names all day", () => {
  test("is billed in one form each hour, by customer before the hour of the move and by license from it on", async () => {
    const { pass, report, meter, aws, clock } = await moving();
    for (let hour = 0; hour < 6; hour += 1) {
      const usedAt = later(clock.now(), 60_000);
      pass(120_000);
      // The product numbers its reports by itself: under either name the same.
      const record = (subscription: string) => ({ recordId: `r-${hour}`, subscription, dimension: "gb", quantity: "3", usedAt });
      await report([record(OLD), record(NEW)]);
      pass(HOUR - 120_000);
      await meter();
    }
    pass(HOUR);
    await meter();
    const billed = [...aws.held.values()]
      .filter(({ record: { quantity } }) => quantity > 0)
      .map(({ record: { billedTo, timestamp, quantity } }) => ({ hour: timestamp.slice(11, 13), form: billedTo.form, quantity }))
      .toSorted((one, other) => (one.hour < other.hour ? -1 : 1));
    // What came under the name of the other form is billed with it: nothing is lost, and nothing counts twice.
    expect(billed.map(({ hour, form, quantity }) => `${hour} ${form} ${quantity}`)).toEqual([
      ...["09", "10", "11"].map((hour) => `${hour} customer 6`),
      ...["12", "13", "14"].map((hour) => `${hour} license 6`),
    ]);
    const forms = new Map<string, Set<string>>();
    for (const { record } of aws.held.values()) {
      const hour = record.timestamp.slice(0, 13);
      forms.set(hour, (forms.get(hour) ?? new Set()).add(record.billedTo.form));
    }
    for (const used of forms.values()) expect(used.size).toBe(1);
  });
});
