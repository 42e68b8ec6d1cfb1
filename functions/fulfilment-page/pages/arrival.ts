import { html } from "hono/html";
import type { ArrivalRefusal } from "../../../events/arrival/events";
import type { Catalogue } from "../../../events/product/catalogue";
import type { ArrivalView } from "../arrival-view";
import { formPage, registrationForm } from "./form";
import { howToCome, troublePage } from "./guidance";
import { ICONS } from "./icons";
import type { Page } from "./layout";
import type { Html } from "./markup";

export interface ArrivalPage {
  readonly base: string;
  readonly arrival: string;
  readonly catalogue: Catalogue;
  /** Where a ready buyer logs in. */
  readonly logInUrl: string;
}

type ViewOf<Status extends ArrivalView["status"]> = Extract<ArrivalView, { readonly status: Status }>;

const SAFE = "Your purchase is safe, and you don't need to buy again.";

/** What each refusal means to the buyer, and whether coming again helps. */
const REFUSALS: Readonly<Record<ArrivalRefusal, { readonly title: string; readonly lead: string; readonly again: boolean }>> = {
  tokenExpired: {
    title: "This sign-up has expired",
    lead: `AWS Marketplace lets a sign-up wait for a few hours only. ${SAFE} Please start it once more:`,
    again: true,
  },
  tokenInvalid: {
    title: "AWS didn't recognise this sign-up",
    lead: `The link between AWS Marketplace and this page was broken or altered. ${SAFE} Please start once more:`,
    again: true,
  },
  productUnknown: {
    title: "This product isn't set up here",
    lead: `AWS sent you to us for a product that this page doesn't know. ${SAFE} It is ours to mend: please write to the support of your product.`,
    again: false,
  },
  formNotAllowed: {
    title: "We couldn't match your purchase",
    lead: `AWS described your purchase in a way that this product isn't prepared for. ${SAFE} It is ours to mend: please write to the support of your product.`,
    again: false,
  },
};

const refused = ({ reason }: ViewOf<"refused">, { catalogue }: ArrivalPage): Page => troublePage(catalogue, REFUSALS[reason]);

/** Seconds to the next look at what takes a moment: long enough to be read, short enough to wait for. */
const SOON = 4;

/** Seconds to the next look at what takes AWS minutes. */
const IN_A_WHILE = 20;

const resolving: Page = {
  title: "Checking your purchase",
  step: 0,
  live: {
    status: "resolving",
    poll: true,
    reloadSeconds: SOON,
    patience: "This takes longer than usual. Nothing is lost: you can wait here, or come back to this page within four hours.",
  },
  body: html`
    <div class="icon spin">${ICONS.wheel}</div>
    <h1>Checking your purchase</h1>
    <p class="lead">We are asking AWS what you bought. This takes a moment.</p>
  `,
};

const unlicensed = ({ product }: ViewOf<"unlicensed">): Page => ({
  title: "AWS is linking your purchase",
  product,
  step: 0,
  live: { status: "unlicensed", poll: true, reloadSeconds: IN_A_WHILE },
  body: html`
    <div class="icon">${ICONS.clock}</div>
    <h1>AWS is linking your purchase</h1>
    <p class="lead">AWS knows you, and is still linking the license of your ${product.name} purchase. We go on by ourselves as soon as it is there.</p>
    <p>If this page hasn't moved on in ten minutes, choose <strong>Set up your account</strong> once more:</p>
    ${howToCome}
  `,
});

const saving = ({ product }: ViewOf<"saving">): Page => ({
  title: "Saving your details",
  product,
  step: 1,
  live: {
    status: "saving",
    poll: true,
    reloadSeconds: SOON,
    patience: "This takes longer than usual. Your details are safe with us; you can close this page.",
  },
  body: html`
    <div class="icon spin">${ICONS.wheel}</div>
    <h1>Saving your details</h1>
    <p class="lead">One moment, please.</p>
  `,
});

const addYourself = (view: ViewOf<"confirming" | "provisioning" | "provisioningLate" | "ready">, { base, arrival }: ArrivalPage): Html =>
  view.returning
    ? html`<details>
        <summary>Add yourself as a contact</summary>
        ${registrationForm(base, { arrival, view })}
      </details>`
    : html``;

/** What to do meanwhile: where mails are sent the page may be closed for good, else it is here that one learns of it. */
const meanwhile = ({ mails, returning }: ViewOf<"confirming" | "provisioning" | "provisioningLate">, when: string): string => {
  if (!mails) return "You can wait here, or come back later by choosing 'Set up your account' in AWS Marketplace again.";
  return returning
    ? `Those who registered get an e-mail ${when}. You can wait here, or close this page.`
    : `We will e-mail you ${when}. You can wait here, or close this page.`;
};

