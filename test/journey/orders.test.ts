import { hash } from "../../functions/kernel/task/hash";
import { eventually } from "../deploy/eventually";
import type { Purchase } from "../deploy/target";
import { evidence, type Evidence, type Execution } from "./evidence";
import { leaks } from "./leaks";
import { inParallel } from "../../functions/kernel/task/batches";
import { allRunsEnded, consumersCaughtUp } from "./rest";
import { askAt, PATIENCE, person, shop, subscriptionOf, type Heard, type Person, type Shop } from "./shop";
import { stallProcess, type StallProcess } from "./stall-process";
import { publicEventsHeard, publicEventsOfLog, troubles } from "./whole";

/** What reaches Stallkeeper of one purchase: the POST of its token, AWS's License Updated, the registration form. */
type Fact = "POST" | "License Updated" | "registration";

const PRODUCTS = ["harbourlight0contract0001", "tidewater0subscription002"] as const;

const FACTS: readonly Fact[] = ["POST", "License Updated", "registration"];

const permutations = (facts: readonly Fact[]): readonly (readonly Fact[])[] =>
  facts.length <= 1
    ? [facts]
    : facts.flatMap((fact, index) => permutations([...facts.slice(0, index), ...facts.slice(index + 1)]).map((rest) => [fact, ...rest]));

/** Every order of the three, and of the three with each one twice, in which the form follows the visit that shows it. */
const ORDERS: readonly (readonly Fact[])[] = [
  ...new Map(
    [FACTS, ...FACTS.map((fact): readonly Fact[] => [...FACTS, fact])]
      .flatMap(permutations)
      .filter((order) => order.indexOf("POST") < order.indexOf("registration"))
      .map((order) => [order.join(), order]),
  ).values(),
];

/** Whether each fact has taken effect before the next one comes, or they come as fast as they can. */
const PACES = ["one by one", "at once"] as const;

interface Journey {
  readonly name: string;
  readonly product: (typeof PRODUCTS)[number];
  readonly purchase: Purchase;
  readonly who: Person;
  readonly cookie: string;
}

/** Buyers served at a time. */
const LANES = 12;

const drive = async (at: Shop, { order, pace, product, who }: Pick<Journey, "product" | "who"> & { order: readonly Fact[]; pace: (typeof PACES)[number] }) => {
  const purchase = await at.buy(product);
  const id = subscriptionOf(purchase);
  let cookie = "";
  const known = async (what: string, is: (subscription: Readonly<Record<string, unknown>>) => boolean): Promise<void> => {
    await eventually(what, PATIENCE, async () => {
      const now = await at.subscription(id);
      return now !== undefined && is(now) ? true : undefined;
    });
  };
  const tell: Readonly<Record<Fact, (again: boolean) => Promise<void>>> = {
    POST: async () => {
      cookie = await at.postToken(purchase.token);
      if (pace === "one by one") await at.reaches(cookie, "registrationNeeded", "confirming", "ready");
    },
    "License Updated": async (again) => {
      const ids = (await at.notices()).filter(({ agreementId }) => agreementId === purchase.agreementId).map((notice) => notice.id);
      await at.simulator(`/notices/${again ? "duplicate" : "release"}`, { ids });
      if (pace === "one by one") await known("access follows from the license", ({ access }) => access === "granted");
    },
    registration: async (again) => {
      if (!again) await at.reaches(cookie, "registrationNeeded");
      await at.register(cookie, hash("token", purchase.token), who);
      if (pace === "one by one") await known("the person is registered", ({ registered }) => registered === true);
    },
  };
  for (const [index, fact] of order.entries()) await tell[fact](order.indexOf(fact) < index);
  await at.reaches(cookie, "ready");
  return { name: `${product}, ${pace}: ${order.join(", ")}`, product, purchase, who, cookie };
};

