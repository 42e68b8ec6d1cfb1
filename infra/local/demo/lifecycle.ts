import { z } from "zod";
import type { PublicSubscription } from "../../../events/public/subscription-data";
import { SENTENCES } from "../../../events/subscription/sentences";
import { accessTone, table, type Terminal } from "../../operator/terminal";
import { productApiClient } from "../sample-product/product-api-client";
import { until } from "./patience";
import { simulator } from "./simulator";
import { buy, setUp } from "./walk-in";

/** What must be true of the subscription after a step. */
type Expected = Partial<Pick<PublicSubscription, "access" | "reasonCode" | "tenantId" | "registered" | "entitlements">>;

/** One thing that happens in a buyer's years. */
interface Step {
  readonly what: string;
  /** @returns the subscription to look at then */
  readonly happen: () => Promise<string>;
  readonly expected: (subscription: PublicSubscription) => boolean;
  /** What is expected, in words, for the message if it does not come true. */
  readonly means: string;
}

interface Agreed {
  readonly agreementId: string;
  readonly licenseArn: string;
}
const Agreed = z.object({ agreementId: z.string(), licenseArn: z.string() });

const nothing = (): void => undefined;

const licenseOf = ({ licenseArn }: Agreed): string => licenseArn.split(":").at(-1) ?? licenseArn;

const seatsOf = ({ entitlements }: PublicSubscription): unknown => entitlements.find(({ dimension }) => dimension === "seats")?.value;

const is =
  (expected: Expected) =>
  (subscription: PublicSubscription): boolean =>
    Object.entries(expected).every(
      ([member, value]) => JSON.stringify(Object.entries(subscription).find(([name]) => name === member)?.[1]) === JSON.stringify(value),
    );

/** A contract's years: an upgrade, a renewal under a new license, an advisory, a cancellation and a return. */
const contractYears = (url: string): readonly Step[] => {
  const { agreement } = simulator(url);
  let account = "";
  let current = { agreementId: "", subscription: "" };
  return [
    {
      what: "The buyer buys 10 seats for a year, sets up the account and logs in",
      happen: async () => {
        const bought = await buy(url, "harbourlight0contract0001");
        account = bought.accountId;
        current = { agreementId: bought.agreementId, ...(await setUp(url, bought, nothing)) };
        return current.subscription;
      },
      expected: (subscription) => is({ access: "granted", registered: true })(subscription) && seatsOf(subscription) === 10 && subscription.tenantId !== null,
      means: "granted, with 10 seats, registered and linked to a tenant",
    },
    {
      what: "The buyer upgrades to 25 seats",
      happen: async () => {
        await agreement(current.agreementId, "amend", { quantities: { seats: 25 } });
        return current.subscription;
      },
      expected: (subscription) => subscription.access === "granted" && seatsOf(subscription) === 25,
      means: "granted, with 25 seats",
    },
    {
      what: "The contract is renewed, under a new agreement and a new license",
      happen: async () => {
        const renewed = Agreed.parse(await agreement(current.agreementId, "renew", { license: "new" }));
        current = { agreementId: renewed.agreementId, subscription: licenseOf(renewed) };
        return current.subscription;
      },
      expected: (subscription) =>
        is({ access: "granted", registered: true })(subscription) &&
        subscription.tenantId !== null &&
        subscription.replaces !== null &&
        seatsOf(subscription) === 25,
      means: "granted under the new license, with the registration and tenant of the old one",
    },
    {
      what: "AWS suspects that the buyer's account is compromised",
      happen: async () => {
        await agreement(current.agreementId, "advisory");
        return current.subscription;
      },
      expected: is({ access: "suspended", reasonCode: "suspendedByAdvisory" }),
      means: "suspended, because of the advisory",
    },
    {
      what: "AWS has resolved its suspicion",
      happen: async () => {
        await agreement(current.agreementId, "advisory", { resolve: true });
        return current.subscription;
      },
      expected: is({ access: "granted" }),
      means: "granted again",
    },
    {
      what: "The buyer cancels",
      happen: async () => {
        await agreement(current.agreementId, "cancel");
        return current.subscription;
      },
      expected: is({ access: "revoked" }),
      means: "revoked",
    },
    {
      what: "The buyer returns, and buys again",
      happen: async () => {
        const bought = await buy(url, "harbourlight0contract0001", account);
        current = { agreementId: bought.agreementId, ...(await setUp(url, bought, nothing)) };
        return current.subscription;
      },
      expected: is({ access: "granted", registered: true }),
      means: "granted",
    },
  ];
};

/** The years of a legacy pay-as-you-go listing, told by SNS. */
const legacyYears = (url: string): readonly Step[] => {
  const { agreement, forward } = simulator(url);
  let bought = { agreementId: "", accountId: "" };
  let subscription = "";
  return [
    {
      what: "A buyer of the legacy listing subscribes and sets up the account (subscribe-success)",
      happen: async () => {
        const order = await buy(url, "oldquay0legacy0000000004");
        bought = order;
        ({ subscription } = await setUp(url, order, nothing));
        return subscription;
      },
      expected: is({ access: "granted", reasonCode: "licenseActive", registered: true }),
      means: "granted",
    },
    {
      what: "The buyer unsubscribes (unsubscribe-pending), and an hour passes",
      happen: async () => {
        await agreement(bought.agreementId, "cancel");
        await forward("PT1H5M");
        return subscription;
      },
      expected: (after) => is({ access: "revoked", reasonCode: "unsubscribed" })(after) && after.finalUsage !== null,
      means: "revoked, and the product was told of the final hour of usage",
    },
    {
      what: "The buyer returns (subscribe-success again)",
      happen: async () => {
        await buy(url, "oldquay0legacy0000000004", bought.accountId);
        return subscription;
      },
      expected: is({ access: "granted", registered: true }),
      means: "granted again, still registered",
    },
  ];
};

/**
 * A buyer's years, told step by step as they come true.
 * @returns the subscriptions they led through, in order
 * @throws an error that names the step after which access was not what was bought
 */
export const liveThrough = async (url: string, terminal: Terminal): Promise<readonly string[]> => {
  const api = productApiClient(`${url}/product-api`);
  const seen: string[] = [];
  const rows: { readonly cells: readonly string[] }[] = [];
  for (const { what, happen, expected, means } of [...contractYears(url), ...legacyYears(url)]) {
    const id = await happen();
    const after = await until(`after '${what}' the subscription ${id} is ${means}`, async () => {
      const found = await api.subscription(id);
      return found !== undefined && expected(found) ? found : undefined;
    });
    if (!seen.includes(id)) seen.push(id);
    terminal.line(`${terminal.tone("good", "✓")} ${what}: ${means}.`);
    rows.push({
      cells: [String(rows.length + 1), id.slice(0, 18), terminal.tone(accessTone(after.access), after.access), `${what}. ${SENTENCES[after.reasonCode]}`],
    });
  }
  terminal.line();
  terminal.line(table(terminal, ["#", "subscription", "access", "what happened, and why access is what it is"], rows));
  return seen;
};
