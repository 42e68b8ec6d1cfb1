import { ADA, GRACE, logInOf, show, statusOf, titleOf } from "./people";
import { arrive, handIn, stall, type Stall } from "./stall";

describe("a returning customer", () => {
  const registered = async (): Promise<Stall> => {
    const page = stall();
    await handIn(page, await arrive(page, "l-one"), ADA);
    await page.settle();
    return page;
  };

  test("is welcomed back with a log-in, and sees nobody's data", async () => {
    const page = await registered();
    await page.activate("l-one");
    const again = await arrive(page, "l-one.second");
    const text = await show(page, again.cookie);
    expect(titleOf(text)).toBe("Welcome back");
    expect(logInOf(text).searchParams.has("claim")).toBe(true);
    for (const value of Object.values(ADA)) expect(text).not.toContain(value);
  });

  test("may log in while AWS is still confirming", async () => {
    const page = await registered();
    const again = await arrive(page, "l-one.second");
    const text = await show(page, again.cookie);
    expect(text).toContain("Welcome back: this purchase is registered.");
    expect(text).toContain('href="https://analytics.example.com/log-in?source=aws"');
    expect(text).not.toContain("claim=");
  });

  test("is not interrupted at the form by a reload", async () => {
    const page = await registered();
    const again = await arrive(page, "l-one.second");
    expect(await show(page, again.cookie)).not.toContain('http-equiv="refresh"');
  });

  test("adds themselves as a contact, and overwrites nobody", async () => {
    const page = await registered();
    const again = await arrive(page, "l-one.second");
    await handIn(page, again, GRACE);
    expect(await statusOf(page, again.cookie)).toBe("saving");
    await page.settle();
    expect(await show(page, again.cookie)).toContain("Thank you, your details are saved.");
    expect([...page.contacts.people.values()].map(({ details }) => details.email)).toEqual(["ada@example.com", "grace@example.org"]);
  });

  test("is not kept waiting for ever by a form that others have pushed out of the state", async () => {
    const page = await registered();
    const again = await arrive(page, "l-one.second");
    await handIn(page, again, GRACE);
    page.advance(11);
    expect(await statusOf(page, again.cookie)).toBe("confirming");
  });
});
