import type { Response } from "playwright-core";
import { newVisitor, type Visitor } from "../browser/visitor";
import { OPENING_MS, openStall, type OpenStall } from "./open-stall";
import { buy, setUp, shows } from "./way-in";

const PRODUCT = "Tidewater Streams";

let open: OpenStall;
let visitor: Visitor;

beforeAll(async () => {
  open = await openStall();
}, OPENING_MS);
afterAll(() => open.close());
beforeEach(async () => {
  visitor = await newVisitor(open.browser);
  await buy(visitor.page, open.places.simulator, PRODUCT);
});
afterEach(() => visitor.context.close());

/** Makes AWS's form carry these tokens instead of its own. The browser then posts it across sites, as ever. */
const carry = async (...tokens: readonly string[]): Promise<void> => {
  // As text, because it runs in the page, whose types are not this project's.
  await visitor.page.evaluate(`{
    const field = document.querySelector("[name=x-amzn-marketplace-token]");
    field.after(...${JSON.stringify(tokens)}.map((value) => Object.assign(field.cloneNode(), { value })));
    field.remove();
  }`);
};

/** Clicks 'Set up your account'. @returns the status of the POST's answer */
const post = async (): Promise<number> => {
  const answered = visitor.page.waitForResponse((response: Response) => response.request().method() === "POST");
  await setUp(visitor.page);
  return (await answered).status();
};

/** The page says what to do, and nothing of the token is on it or in its address. */
const expectGuidance = async (...secrets: readonly string[]): Promise<void> => {
  const { page } = visitor;
  await page.getByRole("link", { name: "Open Manage subscriptions" }).waitFor();
  await page.getByRole("listitem").filter({ hasText: "Set up your account" }).waitFor();
  const shown = `${page.url()}\n${await page.content()}\n${JSON.stringify(await visitor.context.cookies())}`;
  for (const secret of secrets) expect(shown).not.toContain(secret);
};

const MEGABYTE = "megabyte".repeat(131_072);

describe("a token from AWS Marketplace's form", () => {
  test.each([
    ["that is missing", [], 400, "We don't know your purchase yet", []],
    ["that is empty", [" "], 400, "We don't know your purchase yet", []],
    ["that comes twice", ["token-one", "token-two"], 400, "This sign-up names two purchases", ["token-one", "token-two"]],
    ["of a megabyte", [MEGABYTE], 413, "This sign-up is too large", ["megabyte"]],
    ["longer than any of AWS's", ["longtoken".repeat(500)], 400, "This sign-up can't be read", ["longtoken"]],
    ["with control characters", ["token\u0000with\u0007bells"], 400, "This sign-up can't be read", ["bells"]],
  ])("%s is answered with what to do", async (_, tokens, status, title, secrets) => {
    await carry(...tokens);
    expect(await post()).toBe(status);
    await shows(visitor.page, title);
    await expectGuidance(...secrets);
  });

  test.each([
    ["that AWS never made", "neverheardof"],
    ["made of HTML", `"><script>document.title = "hostile"</script><img src=x onerror=alert(1)>`],
    ["in another alphabet", "жетон-🎟"],
  ])("%s is taken to AWS, and the status page says that AWS doesn't know it", async (_, token) => {
    await carry(token);
    expect(await post()).toBe(303);
    await shows(visitor.page, "AWS didn't recognise this sign-up");
    await expectGuidance(token, encodeURIComponent(token), "hostile");
    expect(visitor.complaints).toEqual([]);
  });

  test("that waited too long is told to have expired, and another visit goes on", async () => {
    const { page, context } = visitor;
    const token = await page.locator("[name=x-amzn-marketplace-token]").inputValue();
    const agreement = page.url();
    const desk = await context.newPage();
    await desk.goto(open.places.simulator);
    for (const step of ["+4 hours", "+10 min"]) {
      await desk.getByRole("button", { name: step }).click();
      await desk.getByRole("status").filter({ hasText: "The clock was moved on." }).waitFor();
    }
    expect(await post()).toBe(303);
    await shows(page, "This sign-up has expired");
    await expectGuidance(token);
    await page.goto(agreement);
    await setUp(page);
    await shows(page, "Create your account");
  });
});
