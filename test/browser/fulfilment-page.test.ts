import { fulfilmentSite } from "./fulfilment-site";

const here = fulfilmentSite();
const { visit, buy, heading, fill, buyTheVault } = here;

describe("the fulfilment page in a browser", () => {
  test("shows by itself that the workspace is set up, that it takes longer, and that it is ready", async () => {
    const { page, complaints } = await visit();
    await buyTheVault(page);
    await heading(page, "We are setting up your workspace");
    here.site.advance(30);
    await heading(page, "Your workspace takes longer");
    await here.site.tell("l-vault", { type: "ConfirmProvisioning" });
    await heading(page, "You're all set");
    expect(complaints).toEqual([]);
  });

  test("leads from another site's form POST to the log-in, each step showing by itself", async () => {
    const { page, complaints } = await visit();
    await buy(page, "l-one");
    await heading(page, "Checking your purchase");
    expect(page.url()).toBe(`${here.site.url}/arrival`);
    await here.site.settle();
    await heading(page, "Create your account");
    await fill(page);
    await page.getByRole("button", { name: "Create account" }).click();
    await heading(page, "Saving your details");
    await here.site.settle();
    await heading(page, "AWS is confirming your purchase");
    await here.site.activate("l-one");
    await heading(page, "You're all set");
    const link = await page.getByRole("link", { name: "Log in to Fieldglass Analytics" }).getAttribute("href");
    expect(link).toMatch(/^https:\/\/analytics\.example\.com\/log-in\?source=aws&claim=./);
    expect(complaints).toEqual([]);
  });

  test("keeps its cookie out of scripts' reach, and sends nothing of it elsewhere", async () => {
    const { page } = await visit();
    await buy(page, "l-one");
    expect(await page.evaluate("document.cookie")).toBe("");
    expect(await here.context.cookies()).toMatchObject([{ name: "arrival", path: "/prod", httpOnly: true, sameSite: "Lax" }]);
  });

  test("says what to mend, leads there, and keeps what was entered", async () => {
    const { page } = await visit();
    await buy(page, "l-one");
    await here.site.settle();
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
    expect(page.url()).toBe(`${here.site.url}/arrival`);
  });

  test("can be walked with the keyboard alone", async () => {
    const { page } = await visit();
    await buy(page, "l-one");
    await here.site.settle();
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
    await here.site.settle();
    await heading(page, "Create your account");
    await fill(page, "not an address");
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByRole("alert").waitFor();
    await fill(page);
    await page.getByRole("button", { name: "Create account" }).click();
    await heading(page, "Saving your details");
    await here.site.activate("l-one");
    await here.site.settle();
    await heading(page, "You're all set");
  });

  test("takes a double click as one form", async () => {
    const { page } = await visit();
    await buy(page, "l-one");
    await here.site.settle();
    await fill(page);
    await page.getByRole("button", { name: "Create account" }).dblclick();
    await heading(page, "Saving your details");
    expect(here.site.contacts.people.size).toBe(1);
  });

  test("takes no form away while somebody is typing", async () => {
    const { page } = await visit();
    await buy(page, "l-one");
    await here.site.settle();
    await fill(page);
    await page.getByRole("button", { name: "Create account" }).click();
    await here.site.settle();
    await buy(page, "l-one.again");
    await here.site.settle();
    await heading(page, "AWS is confirming your purchase");
    await page.getByText("Add yourself as a contact").click();
    await page.getByLabel("Work e-mail").fill("grace@example.org");
    await here.site.activate("l-one");
    await page.getByText("There is news: reload this page to see it.").waitFor();
    expect(await page.getByLabel("Work e-mail").inputValue()).toBe("grace@example.org");
    await page.getByLabel("Cost centre").fill("CC 77");
    await page.getByRole("button", { name: "Add me as a contact" }).click();
    await heading(page, "Saving your details");
    await here.site.settle();
    await heading(page, "You're all set");
    expect(here.site.contacts.people.size).toBe(2);
  });

  test("says so when the browser has moved on to another purchase", async () => {
    const { page } = await visit();
    await buy(page, "l-one");
    await here.site.settle();
    await heading(page, "Create your account");
    const other = await here.context.newPage();
    await buy(other, "relay");
    await fill(page);
    await page.getByRole("button", { name: "Create account" }).click();
    await heading(page, "You have opened another purchase since");
    expect(here.site.contacts.people.size).toBe(0);
  });
});
