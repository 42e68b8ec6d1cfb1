import { withBothSides, type Sides } from "./sides";

let sides: Sides;
withBothSides((opened) => {
  sides = opened;
});

const compare = (...args: readonly string[]) => sides.compare("--daily-usage", ...args);

const HEADER = "usage_feed_id,usage_date,agreement_id,dimension_key,usage_quantity,region,valid_from,delete_date";

describe("the comparison with the Daily Usage feed", () => {
  test("agrees with the simulator's own feed, day by day, and leaves out what AWS heard after it was made", async () => {
    for (const hour of ["2026-11-29T07", "2026-11-29T08"]) await sides.inLedger(hour, 12, await sides.atAws(hour, 12));
    await sides.moveTo("2026-11-30T00:15:00.000Z");
    await sides.inLedger("2026-11-29T23", 5, await sides.atAws("2026-11-29T23", 5));
    const { code, out } = await sides.cli("usage", "compare", "--daily-usage", await sides.dailyUsage());
    expect([code, out]).toEqual([0, expect.stringContaining("AWS and the ledger agree.")]);
    expect(out).toContain("1 line of the ledger was answered by AWS at another time");
    await sides.moveTo("2026-12-01T00:00:00.000Z");
    expect(await compare(await sides.dailyUsage())).toMatchObject({ code: 0, compared: { agreed: 1, outside: 0, from: "2026-11-29", until: "2026-11-29" } });
  });

  test("tells what differs, and what is on one side alone", async () => {
    await sides.inLedger("2026-11-28T09", 3, "mr-28");
    await sides.inLedger("2026-11-29T07", 12, await sides.atAws("2026-11-29T07", 13));
    const { agreementId } = sides;
    const rows = [
      HEADER,
      `f1,2026-11-27,${agreementId.replace("agmt-", "agmnt-")},gb_processed,7.00,us-east-1,2026-12-01T00:00:00Z,`,
      `f2,2026-11-29,${agreementId},gb_processed,11.00,us-east-1,2026-11-30T00:00:00Z,`,
      `f2,2026-11-29,${agreementId},gb_processed,13.00,us-east-1,2026-12-01T00:00:00Z,`,
      `f3,2026-11-29,${agreementId},gb_processed,2.50,eu-west-1,2026-12-01T00:00:00Z,`,
      `f4,2026-11-29,${agreementId},gb_processed,9.00,eu-west-2,2026-12-01T00:00:00Z,2026-12-01T00:00:00Z`,
    ];
    const { code, differences } = await compare(sides.write("feed.csv", `\uFEFF${rows.join("\r\n")}\r\n`));
    expect(code).toBe(1);
    const of = { who: agreementId, dimension: "gb_processed", state: null, awsRecord: null, ledgerRecord: null };
    expect(differences).toEqual([
      { ...of, kind: "onlyAws", when: "2026-11-27", aws: "7", ledger: null },
      { ...of, kind: "quantity", when: "2026-11-29", aws: "15.5", ledger: "12" },
      { ...of, kind: "onlyLedger", when: "2026-11-28", aws: null, ledger: "3" },
    ]);
    expect((await compare(sides.write("feed.csv", rows.join("\n")), "--month", "2026-11")).differences).toHaveLength(3);
  });

  test.each([
    ["without the feed's columns", "a,b\n1,2\n", /no column 'usage_date', 'agreement_id'/],
    ["with a quantity that is none", `${HEADER}\nf,2026-11-29,agmt-1,gb,many,us-east-1,2026-11-30T00:00:00Z,\n`, /line 2: usage_quantity 'many' is no decimal/],
    ["with a date that is none", `${HEADER}\nf,yesterday,agmt-1,gb,1,us-east-1,2026-11-30T00:00:00Z,\n`, /line 2: usage_date 'yesterday'/],
    ["with a row that is too short", `${HEADER}\nf,2026-11-29\n`, /is no CSV/],
    ["that is empty", "", /is empty/],
    ["that has no day", `${HEADER}\n`, /nothing to compare/],
  ])("ends with 2 and a clear error for a file %s", async (_, content, error) => {
    const { code, complaints } = await sides.cli("usage", "compare", "--daily-usage", sides.write("feed.csv", content));
    expect([code, complaints]).toEqual([2, expect.stringMatching(error)]);
  });
});
