import { termEnd } from "../../../../infra/local/marketplace/term";

describe("the term of a contract", () => {
  test.each([
    ["a year later to the day", "2026-11-25T20:11:22.000Z", 12, "2027-11-25T20:11:22.000Z"],
    ["a year after a leap day on the month's last day", "2028-02-29T08:00:00.000Z", 12, "2029-02-28T08:00:00.000Z"],
    ["a month after a 31st on the month's last day", "2026-08-31T08:00:00.000Z", 1, "2026-09-30T08:00:00.000Z"],
    ["some 45 minutes later for a thousandth of a month", "2026-11-25T20:00:00.000Z", 0.001, "2026-11-25T20:43:49.800Z"],
    ["half a mean month after the whole ones", "2026-11-25T00:00:00.000Z", 1.5, "2027-01-09T05:15:00.000Z"],
  ])("ends %s", (_, from, months, end) => {
    expect(termEnd(from, months)).toBe(end);
  });
});
