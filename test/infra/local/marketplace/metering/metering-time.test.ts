import { closeAll, CONSUMPTION, LEGACY, SUBSCRIPTION } from "../world";
import { metering, moveTo, nameOf, openMetering } from "./usage";

afterEach(closeAll);

/** Whether a record for a time is taken at another, by a buyer who came long before. */
const taken = async (timestamp: string, now: string): Promise<string> => {
  const { world, statuses, record } = await openMetering("2024-01-01T00:00:00.000Z");
  await moveTo(world, now);
  return statuses(record(timestamp)).then(([status]) => status!, nameOf);
};
const OUT = "TimestampOutOfBoundsException";

describe("a record's time", () => {
  test.each([
    ["of the next second", "2026-11-24T09:30:01Z", "2026-11-24T09:30:00.000Z", OUT],
    ["of this second", "2026-11-24T09:30:00Z", "2026-11-24T09:30:00.000Z", "Success"],
    ["23 hours, 59 minutes and 59 seconds ago", "2026-11-23T09:30:01Z", "2026-11-24T09:30:00.000Z", "Success"],
    ["24 hours ago", "2026-11-23T09:30:00Z", "2026-11-24T09:30:00.000Z", OUT],
    ["at 23:59:59, a second later", "2026-11-23T23:59:59Z", "2026-11-24T00:00:00.000Z", "Success"],
    ["at 00:00:00, in that second", "2026-11-24T00:00:00Z", "2026-11-24T00:00:00.000Z", "Success"],
    ["last month's at 23:59:59, a second later", "2026-11-30T23:59:59Z", "2026-12-01T00:00:00.000Z", "Success"],
    ["last month's at 02:59 on the 1st", "2026-11-30T12:00:00Z", "2026-12-01T02:59:00.000Z", "Success"],
    ["last month's at 03:00 on the 1st", "2026-11-30T12:00:00Z", "2026-12-01T03:00:00.000Z", "Success"],
    ["last month's at 05:59:59 on the 1st", "2026-11-30T23:00:00Z", "2026-12-01T05:59:59.999Z", "Success"],
    ["last month's at 06:00 on the 1st", "2026-11-30T23:59:59Z", "2026-12-01T06:00:00.000Z", OUT],
    ["last year's at 05:59 on the 1st of January", "2026-12-31T23:00:00Z", "2027-01-01T05:59:00.000Z", "Success"],
    ["last year's at 06:00 on the 1st of January", "2026-12-31T23:00:00Z", "2027-01-01T06:00:00.000Z", OUT],
    ["this month's first hour at 06:00 on the 1st", "2026-12-01T00:00:00Z", "2026-12-01T06:00:00.000Z", "Success"],
    ["this month's first hour, 24 hours later", "2026-12-01T00:00:00Z", "2026-12-02T00:00:00.000Z", OUT],
    ["of the 29th of February at 05:59 on the 1st of March", "2028-02-29T10:00:00Z", "2028-03-01T05:59:00.000Z", "Success"],
    ["of the 29th of February at 06:00 on the 1st of March", "2028-02-29T10:00:00Z", "2028-03-01T06:00:00.000Z", OUT],
    ["of the 28th of February on the 29th", "2028-02-28T10:00:00Z", "2028-02-29T09:59:59.000Z", "Success"],
  ])("that is %s", async (_, timestamp, now, answer) => {
    expect(await taken(timestamp, now)).toBe(answer);
  });

  test("beyond all calendars is refused", async () => {
    const { refusal, record } = await openMetering("2026-11-24T09:30:00.000Z");
    expect(await refusal(record("+275760-09-13T00:00:00.000Z"))).toBe("ValidationException");
  });

  test("out of bounds in one record refuses the whole call", async () => {
    const { refusal, statuses, record } = await openMetering("2026-11-24T09:30:00.000Z");
    expect(await refusal(record("2026-11-24T09:30:00Z"), record("2026-11-24T10:30:00Z"))).toBe(OUT);
    expect(await statuses(record("2026-11-24T09:30:00Z", { Quantity: 1 }))).toEqual(["Success"]);
  });
});

