import type { Page } from "playwright-core";
import type { Stall } from "../../infra/local/stall";

/** Who walks in. Nobody: the names are of a fable. */
export const BUYER = { email: "hare@tortoise.example", name: "A. Hare", company: "Tortoise & Hare" } as const;

/** The three parts of a stall, seen from a browser. */
export const placesOf = ({ url, port }: Pick<Stall, "url" | "port">) => ({
  simulator: `${url}/simulator/`,
  fulfilment: `http://localhost:${port}/fulfilment`,
  sampleProduct: `http://localhost:${port}/sample-product/`,
});

/** Waits for a page by its main heading. */
export const shows = (page: Page, name: string | RegExp): Promise<void> => page.getByRole("heading", { level: 1, name }).waitFor();

/** From the storefront to the agreement. @returns its address */
export const buy = async (page: Page, simulator: string, product: string): Promise<string> => {
  await page.goto(simulator);
  await page.getByRole("listitem").getByRole("link", { name: product }).click();
  await shows(page, product);
  await page.getByRole("button", { name: "Subscribe" }).click();
  await page.getByRole("heading", { name: `Thank you for subscribing to ${product}` }).waitFor();
  return page.url().replace(/\?.*$/, "");
};

/** AWS's form POST, from the agreement's page to the seller's on another site. */
export const setUp = (page: Page): Promise<void> => page.getByRole("button", { name: "Set up your account" }).click();

/** Fills in the form, lets somebody look at it, and hands it in. */
export const register = async (page: Page, look: () => Promise<void> = async () => {}): Promise<void> => {
  await shows(page, "Create your account");
  await page.getByLabel("Work e-mail").fill(BUYER.email);
  await page.getByLabel("Full name").fill(BUYER.name);
  await page.getByLabel("Company").fill(BUYER.company);
  for (const field of await page.locator("main input[required]:not([type=email])").all()) await field.fill("tortoise.example");
  await look();
  await page.getByRole("button", { name: "Create account" }).click();
};

/** Follows the log-in link, and opens a workspace of a name. @returns its address */
export const logIn = async (page: Page, product: string, workspace: string): Promise<string> => {
  await page.getByRole("link", { name: `Log in to ${product}` }).click();
  await shows(page, "Your purchase has arrived");
  await page.getByLabel("Name of your workspace").fill(workspace);
  await page.getByRole("button", { name: "Open the workspace" }).click();
  await shows(page, workspace);
  return page.url();
};

/** Ends a subscription as its buyer. */
export const cancel = async (page: Page, agreement: string): Promise<void> => {
  await page.goto(agreement);
  await page.locator("summary", { hasText: "Cancel the subscription" }).click();
  await page.getByRole("button", { name: "Cancel the subscription" }).click();
  await page.getByRole("status").filter({ hasText: "The subscription was cancelled." }).waitFor();
};
