import type { Page } from "playwright-core";
import { z } from "zod";
import type { Stall } from "../../../infra/local/stall";
import { launchChromium } from "../../browser/chromium";
import { right } from "../right";
import { inFolder, quiet, withStall } from "./stall";

const CONTRACT = "harbourlight0contract0001";

/** One buyer's waits, in milliseconds. */
export interface Waits {
  /** From the sending of AWS's notice to the product's receipt of Access Granted; the buyer need not have come. */
  readonly granted: number;
  /** From the click on 'Set up your account', which posts the token, to the form on the screen. */
  readonly form: number;
  /** From the click that hands in the form to the log-in link on the screen. */
  readonly ready: number;
  /** From 'Set up your account' to the product's own page, a form filled in without a pause. */
  readonly journey: number;
}

const Heard = z.array(z.object({ type: z.string(), receivedAt: z.string() }));

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return performance.now() - started;
};

/** A page of another site, whose button posts the token as AWS Marketplace's does. */
const awsPage = (fulfilmentUrl: string, token: string): string =>
  `<!doctype html><title>AWS Marketplace</title><form method="post" action="${fulfilmentUrl}">
<input type="hidden" name="x-amzn-marketplace-token" value="${token}"><button>Set up your account</button></form>`;

const grantedAfter = async ({ url, marketplace }: Stall, agreementId: string, subscription: string): Promise<number> => {
  const heard = Heard.parse(await (await fetch(`${url}/sample-product/events.json?subscription=${subscription}`)).json());
  const granted = heard.find(({ type }) => type === "Access Granted");
  const notice = (await marketplace.desk.list()).find((one) => one.agreementId === agreementId);
  right(granted !== undefined && notice !== undefined, `The product did not hear that ${subscription} has access.`);
  return Date.parse(granted.receivedAt) - Date.parse(notice.at);
};

const visit = async (page: Page, stall: Stall): Promise<Waits> => {
  const { token, licenseArn = "", agreementId, fulfillmentUrl } = await stall.marketplace.buy({ product: CONTRACT });
  await quiet(stall);
  const granted = await grantedAfter(stall, agreementId, licenseArn.split(":").at(-1) ?? "");

  await page.route("https://aws.example/", (route) => route.fulfill({ contentType: "text/html", body: awsPage(fulfillmentUrl, token) }));
  await page.goto("https://aws.example/");
  let [form, ready] = [0, 0];
  const journey = await timed(async () => {
    form = await timed(async () => {
      await page.getByRole("button", { name: "Set up your account" }).click({ noWaitAfter: true });
      await page.getByLabel("Work e-mail").waitFor();
    });
    await page.getByLabel("Work e-mail").fill("hare@tortoise.example");
    ready = await timed(async () => {
      await page.getByRole("button", { name: "Create account" }).click({ noWaitAfter: true });
      await page.locator("#log-in").waitFor();
    });
    await page.locator("#log-in").click();
    await page.waitForURL(/\/sample-product\//);
  });
  right((await page.content()).includes("Harbourlight Analytics"), "The log-in link did not lead to the product.");
  return { granted, form, ready, journey };
};

/** So many buyers walk in, one after the other, in a real browser; the first, who finds everything cold, is not counted. */
export const wayIn = (
  { buyers }: { readonly buyers: number },
  tell: (step: string) => void,
): Promise<{ readonly cold: Waits; readonly warm: readonly Waits[] }> =>
  inFolder((dataDir) =>
    withStall({ dataDir }, async (stall) => {
      // In the API's own spelling, so that entitlements are found before the buyer arrives, who would tell the license's full name.
      await stall.marketplace.kept.settings.change((before) => ({ ...before, eventArn: "contract" }));
      const browser = await launchChromium();
      try {
        const all: Waits[] = [];
        for (let buyer = 0; buyer <= buyers; buyer += 1) {
          tell(buyer === 0 ? "the first buyer, who finds everything cold" : `buyer ${buyer} of ${buyers}`);
          const context = await browser.newContext();
          all.push(await visit(await context.newPage(), stall));
          await context.close();
        }
        const [cold, ...warm] = all;
        right(cold !== undefined, "Nobody walked in.");
        return { cold, warm };
      } finally {
        await browser.close();
      }
    }),
  );
