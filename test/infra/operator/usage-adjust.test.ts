import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BatchCreateBillingAdjustmentRequestCommandInput } from "@aws-sdk/client-marketplace-agreement";
import { metered } from "./metered";

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
