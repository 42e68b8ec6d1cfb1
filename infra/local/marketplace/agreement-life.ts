import { later } from "../../../events/kernel/values";
import { hasEntitlements } from "../../../events/product/product";
import type { AgreementBook } from "./agreement-book";
import { newAgreement, newLicense, newOffer } from "./names";
import type { NoticeDesk } from "./notices";
import type { MarketplaceHost } from "./ports";
import { startOf, type Purchase } from "./purchase";
import { Refusal } from "./refusal";
import type { Shelf } from "./shelf";
import { carriedOver, termsOf, type Wanted } from "./terms";
import type { Told } from "./told";

/** How an agreement ends for good. */
type Ending = "cancelled" | "expired" | "terminated";

/** How one agreement follows another. */
export interface Succession extends Wanted {
  readonly license: "same" | "new";
  /** Whether the new one's event names the old one. */
  readonly backPointer: boolean;
}

interface Parts {
  readonly host: Pick<MarketplaceHost, "now">;
  readonly kept: Pick<Shelf, "exclusively" | "purchases">;
  readonly desk: Pick<NoticeDesk, "tell">;
  readonly book: AgreementBook;
}

/** An agreement, and when something happens to it. */
interface Due {
  readonly purchase: Purchase;
  readonly at: string;
}

/** When something happens to an agreement by itself. */
const dueAt = (purchase: Purchase): string | undefined => {
  if (purchase.status === "scheduled") return startOf(purchase);
  return purchase.status === "active" ? purchase.endsAt : purchase.farewellAt;
};

/** AWS takes final usage for so long, and then says that a legacy subscription is over (`UG:saas-notification`). */
const FINAL_HOUR = 3_600_000;

