import { endOf, instantOf } from "../../../infra/operator/time-options";
import { say, tell } from "../../kit/buyer";
import { operator } from "./operator";

interface Events {
  readonly complete: boolean;
  readonly streamsRead: number;
  readonly events: readonly { readonly stream: string; readonly version: number; readonly type: string; readonly meta: { readonly run: string } }[];
}

const desk = async () => {
  const all = await operator();
  await tell(all.log, "l-2", say.arrive("222233334444"), say.activate());
  const json = async (...args: readonly string[]) => JSON.parse((await all.cli("events", ...args, "--json")).out) as Events;
  return { ...all, json };
};

describe("stallkeeper events", () => {
  test("shows one stream, by its name or by the subscription", async () => {
    const { json } = await desk();
    const byName = await json("--stream", "subscription-l-1");
    expect(byName.events.length).toBeGreaterThan(5);
    expect(new Set(byName.events.map(({ stream }) => stream))).toEqual(new Set(["subscription-l-1"]));
    expect(byName).toEqual(await json("--subscription", "l-1"));
  });

  test("finds the wanted types in all streams, each with its number and run", async () => {
    const { json } = await desk();
    const { events, complete, streamsRead } = await json("--type", "BuyerArrived", "LicenseActivated");
    expect(events.map(({ stream, version, type }) => `${stream} ${version} ${type}`).toSorted()).toEqual([
      "subscription-l-1 1 BuyerArrived",
      "subscription-l-1 3 LicenseActivated",
      "subscription-l-2 1 BuyerArrived",
      "subscription-l-2 3 LicenseActivated",
    ]);
    expect([complete, streamsRead]).toEqual([true, 2]);
    for (const { meta } of events) expect(meta.run).toMatch(/^run-/);
  });

  test("stops at the limit, and says so", async () => {
    const { cli, json } = await desk();
    expect((await json("--type", "BuyerArrived", "--limit", "1")).complete).toBe(false);
    expect((await cli("events", "--type", "BuyerArrived", "--limit", "1")).out).toContain("There may be more: --limit 1 was reached");
    expect((await cli("events", "--type", "BuyerArrived")).out).toContain("2 streams read. That is all.");
  });

  test("keeps to the period, to the end of a last day", async () => {
    const { json, cli } = await desk();
    expect((await json("--from", "2026-11-24", "--to", "2026-11-24")).events.length).toBeGreaterThan(0);
    expect(await cli("events", "--to", "2026-11-23")).toMatchObject({ code: 1, out: "", complaints: "No event fits; 2 streams were read." });
  });

  test("fits 100 columns, and names the stream of each commit", async () => {
    const { cli } = await desk();
    const { out } = await cli("events");
    expect(Math.max(...out.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(100);
    expect(out).toContain("subscription-l-2, ");
  });

  test.each([
    [["--type", "Nonsense"], "There is no event type 'Nonsense'"],
    [["--stream", "l-1"], "is no stream's name"],
  ])("makes no sense of %j", async (args, words) => {
    const { cli } = await desk();
    expect(await cli("events", ...args)).toMatchObject({ code: 2, complaints: expect.stringContaining(words) as string });
  });
});

describe("stallkeeper timeline", () => {
  test("shows the wanted types alone, under their own numbers", async () => {
    const { cli } = await desk();
    const { out } = await cli("timeline", "l-1", "--type", "LicenseActivated");
    expect(out).toMatch(/^3 +2026-11-24 09:30:00 +LicenseActivated/m);
    expect(out).not.toContain("BuyerArrived");
  });

  test("says when nothing fits", async () => {
    const { cli } = await desk();
    expect(await cli("timeline", "l-1", "--from", "2030-01-01")).toMatchObject({ code: 1, complaints: expect.stringContaining("nothing fits") as string });
  });
});

describe("stallkeeper customers", () => {
  test("keeps to an access and a product", async () => {
    const { cli } = await desk();
    expect((await cli("customers", "111122223333", "--access", "granted", "--product", "code")).out).toContain("l-1");
    expect(await cli("customers", "111122223333", "--access", "revoked")).toMatchObject({
      code: 1,
      complaints: expect.stringContaining("nothing fits") as string,
    });
    expect(await cli("customers", "111122223333", "--access", "maybe")).toMatchObject({ code: 2 });
  });
});

describe("a time on the command line", () => {
  test.each([
    ["2026-11-24", "2026-11-24T00:00:00.000Z"],
    ["2026-11-24 09:30", "2026-11-24T09:30:00.000Z"],
    ["2026-11-24T09:30:15.5", "2026-11-24T09:30:15.500Z"],
    ["2026-11-24T09:30:00+01:00", "2026-11-24T08:30:00.000Z"],
  ])("'%s' is %s", (text, instant) => {
    expect(instantOf(text)).toBe(instant);
  });

  test.each(["", "yesterday", "2026-02-30", "2026-13-01", "24.11.2026", "2026-11-24 25:00", "1764000000"])("is not '%s'", (text) => {
    expect(() => instantOf(text)).toThrow("Not a time");
  });

  test("ends a period with the whole of its last day", () => {
    expect(endOf("2026-11-24")).toBe("2026-11-24T23:59:59.999Z");
    expect(endOf("2026-11-24 09:30")).toBe("2026-11-24T09:30:00.000Z");
  });
});
