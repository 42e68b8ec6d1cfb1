import { metered } from "./metered";

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
