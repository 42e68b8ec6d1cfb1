import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BatchCreateBillingAdjustmentRequestCommandInput } from "@aws-sdk/client-marketplace-agreement";
import type { Sealing } from "../../../events/usage/commands";
import { usageBooks } from "../../../functions/kernel/usage/usage-books";
import { storedUsageRecords } from "../../../functions/kernel/usage/usage-records";
import { storedUsageWork } from "../../../functions/kernel/usage/usage-work";
import { bought, tell } from "../../kit/buyer";
import { operator } from "./operator";

const NOW = "2026-11-24T10:15:00.000Z";
const BY = { correlation: "l-1", causation: "metering-1", actor: "stallkeeper", run: "metering-1", state: "Tell AWS of the hours that are over" };
const sealing = (hour: string, gb: string): Sealing => ({
  hour,
  billedTo: { form: "license", licenseArn: "arn:aws:license-manager::1:license:l-1", awsAccountId: "111122223333" },
  region: "us-east-1",
  timestamp: `${hour}:00:00.000Z`,
  deadline: "2026-11-25T08:00:00.000Z",
  dimensions: ["gb"],
  recorded: { gb },
  allowances: [],
  zero: true,
  final: false,
  allocations: {},
});

/** A buyer with three sealed hours: one billed, one without usage, one that AWS refused. */
const metered = async () => {
  const desk = await operator();
  const { open, write } = usageBooks({ store: desk.log, clock: { now: () => NOW } });
  await open("l-1", "2026-11-24", BY);
  for (const [hour, gb] of [
    ["2026-11-24T07", "12.5"],
    ["2026-11-24T08", "0"],
    ["2026-11-24T09", "3"],
  ] as const) {
    await write("l-1", "2026-11-24", { type: "Seal", data: sealing(hour, gb) }, BY);
  }
  const answers = [
    { hour: "2026-11-24T07", dimension: "gb", answer: { status: "success", meteringRecordId: "mr-1" } },
    { hour: "2026-11-24T08", dimension: "gb", answer: { status: "success", meteringRecordId: "mr-2" } },
    { hour: "2026-11-24T09", dimension: "gb", answer: { status: "refused", error: "InvalidTagException" } },
  ] as const;
  await write("l-1", "2026-11-24", { type: "RecordAnswers", data: { attempt: "metering-1.1", answers } }, BY);
  return desk;
};

interface Shown {
  readonly lines: readonly { readonly hour: string; readonly state: string; readonly meteringRecordId?: string }[];
  readonly totals: object;
  readonly sums: object;
  readonly conserved: boolean;
}

