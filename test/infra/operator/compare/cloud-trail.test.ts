import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { withBothSides, type Sides } from "./sides";

let sides: Sides;
withBothSides((opened) => {
  sides = opened;
});

const compare = (...args: readonly string[]) => sides.compare("--cloudtrail", ...args);

describe("the comparison with CloudTrail", () => {
  test("agrees with the simulator's own file where the ledger has what AWS took", async () => {
    for (const hour of ["2026-11-29T07", "2026-11-29T08", "2026-11-29T09"]) await sides.inLedger(hour, 12, await sides.atAws(hour, 12));
    const file = await sides.cloudTrail();
    const { code, out } = await sides.cli("usage", "compare", "--cloudtrail", file);
    expect([code, out]).toEqual([0, expect.stringContaining("AWS and the ledger agree.")]);
    expect(out).toContain("3 hours of a dimension are the same on both sides.");
    // Of a folder all that is beneath it, and a file that is there twice says nothing new.
    mkdirSync(join(sides.folder, "11/29"), { recursive: true });
    writeFileSync(join(sides.folder, "11/29/again.json.gz"), gzipSync('{"Records":[]}'));
    expect(await compare(sides.folder, file)).toMatchObject({ code: 0, agree: true, differences: [], compared: { agreed: 3, outside: 0, notShown: 0 } });
  });

  test("tells what only AWS has, what only the ledger has, and what differs, each with both records", async () => {
    const record = await sides.atAws("2026-11-29T07", 12);
    await sides.inLedger("2026-11-29T07", 10, record);
    await sides.atAws("2026-11-29T08", 4);
    const waiting = await sides.atAws("2026-11-29T09", 5);
    await sides.inLedger("2026-11-29T09", 5);
    await sides.inLedger("2026-11-29T10", 7, "mr-nowhere");
    const same = await sides.atAws("2026-11-29T11", 6);
    await sides.inLedger("2026-11-29T11", 6, "mr-other");
    const { code, complaints, differences } = await compare(await sides.cloudTrail());
    expect([code, complaints]).toEqual([1, "AWS and the ledger differ in 5 hours of a dimension."]);
    const of = (when: string) => differences.find((one) => one["when"] === when);
    const who = { who: sides.id, dimension: "gb_processed" };
    expect(of("2026-11-29T07")).toEqual({
      ...who,
      ...{ kind: "quantity", when: "2026-11-29T07", aws: "12", ledger: "10", state: "billed", awsRecord: record, ledgerRecord: record },
    });
    expect(of("2026-11-29T08")).toMatchObject({ ...who, kind: "onlyAws", aws: "4", ledger: null, state: null });
    expect(of("2026-11-29T09")).toMatchObject({ ...who, kind: "onlyAws", aws: "5", ledger: "5", state: "pending", awsRecord: waiting });
    expect(of("2026-11-29T10")).toMatchObject({ ...who, kind: "onlyLedger", aws: null, ledger: "7", ledgerRecord: "mr-nowhere" });
    expect(of("2026-11-29T11")).toMatchObject({ ...who, kind: "record", awsRecord: same, ledgerRecord: "mr-other" });
    const { out } = await sides.cli("usage", "compare", "--cloudtrail", await sides.cloudTrail());
    expect(out).toMatch(/2026-11-29 07h +gb_processed +12 +10 +the quantities differ/);
    expect(out).toMatch(/2026-11-29 08h +gb_processed +4 +– +AWS has it, the ledger does not/);
  });

  test("holds nothing against the ledger that AWS answered outside the files' time", async () => {
    await sides.inLedger("2026-11-29T07", 3, "mr-before");
    await sides.moveTo("2026-11-29T13:00:00.000Z");
    await sides.inLedger("2026-11-29T08", 12, await sides.atAws("2026-11-29T08", 12));
    await sides.moveTo("2026-11-29T14:00:00.000Z");
    await sides.inLedger("2026-11-29T09", 3, "mr-after");
    expect(await compare(await sides.cloudTrail())).toMatchObject({ code: 0, compared: { agreed: 1, outside: 2 } });
  });

  test("takes the first of two answers, reads either spelling of a customer, and passes over refused calls and other services", async () => {
    await sides.inLedger("2026-11-29T07", 12, "mr-1");
    const usageRecord = { dimension: "gb_processed", timestamp: "Nov 29, 2026 7:00:00 AM", licenseArn: `arn:aws:license-manager::1:license:${sides.id}` };
    const call = { eventSource: "metering-marketplace.amazonaws.com", eventName: "BatchMeterUsage" };
    const answer = (quantity: number, status: string) => ({ results: [{ usageRecord: { ...usageRecord, quantity }, meteringRecordId: "mr-1", status }] });
    const Records = [
      { eventSource: "s3.amazonaws.com", eventName: "GetObject" },
      { ...call, eventTime: "2026-11-29T12:00:05Z", responseElements: answer(99, "Success"), requestParameters: null },
      { ...call, eventTime: "2026-11-29T12:00:00Z", responseElements: answer(12, "Success"), requestParameters: null },
      { ...call, eventTime: "2026-11-29T12:00:06Z", responseElements: answer(50, "DuplicateRecord"), requestParameters: null },
      { ...call, eventTime: "2026-11-29T12:00:07Z", errorCode: "ThrottlingException", responseElements: null, requestParameters: { usageRecords: [] } },
      { ...call, eventTime: "2026-11-29T12:00:08Z", responseElements: { omitted: true }, requestParameters: { omitted: true } },
    ];
    expect(await compare(sides.write("by-hand.json", JSON.stringify({ Records })))).toMatchObject({ code: 0, compared: { agreed: 1, notShown: 1 } });
  });

  test.each([
    ["no JSON", "bad.json", "{]", /is no JSON/],
    ["a document that breaks off", "bad.json", '{"Records":[{"eventSource":"a"', /ends too early/],
    ["another document", "bad.json", '{"items":[]}', /is no CloudTrail file/],
    ["what only looks packed", "bad.json.gz", new Uint8Array([0x1f, 0x8b, 1, 2, 3]), /can't be read as gzip/],
    ["nothing", "bad.json", "", /is empty/],
    ["no call of BatchMeterUsage", "bad.json", '{"Records":[]}', /nothing to compare/],
    [
      "a call in another shape",
      "bad.json",
      '{"Records":[{"eventSource":"metering-marketplace.amazonaws.com","eventName":"BatchMeterUsage","eventTime":"2026-11-29T12:00:00Z","responseElements":{"results":[{}]}}]}',
      /responseElements/,
    ],
  ])("ends with 2 and a clear error for a file that holds %s", async (_, name, content, error) => {
    const { code, complaints } = await sides.cli("usage", "compare", "--cloudtrail", sides.write(name, content));
    expect([code, complaints]).toEqual([2, expect.stringMatching(error)]);
  });

  test("ends with 2 where a file is not there, and where it is not said what to compare with", async () => {
    expect(await sides.cli("usage", "compare", "--cloudtrail", "/nowhere.json")).toMatchObject({ code: 2 });
    expect(await sides.cli("usage", "compare")).toMatchObject({ code: 2, complaints: expect.stringContaining("--daily-usage") as string });
  });
});
