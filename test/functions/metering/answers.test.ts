import type { Fate } from "./aws-metering";
import { arn, meteringWorld } from "./world";

const QUARTER = 15 * 60_000;
const START = "2026-11-24T09:05:00.000Z";

const used = (subscription: string, quantity = "3", usedAt = "2026-11-24T09:06:00Z") => ({ recordId: "r", subscription, dimension: "gb", quantity, usedAt });

/** Customers who used something, and runs every quarter of an hour. */
const seller = async (customers: number, resend?: "success" | "duplicate") => {
  const world = meteringWorld({ seed: 1, startsAt: START, ...(resend !== undefined && { resend }) });
  const ids = Array.from({ length: customers }, (_, index) => `legacy.c${index}`);
  for (const id of ids) await world.buy("legacy", id);
  world.pass(120_000);
  await world.report(ids.map((id) => used(id)));
  const quarters = async (count: number): Promise<void> => {
    for (let quarter = 0; quarter < count; quarter += 1) {
      world.pass(QUARTER);
      await world.meter();
    }
  };
  const line = async (id = "legacy.c0") => (await world.month(id, "2026-11")).lines[0];
  return { ...world, ids, quarters, line };
};

describe("AWS's answer", () => {
  test.each([
    ["success", false],
    ["duplicate", true],
  ] as const)("may be lost though it took the records: sent again they are billed once, where AWS says '%s' to that", async (resend, inferred) => {
    const { aws, quarters, line } = await seller(1, resend);
    aws.fate("lost");
    await quarters(6);
    expect(await line()).toMatchObject({ state: "billed", units: 3, inferred });
    expect([...aws.held.values()].map(({ told }) => [...told])).toEqual([[3]]);
  });

  test.each<[string, readonly Fate[]]>([
    ["a throttle", ["throttled", "throttled"]],
    ["an outage", ["notTaken", "notTaken"]],
    ["records left for later", ["unprocessed", "unprocessed"]],
  ])("may be %s: exactly the same records are sent again", async (_, fates) => {
    const { aws, quarters, line } = await seller(3);
    aws.fate(...fates);
    await quarters(6);
    expect(await line("legacy.c2")).toMatchObject({ state: "billed", units: 3, inferred: false });
    expect(aws.calls()).toBe(fates.length + 1);
  });

  test("may be that it holds another record of the hour: disputed, and for a person to see", async () => {
    const { aws, quarters, line, problems } = await seller(1, "duplicate");
    const billedTo = { form: "customer", productCode: "legacy", customerIdentifier: "c0" } as const;
    aws.holds({ billedTo, dimension: "gb", timestamp: "2026-11-24T09:05:00.000Z", quantity: 7, allocations: [] });
    await quarters(6);
    expect(await line()).toMatchObject({ state: "disputed", units: 3 });
    expect(await problems("legacy.c0")).toMatchObject({ open: [{ kind: "disputed", quantity: "3", because: "otherRecord" }] });
    expect([...aws.held.values()].map(({ record: { quantity } }) => quantity)).toEqual([7]);
  });

  test.each([0, 12, 24])("may blame a whole call: halved at most five times, the bad record (%i of 25) stands alone and the others are billed", async (bad) => {
    const { aws, ids, quarters, line, problems } = await seller(25);
    aws.refuses(`c${bad}`);
    await quarters(6);
    const states = await Promise.all(ids.map(async (id) => (await line(id))?.state));
    expect(states).toEqual(ids.map((_, index) => (index === bad ? "refused" : "billed")));
    expect(await problems(`legacy.c${bad}`)).toMatchObject({ raised: [{ kind: "refused", because: "InvalidCustomerIdentifierException", quantity: "3" }] });
    // One call, and on each of five levels two halves: of which one is always good.
    expect(aws.calls()).toBeLessThanOrEqual(11);
  });

  test("may be that it knows no such customer yet: told again, it is billed, and the product heard nothing of it", async () => {
    const { aws, buy, pass, report, quarters, month, problems } = await seller(0);
    await buy("payg", "l-1");
    aws.forgets(arn("l-1"));
    pass(60_000);
    await report([used("l-1", "3", "2026-11-24T09:08:00Z")]);
    await quarters(8);
    expect(await problems("l-1")).toMatchObject({ open: [{ kind: "notSubscribed", retriedUntil: "2026-11-25T09:07:00.000Z" }] });
    aws.knows(arn("l-1"));
    await quarters(8);
    const { lines } = await month("l-1", "2026-11");
    expect(lines.filter(({ units }) => units > 0)).toMatchObject([{ state: "billed", units: 3 }]);
    const { raised, open } = await problems("l-1");
    expect(open).toEqual([]);
    expect(raised.every(({ retriedUntil }) => retriedUntil !== undefined)).toBe(true);
  });

  test("may be for a day that it knows no such customer: then the usage is shown as not billed, and told once", async () => {
    const { aws, quarters, line, problems } = await seller(1);
    aws.forgets("c0");
    await quarters(4 * 26);
    expect(await line()).toMatchObject({ state: "expired", because: "notSubscribed" });
    const final = (await problems("legacy.c0")).raised.filter(({ retriedUntil }) => retriedUntil === undefined);
    expect(final).toMatchObject([{ kind: "notSubscribed", quantity: "3" }]);
  });
});

