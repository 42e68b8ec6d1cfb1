import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { readCatalogue } from "../../events/product/catalogue";
import { executions } from "../../functions/kernel/aws/executions";
import { stateMachines } from "../../functions/kernel/aws/state-machines";
import { walkIn } from "../../infra/local/demo/walk-in";
import { serveConsole } from "../../infra/operator/console/serve";
import { connectConsole } from "../../infra/operator/console/connect";
import { accessibilityFaults } from "../browser/accessibility";
import { newVisitor, type Visitor } from "../browser/visitor";
import { eventually } from "../deploy/eventually";
import { openStall, OPENING_MS, type OpenStall } from "./open-stall";

const FILE = "infra/products.json";
const CONTRACT = readCatalogue(JSON.parse(readFileSync(FILE, "utf8")), FILE).find(({ pricingModel }) => pricingModel === "contract")!;
const HOSTILE = '"><script>window.hacked = true</script>';
const FAILED = "a-run-that-fails";

let open: OpenStall;
let base: string;
let subscription: string;
let visitor: Visitor;

/** What AWS might send one day: a kind that this release does not know, with a body that tries its luck. */
const unknownNotice = {
  version: "0",
  id: "e1",
  "detail-type": "License Polished - Manufacturer",
  source: "aws.agreement-marketplace",
  account: "123456789012",
  time: "2026-11-25T10:00:00Z",
  region: "us-east-1",
  resources: [],
  detail: { requestId: "r1", note: HOSTILE },
};

const ended = async (name: string) => {
  const source = executions();
  const machine = (await source.machines("stallkeeper-entitlement-change"))[0]!;
  return eventually(`${name} fails`, OPENING_MS, async () => ((await source.find(machine, name))?.status === "FAILED" ? true : undefined));
};

beforeAll(async () => {
  open = await openStall();
  base = `${open.stall.url}/console`;
  ({ subscription } = await walkIn(open.stall.url, CONTRACT.code, () => {}));
  await open.stall.deliver(unknownNotice);
  await open.stall.queues.send("stallkeeper-lagging-dead", JSON.stringify({ stream: `subscription-${subscription}` }));
  await stateMachines().start("stallkeeper-entitlement-change", FAILED, { kind: "notice", notice: "there-is-none" });
  await ended(FAILED);
}, 2 * OPENING_MS);
afterAll(() => open.close());
afterEach(() => visitor.context.close());

const visit = async (options?: Parameters<typeof newVisitor>[1]): Promise<Page> => {
  visitor = await newVisitor(open.browser, options);
  return visitor.page;
};

const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name }).waitFor();

/** The pages there are, with their headings. */
const pages = () => [
  ["/", "Whom is it about?"],
  [`/subscriptions/${subscription}`, subscription],
  ["/worklist", "Worklist"],
  ["/runs", "Runs"],
  [`/runs/stallkeeper-entitlement-change/${FAILED}`, FAILED],
  ["/notices", "Parked notices"],
  ["/dead-letters", "Dead letters"],
  ["/renewals", "Renewals due in 90 days"],
];

