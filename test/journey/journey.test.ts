import { readFileSync } from "node:fs";
import { readCatalogue } from "../../events/product/catalogue";
import { hasEntitlements, type PricingModel } from "../../events/product/product";
import { accessibilityFaults } from "../browser/accessibility";
import { newVisitor, type Visitor } from "../browser/visitor";
import { eventually } from "../deploy/eventually";
import { OPENING_MS, openStall, type OpenStall } from "./open-stall";
import { BUYER, buy, cancel, logIn, register, setUp, shows } from "./way-in";

const FILE = "infra/products.json";
const PRODUCTS = readCatalogue(JSON.parse(readFileSync(FILE, "utf8")), FILE);
const sold = PRODUCTS.filter(({ identityForms }) => identityForms.includes("license"));
const legacy = PRODUCTS.filter(({ identityForms }) => !identityForms.includes("license"));
const CONTRACT = PRODUCTS.find(({ pricingModel }) => pricingModel === "contract")!;

/** A walk is a dozen pages, some of which wait for a run; on a busy machine that takes a while. */
const PATIENCE = 60_000;

let open: OpenStall;
let places: OpenStall["places"];
let visitor: Visitor;

beforeAll(async () => {
  open = await openStall();
  ({ places } = open);
}, OPENING_MS);
afterAll(() => open.close());
afterEach(() => visitor.context.close());

const visit = async (options?: Parameters<typeof newVisitor>[1]) => {
  visitor = await newVisitor(open.browser, options);
  return visitor;
};

/** What the workspace's list of events names, oldest first. */
const eventsShown = async (): Promise<readonly string[]> => (await visitor.page.locator("ol.events .pill").allTextContents()).reverse();

/**
 * Reloads the workspace until the product has heard that access ended, as the last that it hears; of a contract AWS is asked once
 * more after its end, and then lists nothing. The page does not reload itself.
 */
const hearsOfTheEnd = async (workspace: string, pricingModel: PricingModel): Promise<void> => {
  const { page } = visitor;
  const last = ["Access Revoked", ...(hasEntitlements(pricingModel) ? ["Entitlements Changed"] : [])];
  await eventually("the product hears that access ended", PATIENCE, async () => {
    await page.goto(workspace);
    return (await eventsShown()).slice(-last.length).join() === last.join() ? true : undefined;
  });
  await page.getByRole("heading", { level: 2, name: "Your access has ended" }).waitFor();
};

/** Lets the seller hear of AWS's messages, or makes them wait, at the simulator's control desk. */
const atTheDesk = async (button: RegExp): Promise<void> => {
  const desk = await visitor.context.newPage();
  await desk.goto(places.simulator);
  await desk.getByRole("button", { name: button }).click();
  await desk.getByRole("status").waitFor();
  await desk.close();
};