describe("stallkeeper usage", () => {
  test("shows each hour with what AWS said, and where every unit is", async () => {
    const { cli } = await metered();
    const { out, code } = await cli("usage", "l-1", "--month", "2026-11");
    expect(code).toBe(0);
    expect(out).toMatch(/^l-1 +code +111122223333 +2026-11$/m);
    expect(out).toMatch(/11-24 07h +12\.5 +0 +12 +0\.5 +billed +mr-1/);
    expect(out).toMatch(/11-24 09h +3 +0\.5 +3 +0\.5 +refused +InvalidTagException/);
    expect(out).toContain("gb  15.5 recorded = 12 billed + 0.5 carried on + 3 refused");
    expect(out).toContain("The next hour finds 0.5 gb.");
    expect(out).toContain("Every unit is accounted for.");
  });

  test("counts in what was reported of an hour that is not sealed yet", async () => {
    const { cli, usage } = await metered();
    const records = storedUsageRecords(usage);
    const record = { reportedFor: "l-1", subscription: "l-1", dimension: "gb", quantity: "2.25", usedAt: NOW, tags: {} };
    await storedUsageWork(usage).open("l-1", "2026-11-24T10", "2026-11-24T11:15:00.000Z");
    await records.add([{ ...record, recordId: "a", hour: "2026-11-24T10" }], NOW);
    // An hour that is counted once more, of which all is counted, stands for nothing.
    await storedUsageWork(usage).open("l-1", "2026-11-24T09", "2026-11-24T11:15:00.000Z");
    await records.add([{ ...record, recordId: "b", quantity: "3", hour: "2026-11-24T09" }], NOW);
    const { out } = await cli("usage", "l-1", "--month", "2026-11");
    expect(out).toMatch(/11-24 10h +2\.25 +0 +not counted yet/);
    expect(out).toContain("17.75 recorded = 12 billed + 0.5 carried on + 3 refused + 2.25 pending");
  });

  test("is found by the account, and shows one dimension alone", async () => {
    const { cli } = await metered();
    expect((await cli("usage", "111122223333", "--month", "2026-11")).out).toContain("mr-1");
    const { lines, totals } = JSON.parse((await cli("usage", "l-1", "--month", "2026-11", "--dimension", "calls", "--json")).out) as Shown;
    expect([lines, totals]).toEqual([[], {}]);
  });

  test("is the product's own answer for machines, with the sums on either side", async () => {
    const { cli } = await metered();
    const shown = JSON.parse((await cli("usage", "l-1", "--month", "2026-11", "--json")).out) as Shown;
    expect(shown.lines.map(({ hour, state, meteringRecordId }) => [hour, state, meteringRecordId])).toEqual([
      ["2026-11-24T07", "billed", "mr-1"],
      ["2026-11-24T08", "billed", "mr-2"],
      ["2026-11-24T09", "refused", undefined],
    ]);
    expect(shown.totals).toMatchObject({ gb: { recorded: "15.5", carriedIn: "0", billed: "12", refused: "3", carriedOut: "0.5" } });
    expect(shown.sums).toEqual({ gb: { cameIn: "15.5", accountedFor: "15.5" } });
    expect(shown.conserved).toBe(true);
  });

  test("answers for machines several subscriptions in one document", async () => {
    const { cli, log, follow } = await metered();
    await tell(log, "l-2", ...bought());
    await follow("l-2");
    const { code, out } = await cli("usage", "111122223333", "--month", "2026-11", "--json");
    const { subscriptions, ...rest } = JSON.parse(out) as { readonly subscriptions: readonly Shown[] };
    expect([code, rest]).toEqual([0, { month: "2026-11", conserved: true }]);
    expect(subscriptions).toMatchObject([
      { subscription: "l-1", lines: [{}, {}, {}] },
      { subscription: "l-2", lines: [] },
    ]);
    expect((await cli("usage", "111122223333", "--month", "2026-11")).out).toContain("Nothing of 2026-11 was reported or sealed for l-2;");
  });

  test("names the dimensions there are where the one that is asked for has none", async () => {
    const { cli } = await metered();
    const { out } = await cli("usage", "l-1", "--month", "2026-11", "--dimension", "GB");
    expect(out).toBe("No GB of 2026-11 was reported or sealed for l-1; there is gb.");
    const { days } = JSON.parse((await cli("usage", "l-1", "--month", "2026-11", "--dimension", "GB", "--json")).out) as { readonly days: unknown };
    expect(days).toEqual([]);
  });

  test.each([
    ["a product beside who", ["l-1", "--product", "code"], "leave <who> out"],
    ["test purchases beside who", ["l-1", "--test-purchases"], "leave <who> out"],
    ["one dimension as CSV", ["l-1", "--csv", "--dimension", "gb"], "leave --dimension and --all out"],
    ["all hours as CSV", ["l-1", "--csv", "--all"], "leave --dimension and --all out"],
  ])("refuses what it would have to leave out unasked: %s", async (_, args, words) => {
    const { cli } = await metered();
    expect(await cli("usage", ...args)).toMatchObject({ code: 2, out: "", complaints: expect.stringContaining(words) as string });
  });

  test("says so where nothing is there, where nobody is known, and where the month is none", async () => {
    const { cli } = await metered();
    expect((await cli("usage", "l-1", "--month", "2026-10")).out).toContain("Nothing of 2026-10 was reported or sealed");
    expect(await cli("usage", "l-9")).toMatchObject({ code: 1, complaints: expect.stringContaining("Nothing is known under this.") as string });
    expect(await cli("usage", "l-1", "--month", "November")).toMatchObject({ code: 2 });
  });
});