const confirming = (view: ViewOf<"confirming">, page: ArrivalPage): Page => ({
  title: "AWS is confirming your purchase",
  product: view.product,
  step: 2,
  live: { status: "confirming", poll: true, ...(!view.returning && { reloadSeconds: IN_A_WHILE }) },
  body: html`
    <div class="icon">${ICONS.clock}</div>
    <h1>AWS is confirming your purchase</h1>
    <p class="lead">
      ${view.returning ? "Welcome back: this purchase is registered." : "Thank you, your details are saved."} It mostly takes minutes.
      ${meanwhile(view, "as soon as AWS has confirmed it")}
    </p>
    ${view.returning ? html`<p>Using ${view.product.name} already? <a href="${view.product.logInUrl}">Log in to your account</a>.</p>` : ""}
    ${addYourself(view, page)}
  `,
});

const provisioning = (view: ViewOf<"provisioning">, page: ArrivalPage): Page => ({
  title: "We are setting up your workspace",
  product: view.product,
  step: 2,
  live: {
    status: "provisioning",
    poll: true,
    ...(!view.returning && { reloadSeconds: SOON }),
    patience: `This takes longer than most. ${meanwhile(view, "as soon as your workspace is ready")}`,
  },
  body: html`
    <div class="icon spin">${ICONS.wheel}</div>
    <h1>We are setting up your workspace</h1>
    <p class="lead">AWS has confirmed your purchase. ${view.product.name} is preparing your workspace now; we go on by ourselves as soon as it is ready.</p>
    ${addYourself(view, page)}
  `,
});

const provisioningLate = (view: ViewOf<"provisioningLate">, page: ArrivalPage): Page => ({
  title: "Your workspace takes longer",
  product: view.product,
  step: 2,
  live: { status: "provisioningLate", poll: true, ...(!view.returning && { reloadSeconds: IN_A_WHILE }) },
  body: html`
    <div class="icon">${ICONS.clock}</div>
    <h1>Your workspace takes longer</h1>
    <p class="lead">
      Your purchase of ${view.product.name} is confirmed and your details are safe with us, but setting up your workspace takes longer than planned.
      ${meanwhile(view, "as soon as it is ready")}
    </p>
    ${addYourself(view, page)}
  `,
});

/** Ten minutes: a new link comes well before the old one's fifteen are over. */
const LINK_FRESH_MS = 600_000;

const readyWords = ({ claimable, product }: ViewOf<"ready">): Html =>
  claimable
    ? html`Your subscription to ${product.name} is active. Log in, and it is connected with your account there.`
    : html`Your subscription to ${product.name} is active and connected with your account.`;

const ready = (view: ViewOf<"ready">, page: ArrivalPage): Page => ({
  title: view.returning ? "Welcome back" : "You're all set",
  product: view.product,
  step: 3,
  live: { status: "ready", poll: false, ...(view.claimable && { freshFor: LINK_FRESH_MS }) },
  body: html`
    <div class="icon">${ICONS.tick}</div>
    <h1>${view.returning ? "Welcome back" : "You're all set"}</h1>
    <p class="lead">${readyWords(view)}</p>
    <p class="actions"><a class="button" id="log-in" href="${page.logInUrl}">Log in to ${view.product.name}</a></p>
    ${view.claimable ? html`<p class="small">This link is for you alone and works once, within 15 minutes. Reload this page for a new one.</p>` : ""}
    ${addYourself(view, page)}
  `,
});

const ended = ({ product, paused }: ViewOf<"ended">): Page => ({
  title: paused ? "Your access is paused" : "This subscription has ended",
  product,
  body: html`
    <div class="icon warn">${paused ? ICONS.pause : ICONS.alert}</div>
    <h1>${paused ? "Your access is paused" : "This subscription has ended"}</h1>
    <p class="lead">
      ${
        paused
          ? html`We have paused the access of this ${product.name} subscription. Please write to us to have it restored.`
          : html`AWS has ended this ${product.name} subscription, so it gives no access any more. If you have bought it anew, start with the new purchase:`
      }
    </p>
    ${paused ? "" : howToCome}
  `,
});

const pageOf = (view: ArrivalView, page: ArrivalPage): Page => {
  switch (view.status) {
    case "resolving":
      return resolving;
    case "refused":
      return refused(view, page);
    case "unlicensed":
      return unlicensed(view);
    case "registrationNeeded":
      return formPage(page.base, { arrival: page.arrival, view });
    case "saving":
      return saving(view);
    case "confirming":
      return confirming(view, page);
    case "provisioning":
      return provisioning(view, page);
    case "provisioningLate":
      return provisioningLate(view, page);
    case "ready":
      return ready(view, page);
    case "ended":
      return ended(view);
  }
};

/** The page of an arrival, whatever has become of it. */
export const arrivalPage = (view: ArrivalView, page: ArrivalPage): Page => ({ ...pageOf(view, page), reference: page.arrival });
