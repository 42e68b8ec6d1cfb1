import type { ListedRow } from "../../../functions/kernel/aws/marketplace-entitlement";
import type { SubscriptionCommand } from "../../../events/subscription/commands";
import { arnOf, counter } from "./counter";

const AT = "2026-11-24T08:00:00.000Z";
const contract = { productId: "prod-contract1", productCode: "contract1", pricingModel: "contract", test: false } as const;

const row = (license: string, value = 5, dimension = "seats"): ListedRow => ({
  customer: { productCode: "contract1", licenseArn: arnOf(license), awsAccountId: "111122223333" },
  entitlement: { dimension, value, expiresAt: "2027-11-24T00:00:00.000Z" },
});
const activated = (license: string, at = AT): SubscriptionCommand => ({
  type: "RecordFact",
  fact: { type: "LicenseActivated", data: { ...contract, licenseArn: arnOf(license), awsAccountId: "111122223333", notice: "n", at } },
});
const ended = (license: string, at: string): SubscriptionCommand => ({
  type: "RecordFact",
  fact: { type: "LicenseDeprovisioned", data: { ...contract, licenseArn: arnOf(license), awsAccountId: "111122223333", notice: "n", at } },
});
const read = (...rows: readonly ListedRow[]): SubscriptionCommand => ({
  type: "RecordEntitlements",
  data: { entitlements: rows.map(({ entitlement }) => entitlement), basedOn: 1_000, readAt: AT },
});