describe("stallkeeper usage close", () => {
  const CLOSE = ["usage", "close", "l-1", "--hour", "2026-11-24T09", "--dimension", "gb", "--reason", "Ticket 4711", "--by", "finance-1"] as const;

  test("starts a run with what was closed, how, why and by whom", async () => {
    const { cli, starts, views } = await metered();
    views.push({
      status: "SUCCEEDED",
      output: JSON.stringify({ outcome: "decided", subscription: "l-1", access: { status: "granted", reason: "entitled" } }),
    });
    const { code, out } = await cli(...CLOSE, "--as", "writtenOff");
    expect(code).toBe(0);
    expect(out).toContain("gb of 2026-11-24 09h is off the worklist of l-1: writtenOff.");
    expect(starts).toMatchObject([
      {
        machine: "stallkeeper-entitlement-change",
        input: {
          kind: "operator",
          decision: {
            decision: "closeUsage",
            subscription: "l-1",
            hour: "2026-11-24T09",
            dimension: "gb",
            resolution: "writtenOff",
            reason: "Ticket 4711",
            by: "finance-1",
          },
        },
      },
    ]);
  });

  test("says what to do where nothing waits there", async () => {
    const { cli, views } = await metered();
    views.push({ status: "SUCCEEDED", output: JSON.stringify({ outcome: "refused", subscription: "l-1", refusal: "noSuchProblem" }) });
    expect(await cli(...CLOSE, "--as", "billedByAws")).toMatchObject({
      code: 1,
      complaints: expect.stringContaining("Nothing of this hour and dimension waits") as string,
    });
  });

  test.each([
    ["without a dimension", [...CLOSE.slice(0, 5), ...CLOSE.slice(7), "--as", "writtenOff"]],
    ["without how it ended", [...CLOSE]],
    ["with an hour that is none", [...CLOSE.slice(0, 4), "9 o'clock", ...CLOSE.slice(5), "--as", "writtenOff"]],
    ["with an e-mail address in the reason", [...CLOSE.slice(0, 8), "asked a@b.example", "--as", "writtenOff"]],
  ])("starts nothing %s", async (_, args) => {
    const { cli, starts } = await metered();
    expect((await cli(...args)).code).toBe(2);
    expect(starts).toEqual([]);
  });
});

describe("stallkeeper worklist", () => {
  test("shows each record that AWS does not bill, the difference, what to do and the command that closes it", async () => {
    const { cli, follow } = await metered();
    await follow("l-1");
    const text = (await cli("worklist")).out.replaceAll(/\s*\\?\s+/g, " ");
    for (const part of [
      "Usage refused",
      "2026-11-24 09h gb: 3 sealed, AWS bills 0: -3 (InvalidTagException)",
      "Mend what the error names",
      "stallkeeper usage close l-1 --hour 2026-11-24T09 --dimension gb --as writtenOff",
    ])
      expect(text).toContain(part);
    expect(JSON.parse((await cli("worklist", "--kind", "usageRefused", "--json")).out)).toMatchObject({
      items: [{ kind: "usageRefused", subscriptionId: "l-1", detail: { lines: [{ hour: "2026-11-24T09", dimension: "gb", quantity: "3" }], older: 0 } }],
    });
  });
});

