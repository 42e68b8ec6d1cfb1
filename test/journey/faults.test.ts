import fc from "fast-check";
import { setTimeout as sleep } from "node:timers/promises";
import { inParallel } from "../../functions/kernel/task/batches";
import { hash } from "../../functions/kernel/task/hash";
import type { Purchase } from "../deploy/target";
import { eventually } from "../deploy/eventually";
import { evidence, type Evidence, type Execution } from "./evidence";
import { leaks } from "./leaks";
import { compareWithRebuilt } from "./rebuilt";
import { allRunsEnded, consumersCaughtUp } from "./rest";
import { askAt, person, shop, subscriptionOf, type Ask, type Person, type Shop } from "./shop";
import { stallProcess, type StallProcess } from "./stall-process";
import { publicEventsHeard, publicEventsOfLog, troubles } from "./whole";

/** JOURNEY_SEED=… chooses other troubles. */
const SEED = Number(process.env["JOURNEY_SEED"] ?? 20_261_126);
const BUYERS = 8;
const LANES = 4;

const CONTRACT = "harbourlight0contract0001";
const PAID_BY_USE = "tidewater0subscription002";

/** Time is moved on by a minute whenever nothing goes on without it, so that what is tried again later is. */
const PATIENCE = 60_000;

/** What goes wrong at AWS, and where: of each call there is a retry of its own, by the SDK, by the state machine, or by the queue. */
const FAULTS = [
  { kind: "throttle", service: "AWSMPMeteringService", operation: "ResolveCustomer" },
  { kind: "outage", service: "AWSMPMeteringService", operation: "ResolveCustomer" },
  { kind: "throttle", service: "AWSMPEntitlementService", operation: "GetEntitlements" },
  { kind: "outage", service: "AWSMPEntitlementService", operation: "GetEntitlements" },
  { kind: "throttle", service: "AWSMPCommerceService_v20200301", operation: "DescribeAgreement" },
  { kind: "throttle", service: "DynamoDB_20120810", operation: "PutItem" },
  { kind: "outage", service: "DynamoDB_20120810", operation: "Query" },
  { kind: "lostReply", service: "DynamoDB_20120810", operation: "PutItem" },
  { kind: "throttle", service: "AWSStepFunctions", operation: "StartExecution" },
  { kind: "lostReply", service: "AWSStepFunctions", operation: "StartExecution" },
  { kind: "outage", service: "AWSEvents", operation: "PutEvents" },
  { kind: "lostReply", service: "AWSEvents", operation: "PutEvents" },
  { kind: "partial", service: "AWSEvents", operation: "PutEvents" },
  { kind: "emptyPage" },
  { kind: "resolveWithoutLicense" },
  { kind: "readLag", seconds: 45 },
] as const;

/** What a buyer does once they are in. */
const ENDINGS = ["stays", "changes", "cancels"] as const;

interface Plan {
  readonly ending: (typeof ENDINGS)[number];
  /** What goes wrong before each of the four steps: purchase, token, form, ending. */
  readonly faults: readonly (readonly { readonly fault: (typeof FAULTS)[number]; readonly times: number }[])[];
  /** How AWS's notices of each step come: in which order, and which of them twice. */
  readonly shuffle: readonly number[];
  readonly twice: boolean;
}

/** Of the 16 troubles each is met by somebody: the buyers share them out, and meet two more each by chance. */
const PLANS: readonly Plan[] = fc
  .sample(
    fc.record({
      ending: fc.constantFrom(...ENDINGS),
      by: fc.array(fc.record({ fault: fc.constantFrom(...FAULTS), times: fc.integer({ min: 1, max: 5 }), step: fc.integer({ min: 0, max: 3 }) }), {
        minLength: 2,
        maxLength: 2,
      }),
      steps: fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 2, maxLength: 2 }),
      shuffle: fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
      twice: fc.boolean(),
    }),
    { seed: SEED, numRuns: BUYERS },
  )
  .map(({ by, steps, ...plan }, number) => {
    const shared = steps.map((step, index) => ({ fault: FAULTS[number * 2 + index]!, times: 3, step }));
    return { ...plan, faults: [0, 1, 2, 3].map((step) => [...shared, ...by].filter((one) => one.step === step)) };
  });

interface Journey {
  readonly purchase: Purchase;
  readonly who: Person;
  readonly tenant: string;
  /** What the buyer has in the end, if every fact counted once and none was lost. */
  readonly model: { readonly access: "granted" | "revoked"; readonly seats: number | undefined };
}

