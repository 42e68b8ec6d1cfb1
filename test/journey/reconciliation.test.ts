import { quietly } from "../../infra/local/quietly";
import { startStall, type Stall } from "../../infra/local/stall";
import { eventually } from "../deploy/eventually";
import { OPENING_MS } from "./open-stall";
import { askAt, PATIENCE, shop, subscriptionOf } from "./shop";

const CONTRACT = "harbourlight0contract0001";

let stall: Stall;
const asked = () => shop(askAt(Number(new URL(stall.url).port)));

/** The products by what they are sold as; the configuration is the example's. */
const productOf = async (pricingModel: string): Promise<string> => {
  const products = (await asked().json("/simulator/products")) as { code: string; pricingModel: string }[];
  return products.find((product) => product.pricingModel === pricingModel)!.code;
};

/** Buys while AWS's messages are held, and throws them away: the seller never hears of it. */
const buyUnheard = async (product: string) => {
  const { simulator } = asked();
  await simulator("/notices/hold");
  const purchase = await asked().buy(product);
  await simulator("/notices/drop");
  await simulator("/notices/release");
  return purchase;
};

const becomes = (id: string, access: string): Promise<string> => {
  let last = "unknown";
  return eventually(
    `${id} is ${access}`,
    PATIENCE,
    async () => {
      last = ((await asked().subscription(id)) as { access: string } | undefined)?.access ?? "unknown";
      return last === access ? last : undefined;
    },
    () => last,
  );
};

const pass = (advance: string) => asked().simulator("/clock", { advance });

beforeAll(async () => {
  stall = await startStall({ port: 0, environment: quietly() });
}, OPENING_MS);
afterAll(() => stall.stop());

describe("a turn of the reconciliation", () => {
  test(
    "grants a contract of which no message told",
    async () => {
      const id = subscriptionOf(await buyUnheard(CONTRACT));
      expect(await asked().subscription(id)).toBeUndefined();
      await pass("P1D");
      await becomes(id, "granted");
    },
    OPENING_MS,
  );

  test(
    "grants a pay-as-you-go purchase of which no message told, by its agreement",
    async () => {
      const id = subscriptionOf(await buyUnheard(await productOf("subscription")));
      await pass("PT1H");
      await becomes(id, "granted");
    },
    OPENING_MS,
  );

  test(
    "revokes what expired without a message",
    async () => {
      const purchase = await asked().buy(CONTRACT);
      const id = subscriptionOf(purchase);
      await becomes(id, "granted");
      await asked().simulator(`/purchases/${purchase.agreementId}/expire`, { silent: true });
      await pass("PT1H");
      await becomes(id, "revoked");
    },
    OPENING_MS,
  );

  test(
    "hears of a contract by its entitlements where AWS lets nobody read agreements",
    async () => {
      await asked().simulator("/faults", { kind: "agreementApiDenied" });
      const id = subscriptionOf(await buyUnheard(CONTRACT));
      await pass("P1D");
      await becomes(id, "granted");
    },
    OPENING_MS,
  );
});