describe("a turn over entitlements", () => {
  test("finds nothing where AWS and the log agree, however a customer's rows are spread over pages", async () => {
    const { turn, list, tell, findings, asked } = counter();
    await tell("l-a", activated("l-a"), read(row("l-a"), row("l-a", 1, "storage")));
    await tell("l-b", activated("l-b"), read(row("l-b")));
    list(row("l-a"), row("l-b"), row("l-a", 1, "storage"));
    expect(await turn("entitlements", "t1")).toBe("finished");
    expect(findings()).toEqual([]);
    expect(asked).toEqual(["contract1@", "contract1@2", "legacy1@"]);
  });

  test("finds a license of which no message told, and its run grants access", async () => {
    const { turn, list, found, lookInto, access, state } = counter();
    list(row("l-new"));
    await turn("entitlements", "t1");
    expect(found().map(({ finding }) => finding)).toEqual([
      { subscription: "l-new", productCode: "contract1", what: "unknown", licenseArn: arnOf("l-new"), awsAccountId: "111122223333", agreement: "" },
    ]);
    expect(await lookInto(found()[0]!)).toBe("entitlementsRead");
    expect(await access("l-new")).toEqual({ status: "granted", reason: "entitled" });
    expect(await state("l-new")).toMatchObject({ awsAccountId: "111122223333", licenseArn: arnOf("l-new"), listing: { productCode: "contract1" } });
  });

  test("finds a legacy customer by AWS's identifier", async () => {
    const { turn, list, found, lookInto, access } = counter();
    list({ customer: { productCode: "legacy1", customerIdentifier: "X01", awsAccountId: "111122223333" }, entitlement: { dimension: "seats", value: 5 } });
    await turn("entitlements", "t1");
    await lookInto(found()[0]!);
    expect(await access("legacy1.X01")).toEqual({ status: "granted", reason: "entitled" });
  });

  test("finds changed rows, added ones, and ones that are gone", async () => {
    const { turn, list, tell, findings } = counter();
    for (const id of ["l-changed", "l-added", "l-gone", "l-same"])
      await tell(id, activated(id), read(row(id), ...(id === "l-gone" ? [row(id, 1, "storage")] : [])));
    list(row("l-changed", 6), row("l-added"), row("l-gone"), row("l-same"), row("l-added", 1, "storage"));
    await turn("entitlements", "t1");
    expect(findings()).toEqual(["l-added entitlementsDiffer", "l-changed entitlementsDiffer", "l-gone entitlementsDiffer"]);
  });

  test("finds what AWS no longer lists, and asks about it alone before anything is taken away", async () => {
    const { turn, list, tell, found, lookInto, access, state } = counter();
    await tell("l-a", activated("l-a"), read(row("l-a")));
    await turn("entitlements", "t1");
    expect(found().map(({ finding }) => finding.what)).toEqual(["notListed"]);
    list(row("l-a"));
    expect(await lookInto(found()[0]!)).toBe("agrees");
    list();
    expect(await lookInto(found()[0]!)).toBe("entitlementsRead");
    expect((await state("l-a")).reading?.entitlements).toEqual([]);
    // AWS names the end of the term, and calls it a minimum: until then an empty answer may be a lagging one.
    expect((await access("l-a")).status).toBe("granted");
  });

  test("finds what we wait for and what we take for ended, and grants it again", async () => {
    const { turn, list, tell, found, findings, lookInto, access } = counter();
    await tell("l-p", { type: "RecordArrival", data: { ...contract, arrival: "a1", form: "license", awsAccountId: "111122223333", licenseArn: arnOf("l-p") } });
    await tell("l-e", activated("l-e"), read(row("l-e")), ended("l-e", "2026-11-24T08:10:00.000Z"));
    expect((await access("l-e")).status).toBe("revoked");
    list(row("l-p"), row("l-e"));
    await turn("entitlements", "t1");
    expect(findings()).toEqual(["l-e ended", "l-p pending"]);
    for (const one of found()) await lookInto(one);
    expect([(await access("l-e")).status, (await access("l-p")).status]).toEqual(["granted", "granted"]);
  });

  test("takes an end of the last hour for newer than AWS's list, and looks at it again all the same", async () => {
    const { turn, list, tell, findings, found, lookInto, access } = counter();
    await tell("l-e", activated("l-e"), read(row("l-e")), ended("l-e", "2026-11-24T09:00:00.000Z"));
    list(row("l-e"));
    await turn("entitlements", "t1");
    expect(findings()).toEqual(["l-e secondLook"]);
    await lookInto(found()[0]!);
    expect((await access("l-e")).status).toBe("revoked");
  });

  test("gives the same access whether it or a late message comes first", async () => {
    const ends = await Promise.all(
      [true, false].map(async (messageFirst) => {
        const { turn, list, tell, found, lookInto, access } = counter();
        list(row("l-a"));
        if (messageFirst) await tell("l-a", activated("l-a"));
        await turn("entitlements", "t1");
        for (const one of found()) await lookInto(one);
        if (!messageFirst) await tell("l-a", activated("l-a"));
        const before = await access("l-a");
        await tell("l-a", ended("l-a", "2026-11-24T11:00:00.000Z"));
        return [before, await access("l-a")];
      }),
    );
    expect(ends[0]).toEqual(ends[1]);
    expect(ends[0]!.map(({ status }) => status)).toEqual(["granted", "revoked"]);
  });

  test("records what it found and did, for each product", async () => {
    const { turn, list, events } = counter();
    list(row("l-a"), row("l-b"), row("l-a", 1, "storage"));
    await turn("entitlements", "t1");
    const told = await events("contract1");
    expect(told.map(({ type }) => type)).toEqual(["ReconciliationStarted", "DifferenceFound", "DifferenceFound", "ReconciliationFinished"]);
    expect(told.at(-1)).toMatchObject({ data: { tally: { listed: 3, compared: 0, differences: 2, reread: 0 } } });
    expect((await events("metered1")).map(({ type }) => type)).toEqual(["ReconciliationStarted", "ReconciliationFinished"]);
  });

  test("lets the runs it starts ask AWS one after the other", async () => {
    const { turn, list, found } = counter();
    list(row("l-a"), row("l-b"), row("l-c"), row("l-d"));
    await turn("entitlements", "t1");
    expect(found().map(({ notBefore }) => notBefore.slice(11, 23))).toEqual(["09:30:00.000", "09:30:00.800", "09:30:01.600", "09:30:02.400"]);
  });

  test("says nothing twice when a page is walked again after a crash", async () => {
    const { tasks, list, found, events } = counter();
    list(row("l-a"));
    const by = { run: "t1", state: "Walk AWS's entitlements" };
    const begun = await tasks.begin({ walk: "entitlements", product: "contract1" }, by);
    if (begun.outcome !== "entitlements") throw new Error(begun.outcome);
    const once = await tasks.entitlements({ position: begun.position }, by);
    expect(await tasks.entitlements({ position: begun.position }, by)).toEqual(once);
    expect(found()).toHaveLength(1);
    expect((await events("contract1")).map(({ type }) => type)).toEqual(["ReconciliationStarted", "DifferenceFound"]);
  });

  test("leaves the list to a turn that walks it already", async () => {
    const { turn, occupy, asked } = counter();
    occupy("entitlements", "other");
    expect(await turn("entitlements", "t1")).toBe("underWay");
    expect(asked).toEqual([]);
  });

  test("stops when another turn has taken its place", async () => {
    const { tasks, occupy, asked } = counter();
    const by = { run: "t1", state: "s" };
    const begun = await tasks.begin({ walk: "entitlements", product: "" }, by);
    if (begun.outcome !== "entitlements") throw new Error(begun.outcome);
    occupy("entitlements", "other");
    expect(await tasks.entitlements({ position: begun.position }, by)).toEqual({ outcome: "superseded" });
    expect(await tasks.compare({ position: begun.position }, by)).toEqual({ outcome: "superseded" });
    expect(asked).toEqual([]);
  });

  test("knows no product that is not configured", async () => {
    const { tasks } = counter();
    expect(await tasks.begin({ walk: "entitlements", product: "other" }, { run: "t1", state: "s" })).toEqual({ outcome: "productUnknown" });
  });
});