describe("the support console in a browser", () => {
  test("leads from a search to the buyer, to what happened, and to the run that did it", async () => {
    const page = await visit();
    await page.goto(`${base}/`);
    await page.getByRole("searchbox").fill(subscription);
    await page.keyboard.press("Enter");
    await heading(page, subscription);
    await page.getByText("The buyer has access.").waitFor();
    await page.getByRole("heading", { name: /^Access granted/ }).waitFor();
    await page.getByRole("cell", { name: "seats" }).waitFor();

    await page
      .getByRole("link", { name: /^notice-/ })
      .first()
      .click();
    await heading(page, /^notice-/);
    await page.getByRole("img", { name: /State graph/ }).waitFor();
    expect(await page.locator(".state.passed").count()).toBeGreaterThan(3);
    await page.getByRole("paragraph").filter({ hasText: "It now stands at 'Wait for AWS's reads to catch up'" }).waitFor();
    expect(await page.locator(".state.current").textContent()).toMatch(/Wait for AWS's reads to\s*catch up/);

    await page.goto(`${base}/subscriptions/${subscription}`);
    await page.getByRole("definition").getByRole("link").first().click();
    await heading(page, /^\d{12}$/);
    expect(visitor.complaints).toEqual([]);
  });

  test("shows a person's details on a click, and never in an address", async () => {
    const page = await visit();
    await page.goto(`${base}/subscriptions/${subscription}`);
    expect(await page.content()).not.toContain("hare@tortoise.example");
    await page.getByRole("button", { name: /^Show details/ }).click();
    await page.getByText("hare@tortoise.example").waitFor();
    expect(page.url()).not.toMatch(/hare|@|contact=/);
  });

  test("gives times in UTC, and the visitor's own on pointing", async () => {
    const page = await visit({ timezoneId: "Asia/Tokyo", locale: "en-GB" });
    await page.goto(`${base}/subscriptions/${subscription}`);
    const time = page.locator(".timeline time").first();
    expect(await time.textContent()).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} UTC$/);
    expect(await time.getAttribute("title")).toMatch(/GMT\+9|JST/);
  });

  test("shows a parked notice exactly, as text", async () => {
    const page = await visit();
    await page.goto(`${base}/notices`);
    await page.getByText("License Polished - Manufacturer").first().click();
    await page.getByText("window.hacked = true").waitFor();
    await page.getByRole("searchbox").fill(HOSTILE);
    await page.keyboard.press("Enter");
    await heading(page, "Not found");
    expect(await page.getByRole("searchbox").first().inputValue()).toBe(HOSTILE);
    expect(await page.evaluate("window.hacked")).toBeUndefined();
    expect(visitor.complaints).toEqual([expect.stringContaining("404")]);
  });

  test("leads from the worklist to a parked notice, and from its release to the run that deals with it", async () => {
    const page = await visit();
    await page.goto(`${base}/`);
    await page.getByRole("link", { name: /wait for a person/ }).click();
    await heading(page, "Worklist");
    await page.getByRole("link", { name: /Parked notices \d/ }).click();
    await page.getByText("AWS sent what this release can't act on: License Polished - Manufacturer.").waitFor();
    await page
      .getByRole("cell")
      .getByRole("link", { name: /^[0-9a-f]+$/ })
      .first()
      .click();
    await heading(page, "License Polished - Manufacturer");
    await page.getByText("Release…").click();
    await page.getByRole("button", { name: "Release now" }).click();
    await page.getByText("The notice was released.").waitFor();
    await heading(page, /^notice-[0-9a-f]+-\d{17}$/);
    // This release still can't act on it.
    const run = page.url();
    await eventually("the run ends", OPENING_MS, async () => {
      await page.goto(run);
      return (await page.getByText("The notice waits for a person").count()) > 0 && (await page.getByText("succeeded").count()) > 0 ? true : undefined;
    });
    await page.goto(`${base}/worklist?kind=parkedNotice`);
    await page.getByText("License Polished - Manufacturer").first().waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  test("finds a buyer by the e-mail address and the company they registered with, and puts neither in an address", async () => {
    for (const text of ["Hare@Tortoise.example", "tortoise & hare"]) {
      const page = await visit();
      await page.goto(`${base}/`);
      await page.getByRole("searchbox").fill(text);
      await page.getByRole("searchbox").press("Enter");
      await page.waitForURL(`${base}/subscriptions/${subscription}`);
      await visitor.context.close();
    }
  });

  test("redrives a failed run and dead letters when it may", async () => {
    const page = await visit();
    await page.goto(`${base}/runs/stallkeeper-entitlement-change/${FAILED}`);
    await page.getByRole("paragraph").filter({ hasText: "It failed at 'Record what the notice says' after 1 other state." }).waitFor();
    await page.getByText("Redrive…").click();
    await page.getByRole("button", { name: "Redrive now" }).click();
    await page.getByText("The run was taken up again").waitFor();
    await ended(FAILED);
    await page.reload();
    await page.getByText("once", { exact: true }).waitFor();

    await page.goto(`${base}/dead-letters`);
    await page.getByText("Redrive…").click();
    await page.getByRole("button", { name: "Redrive now" }).click();
    await page.getByText("SQS is moving the messages back.").waitFor();
    await eventually("the letter is handled", OPENING_MS, () =>
      Promise.resolve(open.stall.queues.size("stallkeeper-lagging").visible + open.stall.queues.size("stallkeeper-lagging").inFlight === 0 ? true : undefined),
    );
    expect(open.stall.queues.size("stallkeeper-lagging-dead").visible).toBe(0);
  });

  test("only looks when it is served so, and says it", async () => {
    const sources = connectConsole("stallkeeper", { place: "the embedded cloud" });
    const served = await serveConsole(0, { actions: false, sources: () => sources });
    try {
      const page = await visit();
      await page.goto(`${served.url}runs/stallkeeper-entitlement-change/${FAILED}`);
      await page.getByText("This console only looks.").waitFor();
      expect(await page.getByText("Redrive…").count()).toBe(0);
      const token = await page.locator('input[name="token"]').first().inputValue();
      const answer = await page.request.post(`${served.url}runs/stallkeeper-entitlement-change/${FAILED}/redrive`, { form: { token } });
      expect(answer.status()).toBe(403);
    } finally {
      await visitor.page.close();
      await served.stop();
    }
  });

  test("works without JavaScript", async () => {
    const page = await visit({ javaScriptEnabled: false });
    await page.goto(`${base}/`);
    await page.getByRole("searchbox").fill(subscription);
    await page.getByRole("button", { name: "Search" }).click();
    await heading(page, subscription);
    await page.getByRole("button", { name: /^Show details/ }).click();
    await page.getByText("hare@tortoise.example").waitFor();
    expect(await page.getByRole("button", { name: /^Copy/ }).count()).toBe(0);
  });

  test.each([
    ["light", 1280],
    ["dark", 1280],
    ["light", 320],
  ] as const)("shows axe-core nothing to complain of, and fits, when it is %s and %i px wide", async (colorScheme, width) => {
    // The page's own policy keeps even the checker out.
    const page = await visit({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
    for (const [path, name] of pages()) {
      await page.goto(`${base}${path!}`);
      await heading(page, name!);
      await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
      expect([path, await accessibilityFaults(page)]).toEqual([path, []]);
      expect([path, await page.evaluate("document.documentElement.scrollWidth")]).toEqual([path, width]);
    }
  });
});
