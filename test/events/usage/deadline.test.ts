import { deadlineOf, riskOf, sealableAt, timestampIn } from "../../../events/usage/deadline";

const at = (time: string): string => `${time}:00.000Z`;
const QUARTER = 15 * 60_000;

describe("the deadline of an hour's records", () => {
  test.each([
    ["is 24 hours after their time, in the middle of a month", "2026-11-24T09", "2026-11-24T09:00", "2026-11-25T09:00"],
    ["is 24 hours after a time clamped into the hour", "2026-11-24T09", "2026-11-24T09:40", "2026-11-25T09:40"],
    ["is 06:00 on the 1st for the last hour of a month", "2026-11-30T23", "2026-11-30T23:00", "2026-12-01T06:00"],
    ["is 06:00 on the 1st for an hour 24 hours before it would matter", "2026-11-30T06", "2026-11-30T06:00", "2026-12-01T06:00"],
    ["is 24 hours later for an hour that expires before the month's cut", "2026-11-30T05", "2026-11-30T05:00", "2026-12-01T05:00"],
    ["is 06:00 on the 1st after a leap day", "2028-02-29T12", "2028-02-29T12:00", "2028-03-01T06:00"],
    ["is no cut at the end of a year's February 28th in a leap year", "2028-02-28T12", "2028-02-28T12:00", "2028-02-29T12:00"],
    ["is 06:00 on January 1st for December", "2026-12-31T20", "2026-12-31T20:00", "2027-01-01T06:00"],
  ])("%s", (_, hour, timestamp, expected) => {
    expect(deadlineOf(hour, at(timestamp))).toBe(at(expected));
  });

  test("is the end of the final hour of a purchase that ended, where that is earlier", () => {
    expect(deadlineOf("2026-11-24T09", at("2026-11-24T09:00"), at("2026-11-24T10:30"))).toBe(at("2026-11-24T10:30"));
  });
});

describe("an hour is sealed", () => {
  test.each([
    ["after its grace", "2026-11-24T09", QUARTER, "2026-11-24T10:15"],
    ["with 23:59:59 in it after midnight and the grace", "2026-11-24T23", QUARTER, "2026-11-25T00:15"],
    ["after its grace on the 1st before 03:00", "2026-11-30T23", QUARTER, "2026-12-01T00:15"],
    ["at 03:00 on the 1st where its grace would last longer", "2026-11-30T23", 10 * 3_600_000, "2026-12-01T03:00"],
    ["after its grace on the 1st itself, for it belongs to the new month", "2026-12-01T02", 10 * 3_600_000, "2026-12-01T13:00"],
  ])("%s", (_, hour, grace, expected) => {
    expect(sealableAt(hour, grace)).toBe(at(expected));
  });
});

describe("an hour's records bear", () => {
  test("the hour's start", () => {
    expect(timestampIn("2026-11-24T09", { from: at("2026-11-01T00:00") })).toBe(at("2026-11-24T09:00"));
  });
  test("the next whole second after a purchase that began within it", () => {
    expect(timestampIn("2026-11-24T09", { from: "2026-11-24T09:12:30.250Z" })).toBe("2026-11-24T09:12:31.000Z");
  });
  test("no time before the purchase began, nor after it ended", () => {
    expect(timestampIn("2026-11-24T08", { from: at("2026-11-24T09:12") })).toBeUndefined();
    expect(timestampIn("2026-11-24T10", { from: at("2026-11-24T09:12"), until: at("2026-11-24T10:00") })).toBeUndefined();
  });
  test("AWS's first word that it is in force, in an hour in which its agreement began before that", () => {
    const agreed = { from: at("2026-11-24T09:01"), saidAt: "2026-11-24T09:05:00.500Z" };
    expect(timestampIn("2026-11-24T09", agreed)).toBe("2026-11-24T09:05:01.000Z");
    expect(timestampIn("2026-11-24T10", agreed)).toBe(at("2026-11-24T10:00"));
    // What was used in an hour before that word is told of with the only time there is.
    expect(timestampIn("2026-11-24T08", { ...agreed, from: at("2026-11-24T08:50") })).toBe(at("2026-11-24T08:50"));
    expect(timestampIn("2026-11-24T09", { ...agreed, until: at("2026-11-24T09:03") })).toBe(at("2026-11-24T09:01"));
  });
  test("its start in the hour in which the purchase ended", () => {
    expect(timestampIn("2026-11-24T10", { from: at("2026-11-24T09:12"), until: at("2026-11-24T10:30") })).toBe(at("2026-11-24T10:00"));
  });
});

describe("the risk of a record that AWS was not told of", () => {
  const day = { hour: "2026-11-24T09", timestamp: at("2026-11-24T09:00"), deadline: at("2026-11-25T09:00") };
  const month = { hour: "2026-11-30T23", timestamp: at("2026-11-30T23:00"), deadline: at("2026-12-01T06:00") };
  const leap = { hour: "2028-02-29T12", timestamp: at("2028-02-29T12:00"), deadline: at("2028-03-01T06:00") };
  const final = { hour: "2026-11-24T09", timestamp: at("2026-11-24T09:00"), deadline: at("2026-11-24T10:30") };
  test.each([
    ["in the middle of a month", day, "2026-11-24T11:59:59.999Z", "none"],
    ["two hours after its hour", day, "2026-11-24T12:00:00.000Z", "delayed"],
    ["six hours before its end, less a moment", day, "2026-11-25T02:59:59.999Z", "delayed"],
    ["six hours before its end", day, "2026-11-25T03:00:00.000Z", "atRisk"],
    ["an hour before its end", day, "2026-11-25T08:00:00.000Z", "expiring"],
    ["on the 1st, two hours after its hour", month, "2026-12-01T02:00:00.000Z", "delayed"],
    ["on the 1st at 02:59", month, "2026-12-01T02:59:00.000Z", "delayed"],
    ["on the 1st at 03:59:59", month, "2026-12-01T03:59:59.000Z", "delayed"],
    ["on the 1st at 04:00", month, "2026-12-01T04:00:00.000Z", "atRisk"],
    ["on the 1st at 05:30", month, "2026-12-01T05:30:00.000Z", "expiring"],
    ["on the 1st at 05:59:59", month, "2026-12-01T05:59:59.000Z", "expiring"],
    ["after a leap day at 03:59", leap, "2028-03-01T03:59:00.000Z", "delayed"],
    ["after a leap day at 04:00", leap, "2028-03-01T04:00:00.000Z", "atRisk"],
    ["as AWS's final hour begins", final, "2026-11-24T09:30:00.000Z", "none"],
    ["at half of AWS's final hour", final, "2026-11-24T10:00:00.000Z", "atRisk"],
    ["ten minutes before AWS's final hour is over", final, "2026-11-24T10:20:00.000Z", "expiring"],
  ] as const)("%s", (_, record, now, expected) => {
    expect(riskOf(record, now)).toBe(expected);
  });
});