/** What becomes of an agreement after it was accepted, and what the seller is told of it. */
export const agreementLife = ({ host: { now }, kept: { exclusively, purchases }, desk, book }: Parts) => {
  /** Writes the agreement with what is told of it. */
  const tell = async (purchase: Purchase, ...told: readonly Told[]): Promise<Purchase> => {
    await desk.tell(told, [purchase]);
    return purchase;
  };

  /** Provisions what was bought: AWS tells of an agreement at its start, not at its acceptance (`UG:saas-contracts`). */
  const start = (purchase: Purchase): Promise<Purchase> =>
    tell(purchase, { about: "agreement", what: "Created", purchase }, { about: "license", what: "Updated", why: "bought", purchase });

  const begin = async (before: Purchase): Promise<Purchase> => start(await book.changed(before, { ...before, status: "active" }));

  const end = async (before: Purchase, status: Ending, silent: boolean): Promise<Purchase> => {
    const saysFarewell = before.licenseArn === undefined && before.status === "active" && !silent;
    const purchase = await book.changed(before, {
      ...before,
      status,
      endedAt: now(),
      ...(saysFarewell && { farewellAt: later(now(), FINAL_HOUR) }),
    });
    if (silent) return tell(purchase);
    const ended: Told = { about: "agreement", what: "Ended", purchase };
    // What had not begun had no license to take away.
    return before.status === "scheduled" ? tell(purchase, ended) : tell(purchase, ended, { about: "license", what: "Deprovisioned", purchase });
  };

  /** A new agreement in the place of an old one, with its license or a new one. */
  const succeed = async (before: Purchase, intent: "RENEW" | "REPLACE", { license, backPointer, quantities, months }: Succession): Promise<Purchase> => {
    const product = book.product(before.productCode);
    const { endsAt: _, endedAt: _ended, startsAt: _starts, advisedAt: _advised, months: termBefore, ...lasting } = before;
    const wanted = { quantities: carriedOver(product, before, quantities), months: months ?? termBefore };
    const visible = await book.visibleFrom();
    const opened: Purchase = {
      ...lasting,
      ...termsOf(product, wanted, now()),
      agreementId: newAgreement(),
      intent,
      backPointer,
      previousAgreementId: before.agreementId,
      initialAgreementId: before.initialAgreementId ?? before.agreementId,
      offerId: newOffer(),
      freeTrial: false,
      boughtAt: now(),
      entitlementsBefore: [],
      visibleFrom: visible,
      ...(before.licenseArn !== undefined && { licenseArn: license === "new" ? newLicense() : before.licenseArn }),
    };
    const purchase = book.noted(opened);
    const old = await book.changed(before, { ...before, status: intent === "RENEW" ? "renewed" : "replaced", endedAt: now() }, visible);
    const created: Told = { about: "agreement", what: "Created", purchase };
    const ended: Told = { about: "agreement", what: "Ended", purchase: old };
    await desk.tell(
      [
        ...(intent === "RENEW" ? [created, ended] : [ended, created]),
        { about: "license", what: "Updated", why: intent === "RENEW" ? "changed" : "bought", purchase },
        ...(license === "new" && before.licenseArn !== undefined ? [{ about: "license", what: "Deprovisioned", purchase: old } as const] : []),
      ],
      [purchase, old],
    );
    return purchase;
  };

  const amend = async (agreementId: string, wanted: Wanted & { readonly autoRenewal?: boolean | undefined }): Promise<Purchase> => {
    const before = await book.findIn(agreementId, ["active"], "changed");
    const product = book.product(before.productCode);
    if (!hasEntitlements(product.pricingModel)) throw new Refusal(409, `${product.name} is paid by use: there is nothing to change up front.`);
    const { quantities, months, autoRenewal } = wanted;
    const renewal: Partial<Purchase> =
      autoRenewal === undefined ? {} : { autoRenewal, renewalDisabledBy: autoRenewal || !before.autoRenewal ? undefined : "ACCEPTOR" };
    // Switching the renewal on or off changes no license.
    if (autoRenewal !== undefined && quantities === undefined && months === undefined) {
      const purchase = book.noted({ ...before, ...renewal });
      return tell(purchase, { about: "agreement", what: "Amended", purchase });
    }
    const terms = termsOf(product, { quantities: carriedOver(product, before, quantities), months }, now());
    const endsAt = months === undefined ? (before.endsAt ?? terms.endsAt) : terms.endsAt;
    const entitlements = terms.entitlements.map((entitlement) => ({ ...entitlement, ...(endsAt !== undefined && { expiresAt: endsAt }) }));
    const purchase = await book.changed(before, { ...before, ...renewal, entitlements, endsAt, months: months ?? before.months });
    return tell(purchase, { about: "agreement", what: "Amended", purchase }, { about: "license", what: "Updated", why: "changed", purchase });
  };

  const followed = (agreementId: string, intent: "RENEW" | "REPLACE", succession: Succession): Promise<Purchase> =>
    exclusively(async () => succeed(await book.findIn(agreementId, ["active"], intent === "RENEW" ? "renewed" : "replaced"), intent, succession));

  const firstDue = async (): Promise<Due | undefined> =>
    (await purchases.list())
      .flatMap((purchase) => {
        const at = dueAt(purchase);
        return at === undefined ? [] : [{ purchase, at }];
      })
      .reduce<Due | undefined>((first, one) => (first === undefined || one.at < first.at ? one : first), undefined);

  let looked: { readonly version: number; readonly due: Due | undefined } | undefined;
  /** The first that something is to happen to: looked for again only when an agreement has changed, for the clock may be moved often. */
  const nextDue = async (): Promise<Due | undefined> => {
    const version = purchases.version();
    if (looked?.version !== version) looked = { version, due: await firstDue() };
    return looked.due;
  };

  const bidFarewell = ({ farewellAt: _, ...before }: Purchase): Promise<Purchase> => {
    const purchase = book.noted(before);
    return tell(purchase, { about: "farewell", purchase });
  };

  const happen = (purchase: Purchase): Promise<Purchase> => {
    if (purchase.status === "scheduled") return begin(purchase);
    if (purchase.status !== "active") return bidFarewell(purchase);
    return purchase.autoRenewal ? succeed(purchase, "RENEW", { license: "same", backPointer: true }) : end(purchase, "expired", false);
  };

  return {
    start,

    /** Changes quantities or the term, as an upgrade does, or switches the renewal on or off. */
    amend: (agreementId: string, wanted: Wanted & { readonly autoRenewal?: boolean | undefined }): Promise<Purchase> =>
      exclusively(() => amend(agreementId, wanted)),

    renew: (agreementId: string, succession: Succession): Promise<Purchase> => followed(agreementId, "RENEW", succession),
    /** An agreement-based offer, or a trial that becomes a paid agreement. */
    replace: (agreementId: string, succession: Succession): Promise<Purchase> => followed(agreementId, "REPLACE", succession),

    /** Ends the agreement and its license. Once more is silence. */
    end: (agreementId: string, status: Ending, silent = false): Promise<Purchase> =>
      exclusively(async () => {
        const before = await book.find(agreementId);
        return before.status === "active" || before.status === "scheduled" ? end(before, status, silent) : before;
      }),

    /** When the next agreement starts or ends by itself. */
    nextDue: async (): Promise<string | undefined> => (await nextDue())?.at,

    /** Starts, renews and ends what is due by the clock, in the order of its times. */
    passTime: (): Promise<void> =>
      exclusively(async () => {
        for (let next = await nextDue(); next !== undefined && next.at <= now(); next = await nextDue()) await happen(next.purchase);
      }),
  };
};
