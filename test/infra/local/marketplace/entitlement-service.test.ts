import { GetEntitlementsCommand, paginateGetEntitlements, type GetEntitlementsRequest } from "@aws-sdk/client-marketplace-entitlement-service";
import { readEntitlements } from "../../../../functions/read-entitlements/handler";
import { marketplaceEntitlement } from "../../../../functions/kernel/aws/marketplace-entitlement";
import { memoryEventStore } from "../../../../functions/kernel/streams/memory-event-store";
import { say, tell } from "../../../kit/buyer";
import { closeAll, CONSUMPTION, CONTRACT, LEGACY, openMarketplace, SUBSCRIPTION, type World } from "./world";

let world: World;
const get = (request: Partial<GetEntitlementsRequest>) => world.entitlements.send(new GetEntitlementsCommand({ ProductCode: CONTRACT, ...request }));
const list = async (request: Partial<GetEntitlementsRequest>) =>
  ((await get(request)).Entitlements ?? []).map(({ Dimension, Value, CustomerAWSAccountId }) => [CustomerAWSAccountId, Dimension, Value?.IntegerValue]);

beforeEach(async () => {
  world = await openMarketplace();
});
afterEach(closeAll);

describe("the simulated Entitlement Service", () => {
  test("lists what a contract holds, with the account, the license and the end, and no customer", async () => {
    const { licenseArn } = await world.buy({ product: CONTRACT, accountId: "100000000001", quantities: { seats: 25, workspaces: 3 }, months: 12 });
    const common = {
      ProductCode: CONTRACT,
      CustomerAWSAccountId: "100000000001",
      LicenseArn: licenseArn,
      ExpirationDate: new Date("2027-11-24T09:30:00.000Z"),
    };
    expect((await get({})).Entitlements).toEqual([
      { ...common, Dimension: "seats", Value: { IntegerValue: 25 } },
      { ...common, Dimension: "workspaces", Value: { IntegerValue: 3 } },
    ]);
  });

  test("lists of a contract with consumption what was bought up front", async () => {
    await world.buy({ product: CONSUMPTION, accountId: "100000000001", quantities: { users: 7 } });
    expect(await list({ ProductCode: CONSUMPTION })).toEqual([["100000000001", "users", 7]]);
  });

  test("lists nothing where the buyer pays by use, and not a dimension bought in quantity 0", async () => {
    await world.buy({ product: SUBSCRIPTION });
    await world.buy({ product: CONTRACT, accountId: "100000000001", quantities: { workspaces: 0, seats: 1.5 } });
    expect(await list({ ProductCode: SUBSCRIPTION })).toEqual([]);
    expect((await get({})).Entitlements).toMatchObject([{ Dimension: "seats", Value: { DoubleValue: 1.5 } }]);
  });

  describe("filters", () => {
    let arns: readonly string[];
    beforeEach(async () => {
      const one = await world.buy({ product: CONTRACT, accountId: "100000000001", quantities: { seats: 1, workspaces: 2 } });
      const two = await world.buy({ product: CONTRACT, accountId: "100000000001", quantities: { seats: 3, workspaces: 4 } });
      const three = await world.buy({ product: CONTRACT, accountId: "100000000002", quantities: { seats: 5, workspaces: 6 } });
      arns = [one.licenseArn, two.licenseArn, three.licenseArn];
    });

    test("by account give the union over all of the account's licenses", async () => {
      const seen = (await list({ Filter: { CUSTOMER_AWS_ACCOUNT_ID: ["100000000001"] } })).map(([, , value]) => value);
      expect(seen.sort()).toEqual([1, 2, 3, 4]);
    });

    test.each(["documented", "contract", "unheard of"])("find a license that only an event has named, in the %s spelling of its ARN", async (spelling) => {
      const id = /l-[0-9a-z]+$/.exec(arns[1]!)![0];
      const spelt = { documented: `aws:license-manager:us-east-1:123456789012:${id}`, contract: arns[1]!, "unheard of": `license/${id}` }[spelling]!;
      const store = memoryEventStore();
      const activated = say.activate();
      if (activated.type !== "RecordFact" || activated.fact.type !== "LicenseActivated") throw new Error("It activates.");
      const data = { ...activated.fact.data, productCode: CONTRACT, licenseArn: spelt, awsAccountId: "100000000001" };
      await tell(store, id, { type: "RecordFact", fact: { type: "LicenseActivated", data } });
      const marketplace = marketplaceEntitlement(world.entitlements);
      const clock = { now: () => "2026-11-24T09:30:00.000Z" };
      const answer = await readEntitlements({ store, clock, marketplace })({ subscription: id, since: clock.now() }, { run: "run", state: "state" });
      if (answer.outcome !== "read") throw new Error("Nobody else reads.");
      expect(answer.reading.entitlements.map(({ dimension, value }) => [dimension, value])).toEqual([
        ["seats", 3],
        ["workspaces", 4],
      ]);
    });

    test("by license give that license alone", async () => {
      expect(await list({ Filter: { LICENSE_ARN: [arns[1]!] } })).toEqual([
        ["100000000001", "seats", 3],
        ["100000000001", "workspaces", 4],
      ]);
    });

    test("unite the values of a key, and intersect the keys", async () => {
      const seen = await list({ Filter: { LICENSE_ARN: [arns[0]!, arns[2]!], DIMENSION: ["seats"] } });
      expect(seen.map(([, , value]) => value).sort()).toEqual([1, 5]);
      expect(await list({ Filter: { LICENSE_ARN: [arns[0]!], CUSTOMER_AWS_ACCOUNT_ID: ["100000000002"] } })).toEqual([]);
    });

    test("by customer find nobody of a listing with concurrent agreements", async () => {
      expect(await list({ Filter: { CUSTOMER_IDENTIFIER: ["cust"] } })).toEqual([]);
    });

    test.each([
      ["customer and account at once", { Filter: { CUSTOMER_IDENTIFIER: ["a"], CUSTOMER_AWS_ACCOUNT_ID: ["1"] } }],
      ["an empty list", { Filter: { LICENSE_ARN: [] } }],
      ["an unknown key", { Filter: { COLOUR: ["red"] } as never }],
      ["26 results a page", { MaxResults: 26 }],
      ["no results a page", { MaxResults: 0 }],
      ["a NextToken that is none", { NextToken: "turn-the-page" }],
      ["another seller's product", { ProductCode: "somebody0elses" }],
    ])("refuse %s", async (_, request) => {
      await expect(get(request)).rejects.toMatchObject({ name: "InvalidParameterException", $metadata: { httpStatusCode: 400 } });
    });
  });

  test("pages 60 entitlements in whatever size is asked for, each once, with the SDK's paginator", async () => {
    for (let count = 1; count <= 30; count += 1)
      await world.buy({ product: CONTRACT, accountId: "100000000001", quantities: { seats: count, workspaces: 100 + count } });
    for (const MaxResults of [undefined, 25, 7, 1]) {
      const seen: (number | undefined)[] = [];
      let pages = 0;
      const request = { ProductCode: CONTRACT, ...(MaxResults !== undefined && { MaxResults }) };
      for await (const { Entitlements = [] } of paginateGetEntitlements({ client: world.entitlements }, request)) {
        pages += 1;
        expect(Entitlements.length).toBeLessThanOrEqual(MaxResults ?? 25);
        seen.push(...Entitlements.map(({ Value }) => Value?.IntegerValue));
      }
      expect(pages).toBe(Math.ceil(60 / (MaxResults ?? 25)));
      expect(seen.sort((one, other) => one! - other!)).toEqual(
        [...Array(30).keys()].flatMap((index) => [index + 1, index + 101]).sort((one, other) => one - other),
      );
    }
  });

  test("gives by fault an empty page that has a NextToken, from which a reader goes on to all", async () => {
    await world.buy({ product: CONTRACT });
    await world.ask("POST", "/faults", { kind: "emptyPage", times: 2 });
    const first = await get({});
    expect(first).toMatchObject({ Entitlements: [], NextToken: expect.any(String) });
    const seen = [];
    for await (const { Entitlements = [] } of paginateGetEntitlements({ client: world.entitlements }, { ProductCode: CONTRACT }))
      seen.push(Entitlements.length);
    expect(seen).toEqual([0, 2]);
  });

  test("shows purchases and changes late by fault: until then what was before", async () => {
    await world.ask("POST", "/faults", { kind: "readLag", seconds: 60, times: 2 });
    const { agreementId } = await world.buy({ product: CONTRACT, accountId: "100000000001", quantities: { seats: 5, workspaces: 0 } });
    expect(await list({})).toEqual([]);
    await world.advance(60_000);
    expect(await list({})).toEqual([["100000000001", "seats", 5]]);
    await world.ask("POST", `/purchases/${agreementId}/entitlements`, { quantities: { seats: 9 } });
    expect(await list({})).toEqual([["100000000001", "seats", 5]]);
    await world.advance(60_000);
    expect(await list({})).toEqual([["100000000001", "seats", 9]]);
    await world.ask("POST", `/purchases/${agreementId}/cancel`);
    expect(await list({})).toEqual([]);
  });

  test("lists nothing once the agreement is cancelled, nor when its term is over", async () => {
    const first = await world.buy({ product: CONTRACT });
    await world.buy({ product: CONTRACT, accountId: "100000000001", months: 1, quantities: { seats: 2, workspaces: 0 } });
    await world.ask("POST", `/purchases/${first.agreementId}/cancel`);
    expect(await list({})).toEqual([["100000000001", "seats", 2]]);
    await world.advance(31 * 86_400_000);
    expect(await list({})).toEqual([]);
  });

  test("names the customer of a legacy listing in its filter only", async () => {
    await world.buy({ product: LEGACY });
    expect(await list({ ProductCode: LEGACY, Filter: { CUSTOMER_IDENTIFIER: ["custabc"] } })).toEqual([]);
  });
});
