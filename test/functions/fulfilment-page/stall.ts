import { randomUUID } from "node:crypto";
import { arrival, arrivalStream } from "../../../events/arrival/decider";
import type { ArrivalRefusal } from "../../../events/arrival/events";
import { readCatalogue } from "../../../events/product/catalogue";
import { subscription, subscriptionStream } from "../../../events/subscription/decider";
import type { SubscriptionCommand } from "../../../events/subscription/commands";
import { fulfilmentApp } from "../../../functions/fulfilment-page/app";
import { deriveKeys } from "../../../functions/kernel/buyers/keys";
import { memoryEventStore } from "../../../functions/kernel/streams/memory-event-store";
import { listingOf } from "../../../functions/kernel/purchases/listing";
import { unseal } from "../../../functions/kernel/buyers/sealed-token";
import { transact } from "../../../functions/kernel/streams/transact";
import { memoryContacts } from "../../kit/memory-contacts";

/** A contract whose product is asked to provision. */
const PROVISIONED = {
  pricingModel: "contract",
  identityForms: ["license"],
  dimensions: [{ key: "seats", name: "Seats", unit: "seat", kind: "entitled" }],
  logInUrl: "https://vault.example.com/",
  support: { email: "support@vault.example.com" },
  provisioning: { confirmWithinMinutes: 30 },
};

/** The products of the tests. */
export const PRODUCTS = readCatalogue(
  [
    {
      id: "prod-analytics1",
      code: "analytics-code",
      name: "Fieldglass Analytics",
      pricingModel: "contract",
      identityForms: ["license"],
      dimensions: [{ key: "seats", name: "Seats", unit: "seat", kind: "entitled" }],
      logInUrl: "https://analytics.example.com/log-in?source=aws",
      support: { email: "help@analytics.example.com", url: "https://analytics.example.com/help" },
      mailFrom: "hello@analytics.example.com",
      registrationFields: [
        { name: "costCentre", label: "Cost centre", required: true, maxLength: 20 },
        { name: "region", label: "Preferred Region" },
      ],
    },
    {
      id: "prod-relay2",
      code: "relay-code",
      name: "Harbour Relay",
      pricingModel: "subscription",
      identityForms: ["license"],
      dimensions: [{ key: "messages", name: "Messages", unit: "message", kind: "metered" }],
      logInUrl: "https://relay.example.com/",
      support: { email: "support@relay.example.com" },
    },
    { ...PROVISIONED, id: "prod-vault3", code: "vault-code", name: "Slate Vault", mailFrom: "hello@vault.example.com" },
    { ...PROVISIONED, id: "prod-crane4", code: "crane-code", name: "Quiet Crane" },
  ],
  "the tests",
);