describe("every order and duplication of POST, License Updated and registration", () => {
  let process: StallProcess;
  let seen: Evidence;
  let at: Shop;
  let journeys: readonly Journey[] = [];
  let runs: readonly Execution[] = [];
  let heard: readonly Heard[] = [];

  beforeAll(async () => {
    process = await stallProcess();
    await process.start();
    seen = evidence(process.port);
    at = shop(askAt(process.port));
    await at.simulator("/notices/hold");
    const wanted = PRODUCTS.flatMap((product) => PACES.flatMap((pace) => ORDERS.map((order) => ({ product, pace, order }))));
    journeys = await inParallel(wanted, LANES, (one) => drive(at, { ...one, who: person(100 + wanted.indexOf(one)) }));
    runs = await allRunsEnded(at, seen);
    await consumersCaughtUp(seen);
    heard = await at.heard();
  }, 180_000);

  afterAll(async () => {
    await process.clear();
    seen.close();
  });

  /** What is left of a journey in the end, without its ids and times. */
  const endOf = async ({ purchase, product, who, cookie }: Journey, rows: readonly Readonly<Record<string, unknown>>[]) => {
    const id = subscriptionOf(purchase);
    const contact = /register-([0-9a-f]{32})/.exec(runs.map(({ name, history }) => (JSON.stringify(history[0]).includes(id) ? name : "")).join())?.[1] ?? "";
    const mask = (value: unknown): unknown =>
      JSON.parse(
        JSON.stringify(value)
          .replaceAll(purchase.agreementId, "<agreement>")
          .replaceAll(purchase.licenseArn, "<license arn>")
          .replaceAll(id, "<subscription>")
          .replaceAll(purchase.accountId, "<account>")
          .replaceAll(contact, "<contact>")
          .replace(/offer-[0-9a-z]+/g, "<offer>")
          .replace(/(deadlines|worklist)#first#([a-zA-Z]+#)?\d+/g, "$1#first#$2<part>")
          .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "<time>"),
      ) as unknown;
    return {
      product,
      page: await at.status(cookie),
      subscription: mask(await at.subscription(id)),
      // The version counts the readings on the way, which are more where runs cross. The hours under which a deadline stood once
      // are of the way too: who arrives before the license waits for another hour than a license without an arrival.
      rows: (
        mask(
          rows
            .filter(({ stream, pk, content }) => stream === `subscription-${id}` && !(content === null && String(pk).startsWith("deadlines#")))
            .map(({ version: _, ...row }) => row),
        ) as { pk: string }[]
      ).toSorted((one, other) => (one.pk < other.pk ? -1 : 1)),
      heard: heard
        .filter(({ detail }) => detail.data.subscriptionId === id)
        .map(({ type }) => type)
        .sort(),
      contact: ((await at.contact(id)) as Person).email === who.email,
    };
  };

  test("there are 21 orders, each of two products at two paces", () => {
    expect(ORDERS).toHaveLength(21);
    expect(journeys).toHaveLength(84);
  });

  test("end in the same state", async () => {
    const rows = await seen.scan("stallkeeper-projections");
    for (const product of PRODUCTS) {
      const [first, ...others] = journeys.filter((one) => one.product === product);
      const expected = await endOf(first!, rows);
      expect(expected).toMatchObject({ page: "ready", subscription: { access: "granted", reasonCode: expect.any(String), registered: true }, contact: true });
      for (const other of others) expect({ name: other.name, ...(await endOf(other, rows)) }).toEqual({ name: other.name, ...expected });
    }
  });

  test("make one run of each token, form and notice", () => {
    const names = runs.map(({ name }) => name);
    expect(names.filter((name) => name.startsWith("onboard-")).toSorted()).toEqual(
      journeys.map(({ purchase }) => `onboard-${hash("token", purchase.token)}`).toSorted(),
    );
    expect(names.filter((name) => name.startsWith("register-"))).toHaveLength(journeys.length);
    // Each purchase is told twice: as an agreement and as a license.
    expect(names.filter((name) => name.startsWith("notice-"))).toHaveLength(journeys.length * 2);
    // Two mails to each buyer, and a word to the seller.
    expect(names.filter((name) => name.startsWith("mail-"))).toHaveLength(journeys.length * 2);
    expect(names.filter((name) => name.startsWith("tell-"))).toHaveLength(journeys.length);
    // And no more: time has passed for nobody so far. What a schedule starts comes with the hour of the day, not with a buyer.
    expect(names.filter((name) => !/^(?:metering|reconcile)-/.test(name))).toHaveLength(journeys.length * 7);
  });

  test("leave no failed run, parked notice, dead letter or gap behind", async () => {
    expect(await troubles(at, seen)).toEqual([]);
  });

  test("tell the product every public event of the log, in dense sequences", async () => {
    expect(publicEventsHeard(heard)).toEqual(await publicEventsOfLog(process.port, [...(await seen.log()).keys()]));
  });

  test("put neither token, nor secret, nor anything about a person anywhere", async () => {
    const tokens = journeys.map(({ purchase }) => purchase.token);
    expect(await leaks({ process, shop: at, seen, runs }, { tokens, people: journeys.map(({ who }) => who) })).toEqual([]);
  });
});
