import type { Browser } from "playwright-core";
import { serveConsole, type Served } from "../../infra/operator/console/serve";
import { open } from "../infra/operator/console/open";
import { accessibilityFaults } from "./accessibility";
import { launchChromium } from "./chromium";
import { newVisitor } from "./visitor";

let browser: Browser;
let served: Served;
beforeAll(async () => {
  browser = await launchChromium();
  const { sources } = await open();
  served = await serveConsole(0, { actions: false, sources: () => sources });
});
afterAll(async () => {
  await browser.close();
  await served.stop();
});

describe("the usage of a subscription in a browser", () => {
  test("is reached from the subscription, and leads by the keyboard from a day to its hours and on to a month", async () => {
    const { page, context, complaints } = await newVisitor(browser);
    await page.goto(`${served.url}subscriptions/l-1`);
    await page.getByRole("link", { name: "Usage" }).click();
    await page.getByRole("heading", { name: "Every unit is accounted for" }).waitFor();
    await page.getByRole("img", { name: /^gb_processed by day 1585 of gb_processed recorded on 1 day/ }).waitFor();
    await page.getByText("The plot as a table").first().focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("2026-11-24");
    await page.keyboard.press("Enter");
    await page
      .getByRole("heading", { name: /^By hour, on 2026-11-24/ })
      .first()
      .waitFor();
    await page.getByRole("cell", { name: /2f6c1b1e-7d35-4a0c-9a43-0c5d5f1e0001/ }).waitFor();
    await page.getByLabel("Month (UTC)").fill("2026-10");
    await page.getByRole("button", { name: "Show" }).click();
    await page.getByText("Nothing of 2026-10 was reported or sealed.").waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  test.each([
    ["light", 1280],
    ["dark", 1280],
    ["light", 320],
  ] as const)("shows axe-core nothing to complain of, and fits, when it is %s and %i px wide", async (colorScheme, width) => {
    const { page, context } = await newVisitor(browser, { colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
    await page.goto(`${served.url}subscriptions/l-1/usage?month=2026-11`);
    await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    await context.close();
  });
});
