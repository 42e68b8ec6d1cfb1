import { readClaim } from "../../../functions/kernel/buyers/claim-code";
import { ADA, logInOf, show, statusOf, titleOf } from "./people";
import { arrive, cookieOf, handIn, postToken, stall } from "./stall";

describe("the page of an arrival", () => {
  test("says that AWS is asked until the run has an answer, and reloads by itself without JavaScript", async () => {
    const page = stall();
    const cookie = cookieOf(await postToken(page, "l-one"));
    const text = await show(page, cookie);
    expect(titleOf(text)).toBe("Checking your purchase");
    expect(text).toMatch(/<noscript>\s*<meta http-equiv="refresh" content="4" \/>\s*<\/noscript>/);
    expect(text).toContain('role="status"');
    expect(await statusOf(page, cookie)).toBe("resolving");
  });

  test.each([
    ["expired", "This sign-up has expired", true],
    ["invalid", "AWS didn&#39;t recognise this sign-up", true],
    ["unknown", "This product isn&#39;t set up here", false],
    ["form", "We couldn&#39;t match your purchase", false],
  ])("tells the buyer of an '%s' token what to do", async (token, title, again) => {
    const page = stall();
    const { cookie, arrival } = await arrive(page, token);
    const text = await show(page, cookie);
    expect(titleOf(text)).toBe(title);
    expect(text.includes("Open Manage subscriptions")).toBe(again);
    expect(text).toContain("help@analytics.example.com");
    expect(text).toContain(arrival);
    expect(await statusOf(page, cookie)).toBe("refused");
  });

  test("says that AWS is still linking the license", async () => {
    const page = stall();
    const { cookie } = await arrive(page, "unlicensed");
    expect(titleOf(await show(page, cookie))).toBe("AWS is linking your purchase");
    expect(await statusOf(page, cookie)).toBe("unlicensed");
  });

  test("shows the form with the product's own fields, labelled, with autofill and lengths", async () => {
    const page = stall();
    const { cookie, arrival } = await arrive(page, "l-one");
    const text = (await show(page, cookie)).replace(/\s+/g, " ");
    expect(titleOf(text)).toBe("Create your account");
    expect(text).toMatch(
      /<label for="field-email">Work e-mail<\/label> <input id="field-email" name="email" type="email" value="" autocomplete="email" maxlength="254" required ?\/>/,
    );
    expect(text).toMatch(
      /<label for="field-costCentre">Cost centre<\/label> <input id="field-costCentre" name="costCentre" type="text" value="" autocomplete="off" maxlength="20" required ?\/>/,
    );
    expect(text).toContain('Preferred Region <span class="optional">(optional)</span>');
    expect(text).toContain(`<input type="hidden" name="_arrival" value="${arrival}" />`);
    expect(text).toContain('href="https://analytics.example.com/log-in?source=aws"');
  });

  test("goes from the form over saving and confirming to the log-in", async () => {
    const page = stall();
    const buyer = await arrive(page, "l-one");
    const posted = await handIn(page, buyer, ADA);
    expect([posted.status, posted.headers.get("location")]).toEqual([303, "/prod/arrival"]);
    expect(titleOf(await show(page, buyer.cookie))).toBe("Saving your details");
    await page.settle();
    expect(titleOf(await show(page, buyer.cookie))).toBe("AWS is confirming your purchase");
    expect(await show(page, buyer.cookie)).toContain("We will e-mail you");
    await page.activate("l-one");
    const text = await show(page, buyer.cookie);
    expect(titleOf(text)).toBe("You&#39;re all set");
    expect(await statusOf(page, buyer.cookie)).toBe("ready");
  });

  test("puts a one-time claim code into the log-in link, a new one each time, and keeps the link's own query", async () => {
    const page = stall();
    const buyer = await arrive(page, "l-one");
    await handIn(page, buyer, ADA);
    await page.settle();
    await page.activate("l-one");
    const [one, other] = [logInOf(await show(page, buyer.cookie)), logInOf(await show(page, buyer.cookie))];
    expect(`${one.origin}${one.pathname}`).toBe("https://analytics.example.com/log-in");
    expect(one.searchParams.get("source")).toBe("aws");
    const [claim, next] = [one, other].map((url) => readClaim(url.searchParams.get("claim") ?? "", page.keys));
    expect(claim).toEqual({ subscription: "l-one", nonce: expect.any(String), expiresAt: "2026-11-24T09:15:00.000Z" });
    expect(next?.nonce).not.toBe(claim?.nonce);
  });

  test("gives no claim code once a tenant is linked", async () => {
    const page = stall();
    const buyer = await arrive(page, "l-one");
    await handIn(page, buyer, ADA);
    await page.settle();
    await page.activate("l-one");
    await page.tell("l-one", { type: "LinkTenant", data: { tenantId: "t-1", claim: "n-1", claimExpiresAt: "2026-11-24T09:15:00.000Z" } });
    expect(logInOf(await show(page, buyer.cookie)).toString()).toBe("https://analytics.example.com/log-in?source=aws");
  });

  test("gives access to nobody before the form, though AWS has confirmed already", async () => {
    const page = stall();
    const buyer = await arrive(page, "l-one");
    await page.activate("l-one");
    const text = await show(page, buyer.cookie);
    expect(titleOf(text)).toBe("Create your account");
    expect(text).not.toContain("claim=");
  });

  test("promises no mail where the product sends none, wherever the buyer waits", async () => {
    const page = stall();
    const buyer = await arrive(page, "crane");
    await handIn(page, buyer, { email: "ada@example.com" });
    const seen = async () => {
      const text = (await show(page, buyer.cookie)).replace(/<footer[\s\S]*/, "");
      expect(text).not.toMatch(/e-mail you|get an e-mail/i);
      const view = (await (await page.get("/arrival.json", { cookie: buyer.cookie })).json()) as { status: string; mails?: boolean };
      expect(view.mails ?? false).toBe(false);
      return [view.status, text.replace(/\s+/g, " ").includes("or come back later by choosing &#39;Set up your account&#39; in AWS Marketplace again")];
    };
    await page.settle();
    expect(await seen()).toEqual(["confirming", true]);
    await page.activate("l-crane");
    expect(await seen()).toEqual(["provisioning", true]);
    page.advance(30);
    expect(await seen()).toEqual(["provisioningLate", true]);
    await page.tell("l-crane", { type: "ConfirmProvisioning" });
    expect((await seen())[0]).toBe("ready");
  });

  describe("of a product that confirms what it has provisioned", () => {
    const waiting = async () => {
      const page = stall();
      const buyer = await arrive(page, "vault");
      await handIn(page, buyer, { email: "ada@example.com" });
      await page.settle();
      expect(await statusOf(page, buyer.cookie)).toBe("confirming");
      await page.activate("l-vault");
      return { page, ...buyer };
    };

    test("says that the workspace is being set up, offers no log-in, and looks again by itself without JavaScript", async () => {
      const { page, cookie } = await waiting();
      const text = await show(page, cookie);
      expect(titleOf(text)).toBe("We are setting up your workspace");
      expect(text).toMatch(/<noscript>\s*<meta http-equiv="refresh" content="4" \/>\s*<\/noscript>/);
      expect(text).not.toContain("claim=");
      expect(text).not.toContain('id="log-in"');
      expect(await statusOf(page, cookie)).toBe("provisioning");
    });

    test("offers the log-in once the product has confirmed", async () => {
      const { page, cookie } = await waiting();
      await page.tell("l-vault", { type: "ConfirmProvisioning" });
      expect(titleOf(await show(page, cookie))).toBe("You&#39;re all set");
      expect(logInOf(await show(page, cookie)).searchParams.has("claim")).toBe(true);
    });

    test("says from the deadline on that it takes longer, and still waits for the product", async () => {
      const { page, cookie } = await waiting();
      page.advance(29);
      expect(await statusOf(page, cookie)).toBe("provisioning");
      page.advance(1);
      expect(await statusOf(page, cookie)).toBe("provisioningLate");
      const text = await show(page, cookie);
      expect(titleOf(text)).toBe("Your workspace takes longer");
      expect(text.replace(/\s+/g, " ")).toContain("We will e-mail you as soon as it is ready");
      expect(text).not.toContain('id="log-in"');
      await page.tell("l-vault", { type: "ConfirmProvisioning" });
      expect(await statusOf(page, cookie)).toBe("ready");
    });

    test("lets a colleague who comes meanwhile add themselves, undisturbed by reloads", async () => {
      const { page } = await waiting();
      const { cookie } = await arrive(page, "vault.second");
      const text = await show(page, cookie);
      expect(titleOf(text)).toBe("We are setting up your workspace");
      expect(text).toContain("Add yourself as a contact");
      expect(text).not.toContain('http-equiv="refresh"');
    });

    test("says that it has ended when it has, whatever the product still owes", async () => {
      const { page, cookie } = await waiting();
      await page.deprovision("l-vault");
      expect(await statusOf(page, cookie)).toBe("ended");
    });
  });

  test("says that an ended subscription gives no access, and takes no form for it", async () => {
    const page = stall();
    const buyer = await arrive(page, "l-one");
    await page.activate("l-one");
    await page.deprovision("l-one");
    expect(titleOf(await show(page, buyer.cookie))).toBe("This subscription has ended");
    expect((await handIn(page, buyer, ADA)).headers.get("location")).toBe("/prod/arrival");
    expect(page.contacts.people.size).toBe(0);
  });

  test("knows nobody without the cookie, and says how to come again", async () => {
    const page = stall();
    const answer = await page.get("/arrival");
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain("We&#39;ve lost track of your visit");
    const live = await page.get("/arrival.json");
    expect([live.status, await live.json()]).toEqual([403, { status: "noVisit" }]);
  });

  test("forgets the visit after four hours", async () => {
    const page = stall();
    const { cookie } = await arrive(page, "l-one");
    page.advance(239);
    expect((await page.get("/arrival", { cookie })).status).toBe(200);
    page.advance(1);
    expect((await page.get("/arrival", { cookie })).status).toBe(403);
  });

  test("takes no cookie that was altered, cut, or signed elsewhere", async () => {
    const page = stall();
    const { cookie, arrival } = await arrive(page, "l-one");
    const elsewhere = (await arrive(stall(), "l-one")).cookie;
    const [version, , expires, mac] = cookie.split(".");
    const forged = [
      `${version}.${"0".repeat(32)}.${expires}.${mac}`,
      `${version}.${arrival}.${Number(expires) + 1}.${mac}`,
      cookie.slice(0, -1),
      `${cookie}A`,
      `arrival=${arrival}`,
      "arrival=",
      "arrival=v1.a.b.c",
      elsewhere,
    ];
    for (const one of forged) expect((await page.get("/arrival", { cookie: one })).status).toBe(403);
  });
});
