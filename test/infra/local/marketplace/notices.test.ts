import { memoryDocuments } from "../../../../infra/local/marketplace/ports";
import { closeAll, CONTRACT, openMarketplace, SUBSCRIPTION, type World } from "./world";

let world: World;
beforeEach(async () => {
  world = await openMarketplace();
  // One notice a purchase makes them easy to count.
  await world.ask("POST", "/settings", { agreementEvents: false });
});
afterEach(closeAll);

const licenses = () => world.delivered.map(({ detail }) => detail.license.arn.split(":").at(-1));
const licenseOf = ({ licenseArn }: { licenseArn: string }) => licenseArn.split(":").at(-1);

describe("the notices of the simulator", () => {
  test("wait while they are held, and are delivered in their order when released", async () => {
    expect((await world.ask("POST", "/notices/hold")).json).toEqual({ held: true });
    const bought = [await world.buy({ product: CONTRACT }), await world.buy({ product: SUBSCRIPTION })] as const;
    expect(world.delivered).toEqual([]);
    expect(await world.notices()).toMatchObject([
      { id: "n1", state: "held", deliveries: 0, agreementId: bought[0].agreementId },
      { id: "n2", state: "held", deliveries: 0, agreementId: bought[1].agreementId },
    ]);
    expect((await world.ask("POST", "/notices/release")).json).toHaveLength(2);
    expect(licenses()).toEqual(bought.map(licenseOf));
    await world.buy({ product: CONTRACT });
    expect(world.delivered).toHaveLength(3);
  });

  test("are released one by one in the order named, the others still waiting", async () => {
    await world.ask("POST", "/notices/hold");
    const bought = [await world.buy({ product: CONTRACT }), await world.buy({ product: CONTRACT }), await world.buy({ product: CONTRACT })] as const;
    expect((await world.ask<readonly { id: string }[]>("POST", "/notices/release", { ids: ["n3", "n1"] })).json.map(({ id }) => id)).toEqual(["n3", "n1"]);
    expect(licenses()).toEqual([bought[2], bought[0]].map(licenseOf));
    await world.buy({ product: CONTRACT });
    expect(world.delivered).toHaveLength(2);
    expect((await world.ask("GET", "/settings")).json.holdNotices).toBe(true);
  });

  test("are reordered: what is held goes out newest first", async () => {
    await world.ask("POST", "/notices/hold");
    const { agreementId } = await world.buy({ product: CONTRACT });
    await world.advance(1000);
    await world.ask("POST", `/purchases/${agreementId}/cancel`);
    await world.ask("POST", "/notices/reorder");
    expect(world.delivered.map((event) => event["detail-type"])).toEqual(["License Deprovisioned - Manufacturer", "License Updated - Manufacturer"]);
    expect(world.delivered.map(({ time }) => time)).toEqual(["2026-11-24T09:30:01Z", "2026-11-24T09:30:00Z"]);
  });

  test("are duplicated to the letter, all or those named", async () => {
    await world.buy({ product: CONTRACT });
    await world.buy({ product: SUBSCRIPTION });
    await world.ask("POST", "/notices/duplicate");
    await world.ask("POST", "/notices/duplicate", { ids: ["n2"] });
    const [first, second] = world.delivered;
    expect(world.delivered).toEqual([first, second, first, second, second]);
    expect(await world.notices()).toMatchObject([{ deliveries: 2 }, { deliveries: 3 }]);
  });

  test("are dropped while they are held, all or those named, and then never go out", async () => {
    await world.ask("POST", "/notices/hold");
    for (let count = 0; count < 3; count += 1) await world.buy({ product: CONTRACT });
    expect((await world.ask("POST", "/notices/drop", { ids: ["n2"] })).json).toMatchObject([{ id: "n2", state: "dropped", deliveries: 0 }]);
    await world.ask("POST", "/notices/release", { ids: ["n1"] });
    await world.ask("POST", "/notices/drop");
    await world.ask("POST", "/notices/release");
    expect(await world.notices()).toMatchObject([{ state: "sent" }, { state: "dropped" }, { state: "dropped" }]);
    expect(world.delivered).toHaveLength(1);
    expect(await world.ask("POST", "/notices/release", { ids: ["n2"] })).toMatchObject({
      status: 409,
      json: { error: expect.stringContaining("was dropped") },
    });
  });

  test("may be a tester's own: an event passes the bus in its exact text, anything else goes to the queue as it is", async () => {
    const event = '{ "detail-type" : "Purchase Agreement Pondered - Proposer",\n  "source": "aws.agreement-marketplace", "detail": {} }';
    expect(await world.ask("POST", "/notices/send", { body: event, channel: "eventBridge" })).toMatchObject({
      status: 201,
      json: { id: "n1", channel: "eventBridge", detailType: "Purchase Agreement Pondered - Proposer", state: "sent", body: event },
    });
    expect(world.delivered).toEqual([JSON.parse(event)]);
    expect(world.texts).toEqual([event]);
    const sloppy = '{ "action": " subscribe-success ", }';
    await world.ask("POST", "/notices/send", { body: sloppy, channel: "sns" });
    await world.ask("POST", "/notices/send", { body: "half an ev" });
    await world.ask("POST", "/notices/duplicate", { ids: ["n2"] });
    expect(world.posted).toEqual([sloppy, "half an ev", sloppy]);
    expect((await world.ask("POST", "/notices/send", { body: "" })).status).toBe(400);
  });

  test.each([
    ["unknown", "/notices/release", "n9", 404, /There is no notice 'n9'/],
    ["already sent, to be released", "/notices/release", "n1", 409, /was sent already/],
    ["still held, to be sent again", "/notices/duplicate", "n2", 409, /is held/],
  ])("are refused when one is %s, and then none goes out", async (_, path, id, status, error) => {
    await world.buy({ product: CONTRACT });
    await world.ask("POST", "/notices/hold");
    await world.buy({ product: CONTRACT });
    expect(await world.ask("POST", path, { ids: [id] })).toMatchObject({ status, json: { error: expect.stringMatching(error) } });
    expect(world.delivered).toHaveLength(1);
  });

  test("have a number each, however many purchases come at once", async () => {
    await Promise.all(Array.from({ length: 40 }, () => world.buy({ product: CONTRACT })));
    const notices = await world.notices();
    expect(new Set(notices.map(({ id }) => id)).size).toBe(40);
    expect(new Set(licenses()).size).toBe(40);
  });

  test("are all there after a restart, and what was held is released by the next process", async () => {
    const documents = memoryDocuments();
    world = await openMarketplace({ documents });
    await world.ask("POST", "/settings", { agreementEvents: false });
    await world.ask("POST", "/notices/hold");
    const { token, agreementId } = await world.buy({ product: CONTRACT });
    await closeAll();
    world = await openMarketplace({ documents });
    expect((await world.ask("GET", `/purchases/${agreementId}`)).json).toMatchObject({ agreementId, status: "active" });
    expect(await world.notices()).toMatchObject([{ state: "held" }]);
    await world.ask("POST", "/notices/release");
    expect(world.delivered).toHaveLength(1);
    expect(await world.stall.kept.tokens.get(token)).toMatchObject({ agreementId });
  });

  test("tell of a cancellation whole or not at all, wherever the process is killed", async () => {
    const documents = memoryDocuments();
    world = await openMarketplace({ documents });
    const { agreementId } = await world.buy({ product: CONTRACT });
    const sentBefore = world.delivered.length;
    // What is written last is the end; nothing of it is delivered before the kill.
    jest.spyOn(world.delivered, "push").mockImplementation(() => {
      throw new Error("The process is gone.");
    });
    await world.ask("POST", `/purchases/${agreementId}/cancel`);
    expect(world.delivered).toHaveLength(sentBefore);
    await closeAll();
    world = await openMarketplace({ documents });
    expect((await world.ask("GET", `/purchases/${agreementId}`)).json).toMatchObject({ status: "cancelled" });
    await world.stall.resume();
    expect(world.delivered.map((event) => event["detail-type"])).toEqual(["Purchase Agreement Ended - Proposer", "License Deprovisioned - Manufacturer"]);
    await world.stall.resume();
    expect(world.delivered).toHaveLength(2);
  });

  test("stay held over a restart where a tester held them", async () => {
    const documents = memoryDocuments();
    world = await openMarketplace({ documents });
    await world.ask("POST", "/notices/hold");
    await world.buy({ product: CONTRACT });
    await closeAll();
    world = await openMarketplace({ documents });
    await world.stall.resume();
    expect(world.delivered).toEqual([]);
  });

  test("are written down before they are delivered, so that a bus that fails loses none", async () => {
    const documents = memoryDocuments();
    world = await openMarketplace({ documents });
    await world.ask("POST", "/settings", { agreementEvents: false });
    const push = jest.spyOn(world.delivered, "push").mockImplementationOnce(() => {
      throw new Error("The bus is down.");
    });
    expect(await world.ask("POST", "/purchases", { product: CONTRACT })).toMatchObject({
      status: 500,
      json: { error: expect.stringContaining("The bus is down.") },
    });
    push.mockRestore();
    expect(await world.notices()).toMatchObject([{ id: "n1", state: "held" }]);
    await world.ask("POST", "/notices/release", { ids: ["n1"] });
    expect(world.delivered).toHaveLength(1);
  });
});
