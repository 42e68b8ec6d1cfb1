import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { accessibilityFaults } from "./accessibility";
import { launchChromium } from "./chromium";
import { servePage } from "./serve-page";
import { newVisitor } from "./visitor";

type Site = Awaited<ReturnType<typeof servePage>>;

let browser: Browser;
let site: Site;
let context: BrowserContext;

beforeAll(async () => {
  browser = await launchChromium();
}, 60_000);
afterAll(() => browser.close());
beforeEach(async () => {
  site = await servePage();
});
afterEach(async () => {
  await context.close();
  await site.close();
});

const visit = async (options?: BrowserContextOptions) => {
  const visitor = await newVisitor(browser, options);
  ({ context } = visitor);
  return visitor;
};

/** Clicks 'Set up your account' at the stand-in for AWS Marketplace. */
const buy = async (page: Page, token: string): Promise<void> => {
  await page.goto(site.marketplaceUrl(token));
  await page.getByRole("button", { name: "Set up your account" }).click();
};

const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name }).waitFor();

const fill = async (page: Page, email = "ada@example.com"): Promise<void> => {
  await page.getByLabel("Work e-mail").fill(email);
  await page.getByLabel("Cost centre").fill("CC 12");
};

/** Registers for the product that confirms what it has provisioned, and has AWS confirm the purchase. */
const buyTheVault = async (page: Page): Promise<void> => {
  await buy(page, "vault");
  await site.settle();
  await heading(page, "Create your account");
  await page.getByLabel("Work e-mail").fill("ada@example.com");
  await page.getByRole("button", { name: "Create account" }).click();
  await heading(page, "Saving your details");
  await site.settle();
  await site.activate("l-vault");
};