describe("stallkeeper usage adjust", () => {
  const ADJUST = ["usage", "adjust", "l-1", "--hour", "2026-11-24T07", "--dimension", "gb", "--aws-holds", "15"] as const;
  const KNOWN = ["--unit-price", "0.1", "--currency", "USD", "--invoice", "1234567890"] as const;

  test("shows the request with AWS's record and the agreement, and where to find what is not known", async () => {
    const { cli } = await metered();
    const { code, out } = await cli(...ADJUST);
    expect(code).toBe(0);
    for (const text of ["15 gb of 2026-11-24 07h", "mr-1", '"agreementId": "agmt-1"', '"adjustmentReasonCode": "INCORRECT_METERING"', "--invoice: aws"])
      expect(out).toContain(text);
    const { units, unknown } = JSON.parse((await cli(...ADJUST, "--json")).out) as Record<string, unknown>;
    expect([units, unknown]).toEqual(["3", ["originalInvoiceId", "adjustmentAmount", "currencyCode"]]);
  });

  test("writes exactly the request that AWS takes once all of it is known, to the last decimal, and the same each time", async () => {
    const { cli } = await metered();
    const file = join(mkdtempSync(join(tmpdir(), "adjust-")), "adjustment.json");
    expect((await cli(...ADJUST, ...KNOWN, "--out", file)).code).toBe(0);
    const written = readFileSync(file, "utf8");
    const input = JSON.parse(written) as BatchCreateBillingAdjustmentRequestCommandInput;
    expect(input.billingAdjustmentRequestEntries).toEqual([
      {
        agreementId: "agmt-1",
        originalInvoiceId: "1234567890",
        adjustmentAmount: "0.3",
        currencyCode: "USD",
        adjustmentReasonCode: "INCORRECT_METERING",
        description: "gb of the hour 2026-11-24T07 UTC: 15 units were metered, 12 were used, record mr-1.",
        clientToken: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      },
    ]);
    await cli(...ADJUST, ...KNOWN, "--out", file);
    expect(readFileSync(file, "utf8")).toBe(written);
  });

  test("takes the agreement from a person where AWS has named none", async () => {
    const { cli } = await metered();
    const { request } = JSON.parse((await cli(...ADJUST, "--agreement", "agmt-9", "--json")).out) as { readonly request: object };
    expect(request).toMatchObject({ billingAdjustmentRequestEntries: [{ agreementId: "agmt-9" }] });
  });

  test("makes a request in which each member is as the API's model has it", async () => {
    const { cli } = await metered();
    const { request } = JSON.parse((await cli(...ADJUST, "--unit-price", "0.00000001", ...KNOWN.slice(2), "--json")).out) as {
      readonly request: BatchCreateBillingAdjustmentRequestCommandInput;
    };
    // The service's model (botocore 2020-03-01), of which the SDK keeps no patterns.
    const patterns = {
      agreementId: /^[A-Za-z0-9_/-]{1,64}$/,
      originalInvoiceId: /^.{1,1024}$/,
      adjustmentAmount: /^[0-9]*(\.[0-9]{0,8})?$/,
      currencyCode: /^[A-Z]{3}$/,
      adjustmentReasonCode: /^INCORRECT_METERING$/,
      description: /^.{1,500}$/,
      clientToken: /^[a-zA-Z0-9-]{1,64}$/,
    };
    const entry = { ...request.billingAdjustmentRequestEntries?.[0] };
    expect(Object.keys(entry).toSorted()).toEqual(Object.keys(patterns).toSorted());
    for (const [member, pattern] of Object.entries(patterns))
      expect([member, entry[member as keyof typeof entry]]).toEqual([member, expect.stringMatching(pattern)]);
  });

  test.each([
    ["takes no price that AWS's amounts can't hold", [...ADJUST, "--unit-price", "0.000000001"], 2, "at most eight decimals"],
    ["takes no price of nothing", [...ADJUST, "--unit-price", "0"], 2, "above 0"],
    ["takes no part of a unit", [...ADJUST.slice(0, 8), "15.5"], 2, "whole number of units"],
    ["says which file can't be written", [...ADJUST, ...KNOWN, "--out", "/nowhere/adjustment.json"], 1, "'/nowhere/adjustment.json' can't be written"],
    ["writes nothing while anything is unknown", [...ADJUST, "--out", "/nowhere/adjustment.json"], 1, "originalInvoiceId, adjustmentAmount, currencyCode"],
    ["asks nothing back where AWS holds no more", [...ADJUST.slice(0, 8), "12", ...KNOWN], 2, "nothing to give back"],
    ["knows only what was sealed", ["usage", "adjust", "l-1", "--hour", "2026-11-24T06", "--dimension", "gb", "--aws-holds", "15"], 1, "was sealed"],
  ])("%s", async (_, args, code, words) => {
    const { cli } = await metered();
    const { code: ended, complaints, helped } = await cli(...args);
    expect([ended, complaints + helped]).toEqual([code, expect.stringContaining(words)]);
  });
});
