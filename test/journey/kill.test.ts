import fc from "fast-check";
import { hash } from "../../functions/kernel/task/hash";
import { inParallel } from "../../functions/kernel/task/batches";
import type { Purchase } from "../deploy/target";
import { evidence, type Evidence, type Execution } from "./evidence";
import { leaks } from "./leaks";
import { outlasting, type Kill } from "./outlasting";
import { compareWithRebuilt } from "./rebuilt";
import { allRunsEnded, consumersCaughtUp } from "./rest";
import { askAt, person, shop, subscriptionOf, type Person, type Shop } from "./shop";
import { stallProcess, type StallProcess } from "./stall-process";
import { publicEventsHeard, publicEventsOfLog, troubles } from "./whole";

/** JOURNEY_SEED=… chooses other moments. */
const SEED = Number(process.env["JOURNEY_SEED"] ?? 20_261_125);
const BUYERS = 12;
/** Buyers on their way at a time, so that a kill meets each at another place. */
const LANES = 4;
const KILLS = 5;

/** Each buyer's way has at least four acknowledged requests: 48 are enough for every kill. */
const PLAN: readonly Kill[] = fc.sample(
  fc.record({
    acknowledged: fc.integer({ min: 1, max: 8 }),
    delay: fc.integer({ min: 0, max: 120 }),
    early: fc.option(fc.integer({ min: 0, max: 2_000 }), { nil: undefined, freq: 2 }),
  }),
  { seed: SEED, numRuns: KILLS },
);

/** All of the sold products that AWS tells of by EventBridge. */
const PRODUCTS = ["harbourlight0contract0001", "tidewater0subscription002", "lockgate0consumption00003"] as const;

/** Longer than all restarts together take. */
const PATIENCE = 100_000;

/** What the stall has said yes to. */
interface Acknowledged {
  readonly purchases: Purchase[];
  readonly tokens: Purchase[];
  readonly forms: { readonly purchase: Purchase; readonly who: Person }[];
  readonly claims: { readonly purchase: Purchase; readonly tenant: string }[];
  readonly cancellations: Purchase[];
}

describe(`a stall that is killed ${KILLS + 1} times while ${BUYERS} buyers are on their way (seed ${SEED})`, () => {
  const acknowledged: Acknowledged = { purchases: [], tokens: [], forms: [], claims: [], cancellations: [] };
  let stall: StallProcess;
  let seen: Evidence;
  let at: Shop;
  let kills = 0;
  let runs: readonly Execution[] = [];

  const walkIn = async (number: number): Promise<void> => {
    const who = person(100 + number);
    const purchase = await at.buy(PRODUCTS[number % PRODUCTS.length]!);
    acknowledged.purchases.push(purchase);
    const cookie = await at.postToken(purchase.token);
    acknowledged.tokens.push(purchase);
    await at.reaches(cookie, "registrationNeeded");
    await at.register(cookie, hash("token", purchase.token), who);
    acknowledged.forms.push({ purchase, who });
    await at.reaches(cookie, "ready");
    const tenant = `tenant-${number}`;
    await at.claim(await at.claimCode(cookie), tenant);
    acknowledged.claims.push({ purchase, tenant });
    if (number % 4 !== 3) return;
    await at.simulator(`/purchases/${purchase.agreementId}/cancel`);
    acknowledged.cancellations.push(purchase);
  };

  beforeAll(async () => {
    stall = await stallProcess();
    seen = evidence(stall.port);
    await stall.start();
    const keeper = outlasting(stall, askAt(stall.port), PLAN);
    at = shop(keeper.ask, PATIENCE);
    const buyers = Array.from({ length: BUYERS }, (_, number) => number);
    await inParallel(buyers, LANES, walkIn);
    // Once more, while all second readings fall due.
    await at.simulator("/clock", { advance: "PT10M1S" });
    await keeper.kill();
    kills = keeper.kills();
    runs = await allRunsEnded(at, seen);
    await consumersCaughtUp(seen);
  }, 240_000);

  afterAll(async () => {
    await stall.clear();
    seen.close();
  });

  test("was killed as often as that", () => {
    expect(kills).toBe(KILLS + 1);
  });

  test("has told of every purchase and every cancellation it acknowledged", async () => {
    const sent = new Set((await at.notices()).filter(({ state }) => state === "sent").map(({ agreementId, detailType }) => `${agreementId} ${detailType}`));
    const untold = (purchases: readonly Purchase[], detailType: string) => purchases.filter(({ agreementId }) => !sent.has(`${agreementId} ${detailType}`));
    expect(acknowledged.purchases).toHaveLength(BUYERS);
    expect(untold(acknowledged.purchases, "License Updated - Manufacturer")).toEqual([]);
    expect(acknowledged.cancellations).toHaveLength(BUYERS / 4);
    expect(untold(acknowledged.cancellations, "License Deprovisioned - Manufacturer")).toEqual([]);
  });

  test("has resolved every token it took", async () => {
    const log = await seen.log();
    const arrivals = acknowledged.tokens.map(({ token }) => (log.get(`arrival-${hash("token", token)}`) ?? []).flatMap(({ ev }) => ev.map(({ t }) => t)));
    expect(arrivals).toEqual(Array.from({ length: BUYERS }, () => ["ArrivalResolved"]));
  });

  test("has registered everybody whose form it took", async () => {
    for (const { purchase, who } of acknowledged.forms) expect(await at.contact(subscriptionOf(purchase))).toMatchObject(who);
  });

  test("has granted everybody access but those who cancelled, and linked every tenant it was told of", async () => {
    for (const { purchase, tenant } of acknowledged.claims) {
      const access = acknowledged.cancellations.includes(purchase) ? "revoked" : "granted";
      expect(await at.subscription(subscriptionOf(purchase))).toMatchObject({ access, registered: true, tenantId: tenant });
    }
    expect(acknowledged.claims).toHaveLength(BUYERS);
  });

  test("has a log without a gap, and leaves no failed run, parked notice or dead letter behind", async () => {
    expect(await troubles(at, seen)).toEqual([]);
  });

  test("has told the product every public event of the log, in dense sequences", async () => {
    expect(publicEventsHeard(await at.heard())).toEqual(await publicEventsOfLog(stall.port, [...(await seen.log()).keys()]));
  });

  test("has projections that a rebuild from the log leaves as they are", async () => {
    const { compared, differences } = await compareWithRebuilt(stall.port, seen);
    expect(differences).toEqual([]);
    // One in `subscriptions`, `customers` and `tenants` each, at least of those who stayed.
    expect(compared).toBeGreaterThanOrEqual(BUYERS * 2);
  });

  test("has put neither token, nor secret, nor anything about a person anywhere", async () => {
    const tokens = acknowledged.purchases.map(({ token }) => token);
    const people = acknowledged.forms.map(({ who }) => who);
    expect(await leaks({ process: stall, shop: at, seen, runs }, { tokens, people })).toEqual([]);
  });
});