describe("the fulfilment page in a browser", () => {
  test("shows by itself that the workspace is set up, that it takes longer, and that it is ready", async () => {
    const { page, complaints } = await visit();
    await buyTheVault(page);
    await heading(page, "We are setting up your workspace");
    site.advance(30);
    await heading(page, "Your workspace takes longer");
    await site.tell("l-vault", { type: "ConfirmProvisioning" });
    await heading(page, "You're all set");
    expect(complaints).toEqual([]);
  });

  test("leads from another site's form POST to the log-in, each step showing by itself", async () => {
    const { page, complaints } = await visit();
    await buy(page, "l-one");
    await heading(page, "Checking your purchase");
    expect(page.url()).toBe(`${site.url}/arrival`);
    await site.settle();
    await heading(page, "Create your account");
    await fill(page);
    await page.getByRole("button", { name: "Create account" }).click();
    await heading(page, "Saving your details");
    await site.settle();
    await heading(page, "AWS is confirming your purchase");
    await site.activate("l-one");
    await heading(page, "You're all set");
    const link = await page.getByRole("link", { name: "Log in to Fieldglass Analytics" }).getAttribute("href");
    expect(link).toMatch(/^https:\/\/analytics\.example\.com\/log-in\?source=aws&claim=./);
    expect(complaints).toEqual([]);
  });

  test("keeps its cookie out of scripts' reach, and sends nothing of it elsewhere", async () => {
    const { page } = await visit();
    await buy(page, "l-one");
    expect(await page.evaluate("document.cookie")).toBe("");
    expect(await context.cookies()).toMatchObject([{ name: "arrival", path: "/prod", httpOnly: true, sameSite: "Lax" }]);
  });

  test("says what to mend, leads there, and keeps what was entered", async () => {
    const { page } = await visit();
    await buy(page, "l-one");
    await site.settle();
    await page.getByLabel("Work e-mail").fill("ada@nowhere");
    await page.getByLabel("Full name").fill("Ada");
    await page.getByRole("button", { name: "Create account" }).click();
    const summary = page.getByRole("alert");
    await summary.waitFor();
    expect(await page.evaluate("document.activeElement.className")).toBe("faults");
    await summary.getByRole("link", { name: "Enter an e-mail address like name@example.com." }).click();
    expect(await page.evaluate("document.activeElement.name")).toBe("email");
    expect(await page.getByLabel("Full name").inputValue()).toBe("Ada");
    await fill(page);
    await page.getByRole("button", { name: "Create account" }).click();
    await heading(page, "Saving your details");
    expect(page.url()).toBe(`${site.url}/arrival`);
  });

  test("can be walked with the keyboard alone", async () => {
    const { page } = await visit();
    await buy(page, "l-one");
    await site.settle();
    await heading(page, "Create your account");
    const focused = () => page.evaluate<string>("document.activeElement.name || document.activeElement.textContent.trim()");
    const order: string[] = [];
    for (let tab = 0; tab < 8; tab += 1) {
      await page.keyboard.press("Tab");
      order.push(await focused());
    }
    expect(order).toEqual(["Skip to content", "email", "name", "company", "phone", "costCentre", "region", "Create account"]);
    const outline = await page.evaluate<string>("getComputedStyle(document.activeElement).outlineStyle");
    expect(outline).toBe("solid");
    await page.getByLabel("Work e-mail").focus();
    await page.keyboard.type("ada@example.com");
    for (let tab = 0; tab < 4; tab += 1) await page.keyboard.press("Tab");
    await page.keyboard.type("CC 12");
    await page.keyboard.press("Enter");
    await heading(page, "Saving your details");
  });

  test("works without JavaScript: the pages reload by themselves", async () => {
    const { page } = await visit({ javaScriptEnabled: false });
    await buy(page, "l-one");
    await heading(page, "Checking your purchase");
    await site.settle();
    await heading(page, "Create your account");
    await fill(page, "not an address");
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByRole("alert").waitFor();
    await fill(page);
    await page.getByRole("button", { name: "Create account" }).click();
    await heading(page, "Saving your details");
    await site.activate("l-one");
    await site.settle();
    await heading(page, "You're all set");
  });

  test("takes a double click as one form", async () => {
    const { page } = await visit();
    await buy(page, "l-one");
    await site.settle();
    await fill(page);
    await page.getByRole("button", { name: "Create account" }).dblclick();
    await heading(page, "Saving your details");
    expect(site.contacts.people.size).toBe(1);
  });

  test("takes no form away while somebody is typing", async () => {
    const { page } = await visit();
    await buy(page, "l-one");
    await site.settle();
    await fill(page);
    await page.getByRole("button", { name: "Create account" }).click();
    await site.settle();
    await buy(page, "l-one.again");
    await site.settle();
    await heading(page, "AWS is confirming your purchase");
    await page.getByText("Add yourself as a contact").click();
    await page.getByLabel("Work e-mail").fill("grace@example.org");
    await site.activate("l-one");
    await page.getByText("There is news: reload this page to see it.").waitFor();
    expect(await page.getByLabel("Work e-mail").inputValue()).toBe("grace@example.org");
    await page.getByLabel("Cost centre").fill("CC 77");
    await page.getByRole("button", { name: "Add me as a contact" }).click();
    await heading(page, "Saving your details");
    await site.settle();
    await heading(page, "You're all set");
    expect(site.contacts.people.size).toBe(2);
  });

  test("says so when the browser has moved on to another purchase", async () => {
    const { page } = await visit();
    await buy(page, "l-one");
    await site.settle();
    await heading(page, "Create your account");
    const other = await context.newPage();
    await buy(other, "relay");
    await fill(page);
    await page.getByRole("button", { name: "Create account" }).click();
    await heading(page, "You have opened another purchase since");
    expect(site.contacts.people.size).toBe(0);
  });

  test.each(["light", "dark"] as const)("shows axe-core nothing to complain of, in any state, when it is %s", async (colorScheme) => {
    // The page's own policy keeps even the checker out.
    const { page } = await visit({ colorScheme, bypassCSP: true });
    const checked: string[] = [];
    const check = async (): Promise<void> => {
      checked.push(await page.title());
      expect(await accessibilityFaults(page)).toEqual([]);
    };
    const at = async (name: string): Promise<void> => {
      await heading(page, name);
      await check();
    };

    await page.goto(`${site.url}/`);
    await at("Set up your account");
    await buy(page, "l-one");
    await at("Checking your purchase");
    await site.settle();
    await at("Create your account");
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByRole("alert").waitFor();
    await check();
    await fill(page);
    await page.getByRole("button", { name: "Create account" }).click();
    await at("Saving your details");
    await site.settle();
    await at("AWS is confirming your purchase");
    await site.activate("l-one");
    await at("You're all set");
    await buy(page, "l-one.again");
    await site.settle();
    await heading(page, "Welcome back");
    await page.getByText("Add yourself as a contact").click();
    await check();
    await site.deprovision("l-one");
    await page.reload();
    await at("This subscription has ended");
    for (const [token, name] of [
      ["expired", "This sign-up has expired"],
      ["unknown", "This product isn't set up here"],
      ["unlicensed", "AWS is linking your purchase"],
    ] as const) {
      await buy(page, token);
      await site.settle();
      await at(name);
    }
    await buyTheVault(page);
    await at("We are setting up your workspace");
    site.advance(30);
    await at("Your workspace takes longer");
    await buy(page, "");
    await at("We don't know your purchase yet");
    expect(checked).toHaveLength(15);
  });

  test("fits a small screen without scrolling sideways", async () => {
    const { page } = await visit({ viewport: { width: 320, height: 640 } });
    await buy(page, "l-one");
    await site.settle();
    await heading(page, "Create your account");
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
  });
});
