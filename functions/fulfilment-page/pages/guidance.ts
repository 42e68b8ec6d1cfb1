import { html } from "hono/html";
import type { Catalogue } from "../../../events/product/catalogue";
import { ICONS } from "./icons";
import { supportOf, type Page } from "./layout";
import type { Html } from "./markup";

/** Where AWS lists what an account has bought, each with 'Set up your account' (AWS Marketplace buyer guide, "Managing your subscriptions"). */
const SUBSCRIPTIONS_URL = "https://console.aws.amazon.com/marketplace/home#/subscriptions";

/** What brings a buyer here, or here again. */
export const howToCome: Html = html`
  <ol class="how">
    <li>Open <strong>Manage subscriptions</strong> in AWS Marketplace, with the AWS account that bought the product.</li>
    <li>Choose the product.</li>
    <li>Choose <strong>Set up your account</strong>. You come back here, and we go on from there.</li>
  </ol>
  <p class="actions"><a class="button" href="${SUBSCRIPTIONS_URL}">Open Manage subscriptions</a></p>
`;

/** Each product with its log-in and its support. */
const productList = (catalogue: Catalogue): Html => html`
  <ul class="products">
    ${catalogue.map(
      (product) =>
        html`<li>
          <b>${product.name}</b><a href="${product.logInUrl}">Log in<span class="quiet"> to ${product.name}</span></a
          ><span class="small">Help: ${supportOf(product)}</span>
        </li>`,
    )}
  </ul>
`;

/** The page for whoever comes without a token: a person who typed the address, or a check by AWS. */
export const landingPage = (catalogue: Catalogue): Page => ({
  title: "Set up your account",
  body: html`
    <h1>Set up your account</h1>
    <p class="lead">This is where a purchase in AWS Marketplace becomes an account with us. Start in AWS Marketplace, so that we know what you bought:</p>
    ${howToCome}
    <h2>Have an account already?</h2>
    <p>Log in to your product, or write to its support.</p>
    ${productList(catalogue)}
  `,
});

/** A page that says what went wrong, and how to go on. */
export const troublePage = (
  catalogue: Catalogue,
  { title, lead, again }: { readonly title: string; readonly lead: string; readonly again: boolean },
): Page => ({
  title,
  body: html`
    <div class="icon warn">${ICONS.alert}</div>
    <h1>${title}</h1>
    <p class="lead">${lead}</p>
    ${again ? howToCome : ""}
    <h2>Need help?</h2>
    ${productList(catalogue)}
  `,
});