describe("a license's life", () => {
  const NOW = "2026-11-24T09:30:00.400Z";

  test("begins with its activation: an hour that began before it is metered from then on", async () => {
    const { statuses, refusal, record } = await openMetering(NOW);
    expect(await refusal(record("2026-11-24T09:00:00Z"))).toBe("InvalidLicenseException");
    expect(await refusal(record("2026-11-24T09:29:59Z"))).toBe("InvalidLicenseException");
    expect(await statuses(record("2026-11-24T09:30:00Z"))).toEqual(["Success"]);
  });

  test("begins with the hour of its activation, where AWS is taken to be lenient", async () => {
    const { world, statuses, refusal, record } = await openMetering(NOW);
    await world.ask("POST", "/settings", { activationHour: "whole" });
    expect(await refusal(record("2026-11-24T08:59:59Z"))).toBe("InvalidLicenseException");
    expect(await statuses(record("2026-11-24T09:00:00Z"))).toEqual(["Success"]);
  });

  test("has an hour more for final usage after its end, and none of it may be of later", async () => {
    const { world, buyer, statuses, refusal, record } = await openMetering(NOW);
    await moveTo(world, "2026-11-24T12:20:00.000Z");
    await world.ask("POST", `/purchases/${buyer.agreementId}/cancel`);
    await moveTo(world, "2026-11-24T13:19:59.999Z");
    expect(await refusal(record("2026-11-24T12:20:01Z"))).toBe("InvalidLicenseException");
    expect(await statuses(record("2026-11-24T11:00:00Z"), record("2026-11-24T12:20:00Z"))).toEqual(["Success", "Success"]);
    await world.advance(1);
    expect(await statuses(record("2026-11-24T10:00:00Z"))).toEqual(["CustomerNotSubscribed"]);
    expect(await statuses(record("2026-11-24T11:00:00Z"))).toEqual(["CustomerNotSubscribed"]);
  });

  test("ends with its term, though nobody looked", async () => {
    const { world } = await openMetering(NOW);
    const buyer = await world.buy({ product: CONSUMPTION, months: 0.001 });
    const { statuses, record } = metering(world, buyer);
    const logins = (at: string) => record(at, { Dimension: "logins_extra" });
    await world.advance(105 * 60_000);
    const late = statuses(logins("2026-11-24T09:45:00Z"));
    await expect(late).resolves.toEqual(["CustomerNotSubscribed"]);
  });

  test("goes on under its next agreement, and in the account's other licenses", async () => {
    const { world, buyer, statuses, record } = await openMetering(NOW);
    const other = await world.buy({ product: SUBSCRIPTION, accountId: buyer.accountId });
    await moveTo(world, "2026-11-24T12:20:00.000Z");
    await world.ask("POST", `/purchases/${buyer.agreementId}/renew`, { license: "same" });
    await world.ask("POST", `/purchases/${other.agreementId}/cancel`);
    await moveTo(world, "2026-11-24T15:00:00.000Z");
    expect(await statuses(record("2026-11-24T12:19:00Z"), record("2026-11-24T14:00:00Z"))).toEqual(["Success", "Success"]);
    expect(await statuses(record("2026-11-24T11:00:00Z", { LicenseArn: other.licenseArn }))).toEqual(["CustomerNotSubscribed"]);
  });

  test("has not begun before the start of a future-dated agreement, and never begins where the payment fails", async () => {
    const { world } = await openMetering(NOW);
    const later = metering(world, await world.buy({ product: CONSUMPTION, startsInDays: 1 }));
    const failed = metering(world, await world.buy({ product: SUBSCRIPTION, paymentFails: true }));
    expect(await later.statuses(later.record("2026-11-24T09:30:00Z", { Dimension: "logins_extra" }))).toEqual(["CustomerNotSubscribed"]);
    expect(await failed.statuses(failed.record("2026-11-24T09:30:00Z"))).toEqual(["CustomerNotSubscribed"]);
    await world.ask("POST", "/clock", { advance: "P1D" });
    expect(await later.statuses(later.record("2026-11-25T09:30:00Z", { Dimension: "logins_extra" }))).toEqual(["Success"]);
  });

  test("of a legacy subscriber bounds the times as well", async () => {
    const { world, call } = await openMetering(NOW);
    const { accountId, agreementId } = await world.buy({ product: LEGACY });
    const send = (at: string) =>
      call({ ProductCode: LEGACY, UsageRecords: [{ Timestamp: new Date(at), Dimension: "reports", Quantity: 1, CustomerAWSAccountId: accountId }] });
    await expect(send("2026-11-24T09:29:00Z")).rejects.toMatchObject({ name: OUT });
    await world.ask("POST", `/purchases/${agreementId}/cancel`);
    await world.advance(3_600_000);
    await expect(send("2026-11-24T09:30:00Z")).resolves.toMatchObject({ Results: [{ Status: "CustomerNotSubscribed" }] });
  });
});
