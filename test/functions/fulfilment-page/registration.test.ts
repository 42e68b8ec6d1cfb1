import { Failure } from "../../../functions/kernel/task/failure";
import { arrive, handIn, stall } from "./stall";

const ADA = { email: "ada@example.com", costCentre: "CC 12" };

describe("the registration form", () => {
  test("keeps the person in the contacts, and gives the run a reference only", async () => {
    const page = stall();
    const buyer = await arrive(page, "l-one");
    await handIn(page, buyer, { ...ADA, name: " Ada ", company: "", evil: "x", admin: "true" });
    const [contact] = [...page.contacts.people.values()];
    expect(contact).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      subscription: "l-one",
      arrival: buyer.arrival,
      details: { email: "ada@example.com", name: "Ada", fields: { costCentre: "CC 12" } },
      at: "2026-11-24T09:00:00.000Z",
    });
    expect(page.starts.at(-1)).toEqual({
      machine: expect.any(String),
      name: `register-${contact!.id}`,
      input: { about: expect.any(String), kind: "registration", arrival: buyer.arrival, subscription: "l-one", contact: contact!.id },
    });
  });

  test("handed in twice by a double click is one contact and one run", async () => {
    const page = stall();
    const buyer = await arrive(page, "l-one");
    await Promise.all([handIn(page, buyer, ADA), handIn(page, buyer, ADA)]);
    await page.settle();
    expect(page.contacts.people.size).toBe(1);
    expect(page.starts.filter(({ name }) => name.startsWith("register-"))).toHaveLength(1);
  });

  test("handed in again with other content is a second contact", async () => {
    const page = stall();
    const buyer = await arrive(page, "l-one");
    for (const email of ["ada@example.com", "ada@example.org"]) {
      await handIn(page, buyer, { ...ADA, email });
      await page.settle();
    }
    expect(page.contacts.people.size).toBe(2);
  });

  test("shows again what was entered, says what to mend, and puts the focus there", async () => {
    const page = stall();
    const buyer = await arrive(page, "l-one");
    const answer = await handIn(page, buyer, { email: "ada@nowhere", name: "Ada", costCentre: "x".repeat(21) });
    const text = (await answer.text()).replace(/\s+/g, " ");
    expect(answer.status).toBe(422);
    expect(text).toContain("<title>Error: Create your account · Fieldglass Analytics</title>");
    expect(text).toContain("2 things need your attention");
    expect(text).toMatch(/class="faults" role="alert" tabindex="-1" autofocus/);
    expect(text).toContain('<a href="#field-email">Enter an e-mail address like name@example.com.</a>');
    expect(text).toContain('<p class="fault" id="field-costCentre-fault">Cost centre can have at most 20 characters.</p>');
    expect(text).toContain('value="ada@nowhere"');
    expect(text).toContain('value="Ada"');
    expect(text).toMatch(/aria-invalid="true" aria-describedby="field-email-fault"/);
    expect(page.contacts.people.size).toBe(0);
  });

  test.each([
    "",
    " ",
    "ada",
    "ada@",
    "@example.com",
    "ada@nowhere",
    "ada@example.com, b@example.com",
    "ada@example.com\r\nBcc: x@example.com",
    `${"a".repeat(250)}@b.co`,
  ])("refuses the e-mail address %j", async (email) => {
    const page = stall();
    expect((await handIn(page, await arrive(page, "l-one"), { ...ADA, email })).status).toBe(422);
  });

  test.each(["ada@gmail.com", "o'neil+aws@sub.example.co.uk", "ada@xn--bcher-kva.example", "a!b@x.museum"])("takes the e-mail address %j", async (email) => {
    const page = stall();
    expect((await handIn(page, await arrive(page, "l-one"), { ...ADA, email })).status).toBe(303);
  });

  test("refuses a field that comes twice", async () => {
    const page = stall();
    const buyer = await arrive(page, "l-one");
    const body = `_arrival=${buyer.arrival}&email=a@example.com&email=b@example.com&costCentre=1`;
    const answer = await page.post("/registration", body, { cookie: buyer.cookie, "sec-fetch-site": "same-origin" });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain("Enter your work e-mail once.");
  });

  test.each(["name", "company", "phone", "costCentre", "region", "email"])("escapes markup in %s when it shows the form again", async (field) => {
    const page = stall();
    const hostile = `"><script>alert(1)</script><img src=x onerror='alert(2)'>`;
    const answer = await handIn(page, await arrive(page, "l-one"), { email: "not one", costCentre: "", [field]: hostile });
    const text = await answer.text();
    expect(answer.status).toBe(422);
    expect(text).not.toContain("<script>alert");
    expect(text).not.toContain("<img");
    expect(text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  });

  test("is taken from our own page only", async () => {
    const page = stall();
    const { cookie, arrival } = await arrive(page, "l-one");
    const body = new URLSearchParams({ _arrival: arrival, ...ADA }).toString();
    const foreign: readonly Record<string, string>[] = [
      {},
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: "not a url" },
      { "sec-fetch-site": "cross-site", origin: "http://localhost" },
      { "sec-fetch-site": "same-site", origin: "http://localhost" },
      { "sec-fetch-site": "none" },
    ];
    for (const headers of foreign) expect((await page.post("/registration", body, { cookie, ...headers })).status).toBe(403);
    expect(page.contacts.people.size).toBe(0);
    expect((await page.post("/registration", body, { cookie, origin: "http://localhost" })).status).toBe(303);
  });

  test("without the cookie, or with a forged one, saves nothing", async () => {
    const page = stall();
    const { arrival } = await arrive(page, "l-one");
    for (const cookie of ["", "arrival=v1.x"]) expect((await handIn(page, { cookie, arrival }, ADA)).status).toBe(403);
    expect(page.contacts.people.size).toBe(0);
  });

  test("of a purchase that the browser has moved on from saves nothing, and says so", async () => {
    const page = stall();
    const first = await arrive(page, "l-one");
    const second = await arrive(page, "relay");
    const answer = await handIn(page, { cookie: second.cookie, arrival: first.arrival }, ADA);
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain("You have opened another purchase since");
    expect(page.contacts.people.size).toBe(0);
  });

  test("is for an arrival that AWS has named only", async () => {
    const page = stall();
    for (const token of ["expired", "unlicensed"]) {
      const answer = await handIn(page, await arrive(page, token), ADA);
      expect([answer.status, answer.headers.get("location")]).toEqual([303, "/prod/arrival"]);
    }
    expect(page.contacts.people.size).toBe(0);
  });

  test("of another type, or over 64 KB, is not read", async () => {
    const page = stall();
    const { cookie, arrival } = await arrive(page, "l-one");
    const send = (body: string, type: string) => page.post("/registration", body, { cookie, "sec-fetch-site": "same-origin", "content-type": type });
    expect((await send(JSON.stringify({ _arrival: arrival, ...ADA }), "application/json")).status).toBe(400);
    expect((await send(`_arrival=${arrival}&name=${"a".repeat(70_000)}`, "application/x-www-form-urlencoded")).status).toBe(413);
  });

  test("goes on where it stopped when the run could not be started at first", async () => {
    const page = stall();
    const buyer = await arrive(page, "l-one");
    page.fail(new Failure("Transient", "Step Functions does not answer."));
    expect((await handIn(page, buyer, ADA)).status).toBe(503);
    expect(await (await page.get("/arrival", { cookie: buyer.cookie })).text()).toContain("Create your account");
    page.fail(undefined);
    expect((await handIn(page, buyer, ADA)).status).toBe(303);
    await page.settle();
    expect(page.contacts.people.size).toBe(1);
  });

  test("asked for with GET leads back to the arrival", async () => {
    const page = stall();
    expect((await page.get("/registration")).headers.get("location")).toBe("/prod/arrival");
  });
});