describe("usage of a purchase that AWS's 'License Updated' has not confirmed", () => {
  const listing = { productId: "prod-payg", productCode: "payg", pricingModel: "subscription", test: false } as const;
  const arrived = async () => {
    const all = await seller(0);
    const arrival = { arrival: "a", form: "license", awsAccountId: "222222222222", licenseArn: arn("l-1") } as const;
    await all.tell("l-1", { type: "RecordArrival", data: { ...listing, ...arrival } });
    await all.report([used("l-1")]);
    const confirm = (at: string) => {
      all.aws.knows(arn("l-1"));
      return all.tell("l-1", { type: "RecordFact", fact: { type: "LicenseActivated", data: { ...listing, licenseArn: arn("l-1"), notice: "n", at } } });
    };
    return { ...all, confirm };
  };

  test("is held, and billed once it is: AWS is not told of a customer that it may not know", async () => {
    const { aws, quarters, confirm, month } = await arrived();
    await quarters(8);
    expect(aws.calls()).toBe(0);
    await confirm("2026-11-24T09:00:00.000Z");
    await quarters(4);
    expect((await month("l-1", "2026-11")).lines.filter(({ units }) => units > 0)).toMatchObject([{ hour: "2026-11-24T09", state: "billed", units: 3 }]);
  });

  test("is billed hour by hour once it is, the first hours first, though they come due again after a later one", async () => {
    const { aws, clock, pass, meter, report, quarters, confirm, month } = await arrived();
    const runsOf = async (hour: string, to: (time: string) => void): Promise<void> => {
      for (const quarter of ["15", "30", "45"]) {
        to(`2026-11-24T${hour}:${quarter}:02.000Z`);
        if (quarter === "30") await report([{ ...used("l-1"), recordId: hour, usedAt: `2026-11-24T${hour}:29:00.000Z` }]);
        await meter();
      }
      to(`2026-11-24T${Number(hour) + 1}:00:02.000Z`);
      await meter();
    };
    const to = (time: string): void => {
      pass(Date.parse(time) - Date.parse(clock.now()));
    };
    for (const hour of ["10", "11"]) await runsOf(hour, to);
    await confirm("2026-11-24T09:00:00.000Z");
    // A moment too early for the hours that wait since 12:00:02, and in time for the newest.
    to("2026-11-24T12:15:01.000Z");
    await meter();
    await quarters(4);
    const told = (await month("l-1", "2026-11")).lines.filter(({ units }) => units > 0);
    expect(told.map(({ hour, units, carriedIn }) => `${hour} ${units} ${carriedIn}`)).toEqual(["2026-11-24T09 3 0", "2026-11-24T10 3 0", "2026-11-24T11 3 0"]);
    expect([...aws.held.values()].filter(({ record: { quantity } }) => quantity > 0)).toHaveLength(3);
  });

  test("is shown as not billed where that word does not come in a day", async () => {
    const { aws, quarters, month, problems } = await arrived();
    await quarters(4 * 26);
    expect(aws.calls()).toBe(0);
    expect((await month("l-1", "2026-11")).lines).toMatchObject([{ state: "expired", because: "noLicense", units: 3 }]);
    expect(await problems("l-1")).toMatchObject({ raised: [{ kind: "expired", because: "noLicense" }] });
  });
});
