import { stacksOf } from "../../../../infra/operator/console/usage/stack";
import { aMonth } from "../usage/a-month";
import { open } from "./open";

const page = async (query = "?month=2026-11") => (await open()).get(`/subscriptions/l-1/usage${query}`);

describe("a subscription's usage in the console", () => {
  test("says at a glance where every unit is", async () => {
    const text = await page();
    expect(text).toContain("Every unit is accounted for");
    expect(text).toContain("1585 recorded = 1250 billed + 4.5 carried on + 311 refused + 19.5 pending");
    expect(text).toContain("9 recorded = 5 included + 2 disputed + 2 pending");
  });

  test("shows each hour with its state, AWS's record and the run that saw to it", async () => {
    const text = await page();
    expect(text).toContain("<code>2f6c1b1e-7d35-4a0c-9a43-0c5d5f1e0001</code>");
    expect(text).toContain('href="/runs/metering-20261124T1215"');
    for (const words of ["refused", "disputed", "not subscribed", "not counted yet", "InvalidTagException", "closed by finance: written off."])
      expect(text).toContain(words);
  });

  test("draws each day's units from the ground up, and says the same in words", async () => {
    const text = await page();
    expect(text).toContain("<title>2026-11-24: 1585 recorded, 1250 billed, 19.5 pending, 311 not billed</title>");
    expect(text).toContain("1585 of gb_processed recorded on 1 day, most of it on 2026-11-24.");
    // Of one height each, as a bar is of what it stands for.
    const heights = ["billed", "pending", "elsewhere"].map((part) => Number(new RegExp(`<rect class="${part}"[^>]* height="([\\d.]+)"`).exec(text)![1]));
    expect(heights[0]! / heights[2]!).toBeCloseTo(1250 / 311, 5);
    expect(heights[1]! / heights[2]!).toBeCloseTo(19.5 / 311, 5);
    const month = await aMonth();
    expect(stacksOf("2026-11", month.days, "gb_processed").filter(({ recorded }) => recorded !== "0")).toEqual([
      { day: "2026-11-24", recorded: "1585", included: "0", billed: "1250", pending: "19.5", elsewhere: "311" },
    ]);
    expect(stacksOf("2026-02", [], "gb_processed")).toHaveLength(28);
  });

  test("shows another month and a day alone, and offers none that is yet to come", async () => {
    expect(await page("?month=2026-10")).toContain("Nothing of 2026-10 was reported or sealed.");
    expect(await page("?month=2026-10")).toContain('href="/subscriptions/l-1/usage?month=2026-11"');
    expect(await page("")).not.toContain("month=2026-12");
    const day = await page("?month=2026-11&day=2026-11-23");
    expect(day).toContain("By hour, on 2026-11-23");
    expect(day).toContain("Nothing was used.");
  });

  test("says when the sums do not agree", async () => {
    const usageMonth = async () => ({ ...(await aMonth()), conserved: false });
    const text = await (await open({ broken: { usageMonth } })).get("/subscriptions/l-1/usage?month=2026-11");
    expect(text).toContain("The sums do not agree");
  });

  test("is not there for a month that is none, or one that nobody knows", async () => {
    const { send } = await open();
    expect((await send("/subscriptions/l-1/usage?month=November")).status).toBe(404);
    expect((await send("/subscriptions/l-9/usage")).status).toBe(404);
  });
});