describe("a buyer in a browser", () => {
  test.each(sold)(
    "walks from the shelf to a workspace of $name, comes back, and leaves",
    async ({ name, dimensions, pricingModel, provisioning }) => {
      const { page, complaints } = await visit();
      const agreement = await buy(page, places.simulator, name);
      await setUp(page);
      await register(page);
      await shows(page, "You're all set");
      expect(page.url()).toBe(`${places.fulfilment}/arrival`);
      const workspace = await logIn(page, name, "Tortoise & Hare");

      await page.getByRole("heading", { name: "You have access" }).waitFor();
      const prepaid = hasEntitlements(pricingModel);
      const bought = dimensions.filter(({ kind }) => prepaid && kind === "entitled").map((dimension) => dimension.name);
      expect(await page.locator(".meters dt").allTextContents()).toEqual(bought);
      // Entitlements that are read before the license is confirmed are told apart; read after it, they come with the access.
      const events = (await eventsShown()).filter((type) => type !== "Entitlements Changed");
      const asked = provisioning === undefined ? [] : ["Provisioning Requested"];
      expect([...events].sort()).toEqual(["Access Granted", "Customer Registered", ...asked, "Tenant Linked"]);

      await page.goto(agreement);
      await setUp(page);
      await shows(page, "Welcome back");
      const text = await page.content();
      for (const datum of [...Object.values(BUYER), "Tortoise &amp; Hare"]) expect(text).not.toContain(datum);
      await page.getByRole("link", { name: `Log in to ${name}` }).click();
      await shows(page, `Welcome to ${name}`);
      await page.getByRole("listitem").filter({ hasText: BUYER.company }).getByRole("button").click();
      await shows(page, BUYER.company);
      expect(page.url()).toBe(workspace);

      await cancel(page, agreement);
      await hearsOfTheEnd(workspace, pricingModel);
      await page.goto(`${places.fulfilment}/arrival`);
      await shows(page, "This subscription has ended");
      expect(complaints).toEqual([]);
    },
    PATIENCE,
  );

  test(
    "waits for AWS where License Updated is late, and is let in when it comes",
    async () => {
      const { page, complaints } = await visit();
      await atTheDesk(/^Hold$/);
      await buy(page, places.simulator, CONTRACT.name);
      await setUp(page);
      await register(page);
      await shows(page, "AWS is confirming your purchase");
      await atTheDesk(/^Release \d+$/);
      // The page looks for itself: nobody reloads it.
      await shows(page, "You're all set");
      await logIn(page, CONTRACT.name, "Patience");
      expect(await eventsShown()).toContain("Access Granted");
      expect(complaints).toEqual([]);
    },
    PATIENCE,
  );

  test.each(legacy)(
    "goes the same way through the legacy listing $name, which AWS confirms by SNS",
    async ({ name }) => {
      const { page, complaints } = await visit();
      const agreement = await buy(page, places.simulator, name);
      await setUp(page);
      await register(page);
      await shows(page, "You're all set");
      await logIn(page, name, "Old Friends");
      await page.getByRole("heading", { name: "You have access" }).waitFor();
      await page.goto(agreement);
      await setUp(page);
      await shows(page, "Welcome back");
      expect(complaints).toEqual([]);
    },
    PATIENCE,
  );

  test(
    "needs no JavaScript",
    async () => {
      const { page, complaints } = await visit({ javaScriptEnabled: false });
      const agreement = await buy(page, places.simulator, CONTRACT.name);
      await setUp(page);
      await register(page);
      await shows(page, "You're all set");
      const workspace = await logIn(page, CONTRACT.name, "Plain");
      await page.getByRole("heading", { name: "You have access" }).waitFor();
      await cancel(page, agreement);
      await hearsOfTheEnd(workspace, CONTRACT.pricingModel);
      expect(complaints).toEqual([]);
    },
    PATIENCE,
  );
});

describe("the pages around the fulfilment page", () => {
  test.each([
    ["light", 1280],
    ["dark", 320],
  ] as const)(
    "show axe-core nothing to complain of and fit the window when it is %s and %d wide",
    async (colorScheme, width) => {
      const { page, complaints } = await visit({ colorScheme, bypassCSP: true, viewport: { width, height: 800 } });
      const checked: string[] = [];
      const check = async (): Promise<void> => {
        checked.push(await page.title());
        expect([await page.title(), await accessibilityFaults(page)]).toEqual([await page.title(), []]);
        expect([await page.title(), await page.evaluate("document.documentElement.scrollWidth")]).toEqual([await page.title(), width]);
      };
      await page.goto(`${open.stall.url}/`);
      await check();
      await page.getByRole("link", { name: "See the bill" }).click();
      await shows(page, /^Bills of/);
      await check();
      await page.goto(`${open.stall.url}/`);
      await page.getByRole("link", { name: "Buy a product" }).click();
      await shows(page, "Buy as your customers do");
      await check();
      await page.goto(`${places.simulator}listings/${CONTRACT.code}`);
      await check();
      const agreement = await buy(page, places.simulator, CONTRACT.name);
      await check();
      await setUp(page);
      await register(page);
      await shows(page, "You're all set");
      await page.getByRole("link", { name: `Log in to ${CONTRACT.name}` }).click();
      await shows(page, "Your purchase has arrived");
      await check();
      await page.goBack();
      const workspace = await logIn(page, CONTRACT.name, `In ${colorScheme}`);
      await page.getByText("The event").first().click();
      await check();
      await page.goto(`${places.sampleProduct}${CONTRACT.code}`);
      await check();
      await page.goto(places.sampleProduct);
      await check();
      await cancel(page, agreement);
      await page.getByText("The exact event").first().click();
      await check();
      await hearsOfTheEnd(workspace, CONTRACT.pricingModel);
      await check();
      await page.goto(places.simulator);
      await check();
      expect(checked).toHaveLength(12);
      expect(complaints).toEqual([]);
    },
    PATIENCE,
  );
});
