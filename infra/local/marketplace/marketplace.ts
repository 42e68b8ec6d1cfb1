import { hasEntitlements, type Product } from "../../../events/product/product";
import { agreementBook } from "./agreement-book";
import { agreementLife } from "./agreement-life";
import { agreementNotes } from "./agreement-notes";
import { legacyCustomer } from "./legacy-customer";
import { cloudTrail } from "./metering/cloud-trail";
import { dailyUsage } from "./metering/daily-usage";
import { invoicing } from "./metering/invoices";
import { newAccount, newAgreement, newLicense, newOffer, newResaleAuthorization, newToken } from "./names";
import { noticeDesk } from "./notices";
import type { MarketplaceHost } from "./ports";
import { purchaseKey, type Purchase } from "./purchase";
import { Refusal } from "./refusal";
import { shelf } from "./shelf";
import { daysLater, termsOf, trialTerm, type Wanted } from "./terms";

/** What a buyer asks for. */
export interface Order extends Wanted {
  readonly product: string;
  readonly accountId?: string | undefined;
  readonly freeTrial?: boolean | undefined;
  /** Sold by a channel partner: the partner's account. */
  readonly resellerAccountId?: string | undefined;
  /** Accepted now, and begun so many days later; contracts only. */
  readonly startsInDays?: number | undefined;
  readonly autoRenewal?: boolean | undefined;
  /** The buyer reaches the seller's page, but the purchase comes to nothing. */
  readonly paymentFails?: boolean | undefined;
}

/** What AWS Marketplace hands the buyer's browser. */
export interface SetUp {
  readonly token: string;
  readonly fulfillmentUrl: string;
}

/** AWS allows so many active agreements for one product and account (`DG:metering-service-quotas`). */
const MOST_AGREEMENTS = 100;

/** AWS's rules on how often one account may buy, and what for. @throws Refusal */
const mayBuy = (product: Product, order: Order, theirs: readonly Purchase[]): void => {
  const { code } = product;
  const account = order.accountId ?? "";
  if (theirs.filter(({ status }) => status === "active" || status === "scheduled").length >= MOST_AGREEMENTS)
    throw new Refusal(409, `Account ${account} has ${MOST_AGREEMENTS} active agreements of ${code}: AWS allows no more. Cancel one first.`);
  if (order.freeTrial === true && theirs.some(({ freeTrial }) => freeTrial))
    throw new Refusal(409, `Account ${account} has had its free trial of ${code}: AWS allows one for each account and product.`);
  if (!product.identityForms.includes("license") && theirs.some(({ status }) => status === "active"))
    throw new Refusal(409, `Account ${account} is subscribed to ${code}, and a legacy listing has one subscription an account: replace it instead.`);
  if (order.startsInDays !== undefined && !hasEntitlements(product.pricingModel))
    throw new Refusal(409, `${product.name} is paid by use: only contracts can start later.`);
};

/** The simulated AWS Marketplace: what buyers do there, and what the seller is told of it. */
export const marketplace = (host: MarketplaceHost) => {
  const kept = shelf(host.documents);
  const book = agreementBook(host, kept);
  const desk = noticeDesk(host, kept, book);
  const { start, ...life } = agreementLife({ host, kept, desk, book });
  const { exclusively, purchases, tokens } = kept;
  const customers = legacyCustomer(kept);

  const issue = async (purchase: Purchase): Promise<Purchase & SetUp> => {
    const token = newToken();
    await tokens.put(token, { agreementId: purchase.agreementId, issuedAt: host.now() });
    return { ...purchase, token, fulfillmentUrl: host.fulfilmentUrl };
  };

  const statusOf = ({ paymentFails, startsInDays }: Order): Purchase["status"] => {
    if (paymentFails === true) return "rolledBack";
    return startsInDays === undefined ? "active" : "scheduled";
  };

  /** What an order comes to: an agreement, its license and its entitlements. */
  const agreed = async (product: Product, order: Order): Promise<Purchase> => {
    const { resellerAccountId, startsInDays, freeTrial = false, autoRenewal = false } = order;
    const now = host.now();
    const startsAt = startsInDays === undefined ? now : daysLater(now, startsInDays);
    const status = statusOf(order);
    const accountId = order.accountId ?? newAccount();
    return {
      agreementId: newAgreement(),
      productCode: product.code,
      productId: product.id,
      productName: product.name,
      accountId,
      ...(product.identityForms.includes("license") ? { licenseArn: newLicense() } : { customerIdentifier: await customers.comes(product.code, accountId) }),
      offerId: newOffer(),
      ...(resellerAccountId !== undefined && { resale: { accountId: resellerAccountId, authorizationId: newResaleAuthorization() } }),
      freeTrial,
      status,
      intent: "NEW",
      backPointer: true,
      autoRenewal,
      ...termsOf(product, freeTrial ? { ...order, months: trialTerm(order) } : order, startsAt),
      visibleFrom: status === "active" ? await book.visibleFrom() : startsAt,
      entitlementsBefore: [],
      boughtAt: now,
      ...(startsInDays !== undefined && { startsAt }),
      ...(status === "rolledBack" && { endedAt: now }),
    };
  };

  return {
    kept,
    desk,
    fulfilmentUrl: host.fulfilmentUrl,
    products: () => host.catalogue,
    product: book.product,
    find: book.find,
    /** What AWS bills for usage. */
    invoices: invoicing(host, kept),
    /** What AWS tells the seller of the usage it was told of. */
    feeds: { cloudTrail: cloudTrail(host.documents, host.now), dailyUsage: dailyUsage(host, kept) },
    ...life,
    ...agreementNotes({ host, kept, desk, book }),

    /** Buys, and hands out the token for the fulfilment page. */
    buy: (order: Order): Promise<Purchase & SetUp> =>
      exclusively(async () => {
        const product = book.product(order.product);
        mayBuy(product, order, order.accountId === undefined ? [] : await purchases.under(purchaseKey.account(product.code, order.accountId)));
        const purchase = await agreed(product, order);
        const handed = await issue(purchase);
        if (purchase.status === "active") await start(purchase);
        else await desk.tell(purchase.status === "rolledBack" ? [{ about: "failure", purchase }] : [], [purchase]);
        return handed;
      }),

    /** Goes on after a stop: delivers what was not yet delivered, and lets happen what has become due. */
    resume: async (): Promise<void> => {
      await desk.takeUp();
      await life.passTime();
    },

    /** 'Set up your account' once more: a new token for the same agreement. */
    setUp: async (agreementId: string): Promise<Purchase & SetUp> => issue(await book.findIn(agreementId, ["active", "scheduled"], "set up")),
  };
};
export type Marketplace = ReturnType<typeof marketplace>;
