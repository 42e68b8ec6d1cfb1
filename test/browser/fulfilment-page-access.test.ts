import { accessibilityFaults } from "./accessibility";
import { fulfilmentSite } from "./fulfilment-site";

const here = fulfilmentSite();
const { visit, buy, heading, fill, buyTheVault } = here;

describe("the fulfilment page, for everybody", () => {
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

    await page.goto(`${here.site.url}/`);
    await at("Set up your account");
    await buy(page, "l-one");
    await at("Checking your purchase");
    await here.site.settle();
    await at("Create your account");
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByRole("alert").waitFor();
    await check();
    await fill(page);
    await page.getByRole("button", { name: "Create account" }).click();
    await at("Saving your details");
    await here.site.settle();
    await at("AWS is confirming your purchase");
    await here.site.activate("l-one");
    await at("You're all set");
    await buy(page, "l-one.again");
    await here.site.settle();
    await heading(page, "Welcome back");
    await page.getByText("Add yourself as a contact").click();
    await check();
    await here.site.deprovision("l-one");
    await page.reload();
    await at("This subscription has ended");
    for (const [token, name] of [
      ["expired", "This sign-up has expired"],
      ["unknown", "This product isn't set up here"],
      ["unlicensed", "AWS is linking your purchase"],
    ] as const) {
      await buy(page, token);
      await here.site.settle();
      await at(name);
    }
    await buyTheVault(page);
    await at("We are setting up your workspace");
    here.site.advance(30);
    await at("Your workspace takes longer");
    await buy(page, "");
    await at("We don't know your purchase yet");
    expect(checked).toHaveLength(15);
  });

  test("fits a small screen without scrolling sideways", async () => {
    const { page } = await visit({ viewport: { width: 320, height: 640 } });
    await buy(page, "l-one");
    await here.site.settle();
    await heading(page, "Create your account");
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
  });
});
