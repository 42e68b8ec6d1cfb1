import { closeAll, CONTRACT, FULFILMENT, LEGACY, openMarketplace, SUBSCRIPTION, type World } from "./world";

let world: World;
beforeEach(async () => {
  world = await openMarketplace();
});
afterEach(closeAll);

const contractForm = { account: "", "quantity.seats": "25", "quantity.workspaces": "3", months: "12" };
const pathOf = (location: string | null) => (location ?? "").replace(/^\/simulator/, "");
const subscribe = async (code: string, fields: Record<string, string>) => {
  const { status, headers } = await world.submit(`/listings/${code}/subscribe`, fields);
  expect(status).toBe(303);
  return pathOf(headers.get("location"));
};
const unescaped = (text: string) =>
  text.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&").replaceAll("&lt;", "<").replaceAll("&gt;", ">");
const field = (text: string, name: string) => {
  const value = new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1];
  return value === undefined ? undefined : unescaped(value);
};

describe("the buyer's pages of the simulator", () => {
  test("show every product, and say that this is a simulation", async () => {
    for (const path of ["", "/"]) {
      const { status, text } = await world.ask("GET", path);
      expect(status).toBe(200);
      expect(text).toContain("<b>Simulation.</b>");
      for (const name of ["Harbourlight Analytics", "Tidewater Streams", "Lockgate Identity", "Old Quay Reports"]) expect(text).toContain(name);
    }
  });

  test("say what a unit costs that is billed by use, and nothing of what is bought up front", async () => {
    const { text } = await world.ask("GET", `/listings/${SUBSCRIPTION}`);
    for (const price of ["By use, $0.125 each", "By use, $0.0005 each"]) expect(text).toContain(price);
    expect((await world.ask("GET", `/listings/${CONTRACT}`)).text).not.toContain("$");
  });

  test("lead from the listing to a form that posts a good token to the fulfilment page on another site", async () => {
    const path = await subscribe(CONTRACT, contractForm);
    const { text } = await world.ask("GET", path);
    expect(text).toContain("Thank you for subscribing to Harbourlight Analytics");
    expect(text).toContain(`<form method="post" action="${FULFILMENT}">`);
    const token = field(text, "x-amzn-marketplace-token") ?? "";
    const [purchase] = await world.purchases();
    expect(await world.stall.kept.tokens.get(token)).toMatchObject({ agreementId: purchase!.agreementId });
    expect(purchase!.entitlements).toMatchObject([
      { dimension: "seats", value: 25 },
      { dimension: "workspaces", value: 3 },
    ]);
    expect(field(text, "x-amzn-marketplace-offer-type")).toBeUndefined();
  });

  test("let a form be posted to the fulfilment page and nowhere else, run no script and load nothing", async () => {
    const { headers, text } = await world.ask("GET", "/");
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("form-action 'self' http://localhost:8700;");
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("script-src");
    expect(text).not.toMatch(/<script| on[a-z]+=|style="/);
  });

  test("add the offer type for a trial only", async () => {
    const { text } = await world.ask("GET", await subscribe(SUBSCRIPTION, { account: "", freeTrial: "yes" }));
    expect(field(text, "x-amzn-marketplace-offer-type")).toBe("free-trial");
  });

  test("offer an account that bought before, and the seller's test account", async () => {
    await subscribe(CONTRACT, { ...contractForm, account: "845735284135" });
    const { text } = await world.ask("GET", `/listings/${SUBSCRIPTION}`);
    expect(text).toMatch(/<option value="845735284135"\s*>8457 3528 4135<\/option>/);
    expect(text).toContain("1111 1111 1111 (the seller&#39;s test account)");
  });

  test("keep what was entered when an order is refused, and say why", async () => {
    const { status, text } = await world.submit(`/listings/${CONTRACT}/subscribe`, { ...contractForm, "quantity.seats": "-4" });
    expect(status).toBe(400);
    expect(text).toContain('role="alert"');
    expect(text).toMatch(/quantities seats/);
    expect(field(text, "quantity.seats") ?? text).toMatch(/-4/);
    expect(await world.purchases()).toEqual([]);
  });

  test("change and cancel a contract, and then offer no set-up", async () => {
    const path = (await subscribe(CONTRACT, contractForm)).replace("?new", "");
    const changed = await world.submit(`${path}/change`, { "quantity.seats": "40", "quantity.workspaces": "3", months: "" });
    expect((await world.ask("GET", pathOf(changed.headers.get("location")))).text).toContain("The contract was changed.");
    expect((await world.purchases())[0]!.entitlements[0]!.value).toBe(40);
    const cancelled = await world.submit(`${path}/cancel`, {});
    const { text } = await world.ask("GET", pathOf(cancelled.headers.get("location")));
    expect(text).toContain("Cancelled");
    expect(text).not.toContain("x-amzn-marketplace-token");
  });

  test("renew, advise and end an agreement, and go on to the one that follows it", async () => {
    const path = (await subscribe(CONTRACT, contractForm)).replace("?new", "");
    expect((await world.ask("GET", path)).text).not.toContain("Resolve the advisory");
    await world.submit(`${path}/advisory`, {});
    expect((await world.ask("GET", path)).text).toContain("Resolve the advisory");
    await world.submit(`${path}/ending`, { days: "90" });
    await world.submit(`${path}/renewal`, { on: "yes" });
    const renewed = pathOf((await world.submit(`${path}/renew`, { license: "new" })).headers.get("location"));
    expect(renewed).not.toContain(path);
    expect((await world.ask("GET", renewed)).text).toContain("Renewed: this is the new agreement.");
    await world.submit(`${renewed.split("?")[0]}/expire`, { silent: "yes" });
    expect((await world.ask("GET", renewed)).text).not.toContain("What AWS may do");
    expect(world.delivered.map((event) => event["detail-type"].replace(/ - .*/, "").replace("Purchase Agreement ", ""))).toEqual([
      ...["Created", "License Updated", "Advisory Issued", "Ending", "Amended"],
      ...["Created", "Ended", "License Updated", "License Deprovisioned"],
    ]);
    expect((await world.submit(`${path}/explode`, {})).status).toBe(404);
  });

  test("show what was mailed and published, escaped, newest first", async () => {
    expect((await world.ask("GET", "/mailbox")).text).toContain("Nothing was sent yet.");
    const mail = { service: "ses" as const, from: "hello@oldquay.example", to: ["mole@burrow.example"], cc: [], bcc: [], replyTo: [], subject: "<b>Ready</b>" };
    await world.outbox.send(mail);
    await world.outbox.send({ service: "sns", topicArn: "arn:aws:sns:us-east-1:000000000000:seller", message: "A new customer" });
    const { text } = await world.ask("GET", "/mailbox");
    expect(text).toContain("&lt;b&gt;Ready&lt;/b&gt;");
    expect(text.indexOf("A new customer")).toBeLessThan(text.indexOf("mole@burrow.example"));
    expect((await world.ask("GET", "/mailbox.json")).json).toMatchObject([mail, { service: "sns", message: "A new customer" }]);
  });

  test("hold, release and repeat notices from the control desk, and come back to the page one was on", async () => {
    const back = `/simulator/listings/${CONTRACT}`;
    await world.ask("POST", "/settings", { agreementEvents: false });
    const held = await world.submit("/desk/hold", { back });
    expect(held.headers.get("location")).toBe(`${back}?said=hold`);
    await subscribe(CONTRACT, contractForm);
    expect((await world.ask("GET", "/")).text).toContain("Release 1");
    await world.submit("/desk/release", { back, id: "n1" });
    await world.submit("/desk/duplicate", { back, id: "n1" });
    expect(world.delivered).toHaveLength(2);
    expect((await world.ask("GET", "/")).text).toContain("Sent 2 times");
  });

  test("move the clock, switch faults on and off and change settings from the control desk", async () => {
    await world.submit("/desk/clock", { advance: "P1D" });
    await world.submit("/desk/faults", { fault: "throttle:AWSMPMeteringService.ResolveCustomer", times: "3" });
    await world.submit("/desk/faults", { fault: "emptyPage", times: "2" });
    const metering = { identicalResend: "duplicate", activationHour: "whole" };
    await world.submit("/desk/faults", { fault: "unprocessed", times: "2" });
    await world.submit("/desk/settings", { tokenHours: "1", eventArn: "contract", agreementEvents: "yes", snsDelivery: "raw", sloppyJson: "yes", ...metering });
    const { text } = await world.ask("GET", "/");
    expect(text).toContain("25 Nov 2026");
    expect(text).toContain("ResolveCustomer is throttled: next 3 calls");
    expect(text).toContain("GetEntitlements gives an empty page: next 2 calls");
    expect(text).toContain("BatchMeterUsage leaves 50 % of the records unprocessed: next 2 calls");
    expect((await world.ask("GET", "/settings")).json).toMatchObject({ ...metering, tokenHours: 1, eventArn: "contract", agreementEvents: true, emptyPage: 2 });
    await world.submit("/desk/clear-faults", {});
    expect((await world.ask("GET", "/faults")).json).toMatchObject({ cloud: [], emptyPage: 0 });
  });

  test.each(["https://evil.example/", "//evil.example", "/simulator/\\evil.example", "/sample-product/"])("never send anybody to %s", async (back) => {
    expect((await world.submit("/desk/hold", { back })).headers.get("location")).toBe("/simulator/?said=hold");
  });

  test("say only what is theirs, whatever the address says", async () => {
    const { text } = await world.ask("GET", "/?said=Your+account+is+closed");
    expect(text).not.toContain("Your account is closed");
    expect((await world.ask("GET", "/?said=constructor")).status).toBe(200);
  });

  test.each(["/listings/nobody0sells0this", "/agreements/agmt-none"])("answer %s with a page that says so", async (path) => {
    const { status, text } = await world.ask("GET", path);
    expect(status).toBe(404);
    expect(text).toContain('role="alert"');
  });

  test("refuse desk actions that are none, or that can't be done", async () => {
    expect((await world.submit("/desk/explode", {})).status).toBe(404);
    expect((await world.submit("/desk/clock", { advance: "yesterday" })).status).toBe(400);
    expect((await world.submit("/desk/faults", { fault: "meteor" })).status).toBe(400);
    expect((await world.submit("/desk/settings", { eventArn: "purple" })).status).toBe(400);
  });

  test("escape what a hostile listing or address holds", async () => {
    const { text } = await world.ask("GET", `/listings/${encodeURIComponent('<img src=x onerror="1">')}`);
    expect(text).not.toContain("<img");
    expect(text).toContain("&lt;img");
  });

  test("show what a legacy listing's topics were told", async () => {
    const { text } = await world.ask("GET", await subscribe(LEGACY, { account: "" }));
    expect(text).toContain("subscribe-success");
    expect(text).toContain("aws-mp-subscription-notification-oldquay0legacy0000000004");
  });
});
