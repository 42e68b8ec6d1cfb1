import { closeAll, CONTRACT, FULFILMENT, LEGACY, openMarketplace, SUBSCRIPTION, type Listed, type World } from "./world";

let world: World;
beforeEach(async () => {
  world = await openMarketplace();
});
afterEach(closeAll);

describe("the simulator's API", () => {
  test("answers a purchase with all that a buyer's browser is handed", async () => {
    const { status, json } = await world.ask("POST", "/purchases", { product: CONTRACT, accountId: "845735284135" });
    expect(status).toBe(201);
    expect(json).toEqual({
      agreementId: expect.stringMatching(/^agmt-/),
      licenseArn: expect.stringMatching(/^arn:aws:license-manager::123456512334:license:l-[0-9a-f]{32}$/),
      accountId: "845735284135",
      productCode: CONTRACT,
      token: expect.any(String),
      fulfillmentUrl: FULFILMENT,
    });
  });

  test("takes the product by its entity id too, makes up an account, and hands a trial its form field", async () => {
    const { json } = await world.ask("POST", "/purchases", { product: "prod-tidewater02", freeTrial: true });
    expect(json).toMatchObject({ productCode: SUBSCRIPTION, accountId: expect.stringMatching(/^\d{12}$/), offerType: "free-trial" });
  });

  test("lists the products and the purchases, oldest first", async () => {
    const first = await world.buy({ product: CONTRACT });
    await world.advance(1);
    const second = await world.buy({ product: LEGACY });
    expect((await world.ask<readonly unknown[]>("GET", "/products")).json).toHaveLength(4);
    expect((await world.purchases()).map(({ agreementId }) => agreementId)).toEqual([first.agreementId, second.agreementId]);
  });

  test("changes the quantities named, keeps the others and the end, and moves the end when a term is named", async () => {
    const { agreementId } = await world.buy({ product: CONTRACT, quantities: { seats: 5, workspaces: 2 }, months: 12 });
    const values = ({ entitlements }: Listed) => entitlements.map(({ dimension, value, expiresAt }) => [dimension, value, expiresAt.slice(0, 10)]);
    const more = await world.ask<Listed>("POST", `/purchases/${agreementId}/entitlements`, { quantities: { seats: 8 } });
    expect(values(more.json)).toEqual([
      ["seats", 8, "2027-11-24"],
      ["workspaces", 2, "2027-11-24"],
    ]);
    const longer = await world.ask<Listed>("POST", `/purchases/${agreementId}/entitlements`, { months: 24, quantities: { workspaces: 0 } });
    expect(values(longer.json)).toEqual([["seats", 8, "2028-11-24"]]);
    expect(longer.json.endsAt.slice(0, 10)).toBe("2028-11-24");
  });

  test("cancels once: again is silence", async () => {
    const { agreementId } = await world.buy({ product: SUBSCRIPTION });
    const first = await world.ask("POST", `/purchases/${agreementId}/cancel`);
    await world.advance(1000);
    expect((await world.ask("POST", `/purchases/${agreementId}/cancel`)).json).toEqual(first.json);
    expect(world.delivered).toHaveLength(4);
  });

  test("allows an account 100 active agreements of a product, and one more when one has ended", async () => {
    const order = { product: SUBSCRIPTION, accountId: "845735284135" };
    for (let count = 0; count < 100; count += 1) await world.stall.buy(order);
    expect(await world.ask("POST", "/purchases", order)).toMatchObject({ status: 409, json: { error: expect.stringContaining("100 active agreements") } });
    expect((await world.ask("POST", "/purchases", { ...order, product: CONTRACT })).status).toBe(201);
    expect((await world.ask("POST", "/purchases", { ...order, accountId: "845735284136" })).status).toBe(201);
    const [oldest] = await world.purchases();
    await world.ask("POST", `/purchases/${oldest!.agreementId}/cancel`);
    expect((await world.ask("POST", "/purchases", order)).status).toBe(201);
  });

  test("lets no more than 100 in when many come at once", async () => {
    const order = { product: SUBSCRIPTION, accountId: "845735284135" };
    const statuses = (await Promise.all(Array.from({ length: 110 }, () => world.ask("POST", "/purchases", order)))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(100);
    expect(statuses.filter((status) => status === 409)).toHaveLength(10);
  });

  test("allows an account one free trial of a product", async () => {
    const order = { product: SUBSCRIPTION, accountId: "845735284135", freeTrial: true };
    expect((await world.ask("POST", "/purchases", order)).status).toBe(201);
    expect(await world.ask("POST", "/purchases", order)).toMatchObject({ status: 409, json: { error: expect.stringContaining("free trial") } });
    expect((await world.ask("POST", "/purchases", { ...order, freeTrial: false })).status).toBe(201);
  });

  test("moves the clock by days, hours, minutes and seconds", async () => {
    expect((await world.ask("GET", "/clock")).json).toEqual({ now: "2026-11-24T09:30:00.000Z" });
    expect((await world.ask("POST", "/clock", { advance: "P1DT2H3M4S" })).json).toEqual({ now: "2026-11-25T11:33:04.000Z" });
  });

  test("lists the faults that are on, and switches them all off", async () => {
    const fault = { kind: "throttle", service: "AWSMPMeteringService", operation: "ResolveCustomer", times: 3 };
    await world.ask("POST", "/faults", fault);
    await world.ask("POST", "/faults", { kind: "resolveWithoutLicense", times: 2 });
    expect((await world.ask("POST", "/faults", { kind: "readLag", seconds: 30 })).status).toBe(201);
    expect((await world.ask("GET", "/faults")).json).toEqual({
      cloud: [fault],
      resolveWithoutLicense: 2,
      emptyPage: 0,
      metering: [],
      agreementApiDenied: false,
      readLagTimes: 1,
      readLagSeconds: 30,
    });
    const none = { cloud: [], resolveWithoutLicense: 0, emptyPage: 0, metering: [], agreementApiDenied: false, readLagTimes: 0, readLagSeconds: 0 };
    expect((await world.ask("DELETE", "/faults")).json).toEqual(none);
    expect((await world.ask("GET", "/faults")).json).toEqual(none);
  });

  test.each([
    ["no product", "/purchases", {}, /^product: /],
    ["an account of other than 12 digits", "/purchases", { product: CONTRACT, accountId: "1234" }, /^accountId: .*12 digits/],
    [
      "a dimension that is not bought up front",
      "/purchases",
      { product: CONTRACT, quantities: { gold: 1 } },
      /'gold' is no entitled dimension.*seats, workspaces/,
    ],
    ["a negative quantity", "/purchases", { product: CONTRACT, quantities: { seats: -1 } }, /^quantities\.seats: /],
    ["a member that is none", "/purchases", { product: CONTRACT, colour: "red" }, /colour/],
    ["a list", "/purchases", [], /^body: /],
    ["what is not JSON", "/purchases", "product=1", /not JSON/],
    ["a term of none", "/purchases", { product: CONTRACT, months: 0 }, /^months: /],
    ["a clock that goes back", "/clock", { advance: "-PT1H" }, /ISO 8601 duration/],
    ["a duration of nothing", "/clock", { advance: "PT" }, /ISO 8601 duration/],
    ["an unknown fault", "/faults", { kind: "meteor" }, /^kind: /],
    ["a fault for no call", "/faults", { kind: "emptyPage", times: 0 }, /^times: /],
    ["a token that never ends", "/settings", { tokenHours: 99 }, /^tokenHours: /],
    ["no notices by name", "/notices/release", { ids: [] }, /^ids: /],
  ])("refuses %s with 400, and says what is wrong", async (_, path, body, error) => {
    expect(await world.ask("POST", path, body)).toMatchObject({ status: 400, json: { error: expect.stringMatching(error) } });
    expect(await world.purchases()).toEqual([]);
  });

  test.each([
    ["POST", "/purchases", { product: "nobody0sells0this" }, /There is no product 'nobody0sells0this'/],
    ["GET", "/purchases/agmt-none", undefined, /There is no agreement 'agmt-none'/],
    ["POST", "/purchases/agmt-none/token", undefined, /There is no agreement/],
    ["POST", "/purchases/agmt-none/cancel", undefined, /There is no agreement/],
    ["POST", "/purchases/agmt-none/entitlements", {}, /There is no agreement/],
  ])("answers %s %s of what is not there with 404, and says where to look", async (method, path, body, error) => {
    const { status, json } = await world.ask(method, path, body);
    expect([status, json.error]).toEqual([404, expect.stringMatching(error)]);
    expect(json.error).toMatch(/GET \/simulator\//);
  });

  test("refuses to change or set up what has ended, and to change what is paid by use", async () => {
    const { agreementId } = await world.buy({ product: CONTRACT });
    await world.ask("POST", `/purchases/${agreementId}/cancel`);
    for (const what of ["token", "entitlements"]) expect((await world.ask("POST", `/purchases/${agreementId}/${what}`)).status).toBe(409);
    const byUse = await world.buy({ product: SUBSCRIPTION });
    expect((await world.ask("POST", `/purchases/${byUse.agreementId}/entitlements`)).status).toBe(409);
  });

  test("takes nothing from another site's page", async () => {
    const { status, json } = await world.ask("POST", "/purchases", { product: CONTRACT }, { "sec-fetch-site": "cross-site" });
    expect([status, json.error]).toEqual([403, expect.stringContaining("another site")]);
  });
});