describe(`${BUYERS} buyers while much goes wrong at AWS (seed ${SEED})`, () => {
  let stall: StallProcess;
  let seen: Evidence;
  let at: Shop;
  let journeys: readonly Journey[] = [];
  let runs: readonly Execution[] = [];

  /** A person who is told to try again does so. */
  const patient =
    (ask: Ask): Ask =>
    async (request) => {
      let answer = await ask(request);
      for (let tries = 1; answer.status >= 500 && tries < 20; tries += 1) {
        await sleep(200);
        answer = await ask(request);
      }
      return answer;
    };

  const bring = async ({ faults }: Plan, step: number): Promise<void> => {
    for (const { fault, times } of faults[step]!) await at.simulator("/faults", { ...fault, times });
  };

  /** AWS tells of what a step changed: late, in an order of its own, and maybe twice. */
  const tell = async ({ shuffle, twice }: Plan, { agreementId }: Purchase): Promise<void> => {
    const held = (await at.notices()).filter((notice) => notice.agreementId === agreementId && notice.state === "held").map(({ id }) => id);
    const ids = held
      .map((id, index) => ({ id, place: shuffle[index % shuffle.length]! }))
      .toSorted((one, other) => one.place - other.place)
      .map(({ id }) => id);
    if (ids.length === 0) return;
    await at.simulator("/notices/release", { ids });
    if (twice) await at.simulator("/notices/duplicate", { ids: ids.toReversed() });
  };

  const walk = async (number: number): Promise<Journey> => {
    const plan = PLANS[number]!;
    const product = number % 2 === 0 ? CONTRACT : PAID_BY_USE;
    const [who, tenant] = [person(200 + number), `tenant-${number}`];
    await bring(plan, 0);
    const purchase = await at.buy(product);
    await bring(plan, 1);
    const cookie = await at.postToken(purchase.token);
    await tell(plan, purchase);
    await at.reaches(cookie, "registrationNeeded");
    await bring(plan, 2);
    await at.register(cookie, hash("token", purchase.token), who);
    await at.reaches(cookie, "ready");
    await at.claim(await at.claimCode(cookie), tenant);
    await bring(plan, 3);
    const changes = plan.ending === "changes" && product === CONTRACT;
    if (changes) await at.simulator(`/purchases/${purchase.agreementId}/amend`, { quantities: { seats: 40 + number } });
    if (plan.ending === "cancels") await at.simulator(`/purchases/${purchase.agreementId}/cancel`);
    await tell(plan, purchase);
    const cancelled = plan.ending === "cancels";
    const seats = product === CONTRACT && !cancelled ? (changes ? 40 + number : 10) : undefined;
    return { purchase, who, tenant, model: { access: cancelled ? "revoked" : "granted", seats } };
  };

  const isResting = ({ status, history }: Execution): boolean =>
    status !== "RUNNING" || ["WaitStateEntered", "TaskFailed"].includes(String(history.at(-1)?.["type"]));

  beforeAll(async () => {
    stall = await stallProcess();
    await stall.start();
    seen = evidence(stall.port);
    at = shop(patient(askAt(stall.port)), PATIENCE);
    await at.simulator("/notices/hold");
    const over = new AbortController();
    const time = (async () => {
      while (!over.signal.aborted) {
        await sleep(400);
        if ((await seen.histories()).every(isResting)) await at.simulator("/clock", { advance: "PT1M" });
      }
    })();
    journeys = await inParallel(
      Array.from({ length: BUYERS }, (_, number) => number),
      LANES,
      walk,
    ).finally(async () => {
      over.abort();
      await time;
    });
    await at.simulator("/notices/release");
    runs = await allRunsEnded(at, seen);
    await consumersCaughtUp(seen);
  }, 240_000);

  afterAll(async () => {
    await stall.clear();
    seen.close();
  });

  test("end where a model of their purchases does", async () => {
    for (const { purchase, tenant, model } of journeys) {
      const subscription = await at.subscription(subscriptionOf(purchase));
      expect(subscription).toMatchObject({ access: model.access, registered: true, tenantId: tenant });
      const seats = (subscription?.["entitlements"] as readonly { readonly dimension: string; readonly value: number }[]).find(
        ({ dimension }) => dimension === "seats",
      );
      expect(seats?.value).toBe(model.seats);
    }
  });

  test("met what was to go wrong", async () => {
    const { cloud } = (await at.json("/simulator/faults")) as { readonly cloud: readonly unknown[] };
    expect(cloud).toEqual([]);
  });

  test("were each registered as who they are", async () => {
    for (const { purchase, who } of journeys) expect(await at.contact(subscriptionOf(purchase))).toMatchObject(who);
  });

  test("got no access before a fact that gives it, and none after the license ended", async () => {
    const GIVING = new Set(["LicenseActivated", "LicenseFound"]);
    const log = await seen.log();
    for (const { purchase, model } of journeys) {
      const types = (log.get(`subscription-${subscriptionOf(purchase)}`) ?? []).flatMap(({ ev }) => ev.map(({ t }) => t));
      expect(types.findIndex((type) => GIVING.has(type))).toBeLessThan(types.indexOf("AccessGranted"));
      if (model.access === "revoked") expect(types.lastIndexOf("AccessGranted")).toBeLessThan(types.indexOf("AccessRevoked"));
    }
  });

  test("leave no gap, failed run, parked notice, dead letter or held notice behind", async () => {
    expect(await troubles(at, seen)).toEqual([]);
  });

  test("have every run's end in the log, as it was", async () => {
    const log = await seen.log();
    const recorded = runs.map(({ name }) => log.get(`run-${name}`)?.at(-1)?.ev.at(-1)?.d["status"]);
    expect(recorded).toEqual(runs.map(({ status }) => status));
  });

  test("are told to the product in dense sequences, event for event of the log", async () => {
    const told = await publicEventsOfLog(stall.port, [...(await seen.log()).keys()]);
    // The bus may tell an event a moment after the log has it.
    const heard = await eventually("the product has heard all", PATIENCE, async () => {
      const now = await at.heard();
      return Object.keys(publicEventsHeard(now)).length >= Object.keys(told).length ? now : undefined;
    });
    expect(publicEventsHeard(heard)).toEqual(told);
    for (const { purchase } of journeys) {
      const ours = heard.filter(({ detail }) => detail.data.subscriptionId === subscriptionOf(purchase));
      const sequences = ours.map(({ detail }) => detail.metadata.sequence).toSorted((one, other) => one - other);
      expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    }
  });

  test("have projections that a rebuild from the log leaves as they are", async () => {
    const { compared, differences } = await compareWithRebuilt(stall.port, seen);
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThanOrEqual(BUYERS * 2);
  });

  test("leave neither token, nor secret, nor anything about a person anywhere", async () => {
    const tokens = journeys.map(({ purchase }) => purchase.token);
    expect(await leaks({ process: stall, shop: at, seen, runs }, { tokens, people: journeys.map(({ who }) => who) })).toEqual([]);
  });
});