interface Start {
  readonly machine: string;
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

type Answer = ArrivalRefusal | "unlicensed" | { readonly subscription: string; readonly productCode: string };

/** What our stand-in for AWS answers to tokens, by how they begin; the rest are purchases of the first product. */
const answerTo = (token: string): Answer => {
  if (token.startsWith("expired")) return "tokenExpired";
  if (token.startsWith("invalid")) return "tokenInvalid";
  if (token.startsWith("unknown")) return "productUnknown";
  if (token.startsWith("form")) return "formNotAllowed";
  if (token.startsWith("unlicensed")) return "unlicensed";
  if (token.startsWith("relay")) return { subscription: "l-relay", productCode: "relay-code" };
  if (token.startsWith("crane")) return { subscription: "l-crane", productCode: "crane-code" };
  if (token.startsWith("vault")) return { subscription: "l-vault", productCode: "vault-code" };
  return { subscription: /^(l-\w+)/.exec(token)?.[1] ?? "l-first", productCode: "analytics-code" };
};

/** The products of the subscriptions that are not of the first. */
const SOLD_AS = new Map([
  ["l-relay", "relay-code"],
  ["l-vault", "vault-code"],
  ["l-crane", "crane-code"],
]);

/** The page on a store in memory, with runs that do their work when told. */
export const stall = (options: { readonly base?: string } = {}) => {
  const store = memoryEventStore();
  const contacts = memoryContacts();
  const keys = deriveKeys(randomUUID());
  let now = Date.parse("2026-11-24T09:00:00.000Z");
  const clock = { now: () => new Date(now).toISOString() };
  const starts: Start[] = [];
  const waiting: Start[] = [];
  const lines: unknown[] = [];
  let outage: Error | undefined;

  const tell = (id: string, command: SubscriptionCommand) =>
    transact({ store, clock }, subscription, subscriptionStream(id), command, { correlation: "test", causation: "test", actor: "stallkeeper" });

  const onboard = async (input: Record<string, string>) => {
    const id = input["arrival"]!;
    const answer = answerTo(unseal(input["sealedToken"]!, keys));
    const by = { correlation: id, causation: "test", actor: "stallkeeper" };
    const record = (command: Parameters<typeof arrival.decider.decide>[0]) => transact({ store, clock }, arrival, arrivalStream(id), command, by);
    if (answer === "unlicensed") return record({ type: "LeaveUnlicensed", data: { productCode: "analytics-code", awsAccountId: "111122223333" } });
    if (typeof answer === "string") return record({ type: "Refuse", data: { reason: answer } });
    const product = PRODUCTS.find(({ code }) => code === answer.productCode)!;
    const before = (await store.load(subscription, subscriptionStream(answer.subscription))).state;
    await tell(answer.subscription, {
      type: "RecordArrival",
      data: {
        ...listingOf(product, undefined),
        arrival: id,
        form: "license",
        awsAccountId: "111122223333",
        licenseArn: `arn:aws:license-manager::294406891311:license:${answer.subscription}`,
      },
    });
    return record({ type: "Resolve", data: { ...answer, form: "license", returning: before.registeredAt !== undefined } });
  };

  const perform = async ({ input }: Start): Promise<void> => {
    const given = input as Record<string, string>;
    if (given["kind"] === "token") await onboard(given);
    else await tell(given["subscription"]!, { type: "RegisterBuyer", data: { contact: given["contact"]!, arrival: given["arrival"]! } });
  };

  const starter = {
    start: async (machine: string, name: string, input: Readonly<Record<string, unknown>>) => {
      if (outage !== undefined) throw outage;
      if (starts.some((start) => start.name === name)) return { run: name, outcome: "sameRun" };
      const start = { machine, name, input };
      starts.push(start);
      waiting.push(start);
      return { run: name, outcome: "started" };
    },
  };

  const log = { info: (...line: unknown[]) => void lines.push(line), error: (...line: unknown[]) => void lines.push(line) };
  const app = fulfilmentApp({
    store,
    contacts,
    keys: async () => keys,
    starter,
    onboarding: "arn:aws:states:us-east-1:111122223333:stateMachine:stallkeeper-onboarding",
    catalogue: PRODUCTS,
    clock,
    log,
  });
  const gateway = { base: options.base ?? "/prod", requestId: "request-1" };

  return {
    app,
    gateway,
    store,
    contacts,
    keys,
    clock,
    starts,
    lines,
    /** Lets the runs that were started do their work. */
    settle: async () => {
      for (const start of waiting.splice(0)) await perform(start);
    },
    advance: (minutes: number) => {
      now += minutes * 60_000;
    },
    fail: (failure: Error | undefined) => {
      outage = failure;
    },
    tell,
    /** AWS says that the license is active, and what was bought. */
    activate: async (id: string) => {
      const product = PRODUCTS.find(({ code }) => code === (SOLD_AS.get(id) ?? "analytics-code"))!;
      const notice = { ...listingOf(product, undefined), notice: "n", licenseArn: `arn:${id}` };
      await tell(id, { type: "RecordFact", fact: { type: "LicenseActivated", data: { ...notice, at: clock.now() } } });
      const { readingVersion } = (await store.load(subscription, subscriptionStream(id))).state;
      await tell(id, { type: "RecordEntitlements", data: { entitlements: [{ dimension: "seats", value: 5 }], basedOn: readingVersion, readAt: clock.now() } });
    },
    deprovision: (id: string) =>
      tell(id, {
        type: "RecordFact",
        fact: {
          type: "LicenseDeprovisioned",
          data: {
            productId: "prod-analytics1",
            productCode: "analytics-code",
            pricingModel: "contract",
            test: false,
            notice: "n",
            licenseArn: `arn:${id}`,
            at: new Date(now + 1000).toISOString(),
          },
        },
      }),
    get: (path: string, headers: Record<string, string> = {}) => Promise.resolve(app.request(path, { headers }, gateway)),
    post: (path: string, body: string, headers: Record<string, string> = {}) =>
      Promise.resolve(app.request(path, { method: "POST", body, headers: { "content-type": "application/x-www-form-urlencoded", ...headers } }, gateway)),
  };
};
export type Stall = ReturnType<typeof stall>;

/** Posts a token as AWS Marketplace's form does. */
export const postToken = (page: Stall, token: string, more: Record<string, string> = {}): Promise<Response> =>
  page.post("/", new URLSearchParams({ "x-amzn-marketplace-token": token, ...more }).toString());

/** The cookie that an answer sets, as the browser sends it back. */
export const cookieOf = (response: Response): string => (response.headers.get("set-cookie") ?? "").split(";", 1).join("");

/** A buyer who has posted a token and whose run is done. */
export const arrive = async (page: Stall, token: string): Promise<{ readonly cookie: string; readonly arrival: string }> => {
  const cookie = cookieOf(await postToken(page, token));
  await page.settle();
  return { cookie, arrival: cookie.split(".")[1]! };
};

/** Hands in the registration form as our own page does. */
export const handIn = (page: Stall, { cookie, arrival: id }: { readonly cookie: string; readonly arrival: string }, fields: Record<string, string>) =>
  page.post("/registration", new URLSearchParams({ _arrival: id, ...fields }).toString(), { cookie, "sec-fetch-site": "same-origin" });
