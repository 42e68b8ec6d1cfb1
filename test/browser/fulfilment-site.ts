import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { launchChromium } from "./chromium";
import { servePage } from "./serve-page";
import { newVisitor } from "./visitor";

type Site = Awaited<ReturnType<typeof servePage>>;

/** The fulfilment page, served anew for each test of a file, and one browser for all of them. */
export const fulfilmentSite = () => {
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

  const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name }).waitFor();

  /** Clicks 'Set up your account' at the stand-in for AWS Marketplace. */
  const buy = async (page: Page, token: string): Promise<void> => {
    await page.goto(site.marketplaceUrl(token));
    await page.getByRole("button", { name: "Set up your account" }).click();
  };

  return {
    get site() {
      return site;
    },
    get context() {
      return context;
    },
    visit: async (options?: BrowserContextOptions) => {
      const visitor = await newVisitor(browser, options);
      ({ context } = visitor);
      return visitor;
    },
    heading,
    buy,
    fill: async (page: Page, email = "ada@example.com"): Promise<void> => {
      await page.getByLabel("Work e-mail").fill(email);
      await page.getByLabel("Cost centre").fill("CC 12");
    },
    /** Registers for the product that confirms what it has provisioned, and has AWS confirm the purchase. */
    buyTheVault: async (page: Page): Promise<void> => {
      await buy(page, "vault");
      await site.settle();
      await heading(page, "Create your account");
      await page.getByLabel("Work e-mail").fill("ada@example.com");
      await page.getByRole("button", { name: "Create account" }).click();
      await heading(page, "Saving your details");
      await site.settle();
      await site.activate("l-vault");
    },
  };
};
