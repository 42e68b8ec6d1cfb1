import { html } from "hono/html";
import type { Product } from "../../../../events/product/product";
import type { Purchase } from "../purchase";
import type { Html } from "./layout";
import { PATHS } from "./paths";
import { purchaseCell } from "./purchase-cell";
import { day, isLegacy, PRICING } from "./wording";

/** The product's first letter, in a colour of its own. */
export const productMark = (product: Product, place: number, big = false): Html =>
  html`<span class="mark hue${Math.abs(place) % 4}${big ? " big" : ""}" aria-hidden="true">${product.name.trim().slice(0, 1).toUpperCase()}</span>`;

export const pricingPills = (product: Product): Html =>
  html`<span class="pill">${PRICING[product.pricingModel].name}</span> ${isLegacy(product) ? html`<span class="pill warn">Legacy listing</span>` : ""}`;

const STATUS: Readonly<Record<Purchase["status"], { readonly name: string; readonly tone: "good" | "warn" | "bad" }>> = {
  scheduled: { name: "Starts later", tone: "warn" },
  active: { name: "Active", tone: "good" },
  cancelled: { name: "Cancelled", tone: "bad" },
  expired: { name: "Expired", tone: "bad" },
  terminated: { name: "Terminated by AWS", tone: "bad" },
  renewed: { name: "Renewed", tone: "warn" },
  replaced: { name: "Replaced", tone: "warn" },
  rolledBack: { name: "Payment failed", tone: "bad" },
};

export const statusPill = ({ status }: Purchase): Html => html`<span class="pill ${STATUS[status].tone}">${STATUS[status].name}</span>`;

const shelfItem = (product: Product, place: number): Html => html`
  <li class="card item">
    ${productMark(product, place)}
    <h3><a href="${PATHS.listing(product.code)}">${product.name}</a></h3>
    <p>${pricingPills(product)}</p>
    <p class="small">${product.dimensions.map(({ name }) => name).join(", ")}</p>
    <span class="go" aria-hidden="true">View purchase options</span>
  </li>
`;

const purchaseRow = (purchase: Purchase): Html => html`
  <tr>
    ${purchaseCell(purchase, PATHS.agreement(purchase.agreementId))}
    <td>${statusPill(purchase)}${purchase.freeTrial ? html` <span class="pill">Free trial</span>` : ""}</td>
    <td>${day(purchase.boughtAt)}</td>
  </tr>
`;

/** More than this on one page helps nobody; the API lists all. */
const NEWEST = 50;

const purchasesCard = (purchases: readonly Purchase[]): Html => {
  if (purchases.length === 0)
    return html`<div class="card">
      <p class="small">Nothing yet. Choose a product above: what you buy shows here, and can be set up, changed and cancelled.</p>
    </div>`;
  return html`
    <div class="card scroll" tabindex="0" role="region" aria-labelledby="purchases">
      <table>
        <thead>
          <tr>
            <th scope="col">Product and agreement</th>
            <th scope="col">Status</th>
            <th scope="col">Bought</th>
          </tr>
        </thead>
        <tbody>
          ${purchases.toReversed().slice(0, NEWEST).map(purchaseRow)}
        </tbody>
      </table>
      ${purchases.length > NEWEST ? html`<p class="small">The newest ${NEWEST} of ${purchases.length}.</p>` : ""}
    </div>
  `;
};

/** The marketplace's front: what can be bought, and what was. */
export const storefront = (products: readonly Product[], purchases: readonly Purchase[]): Html => html`
  <h1>Buy as your customers do</h1>
  <p class="lead">Choose a product, subscribe, and set up your account: you arrive at the seller's page exactly as a buyer from AWS Marketplace does.</p>
  <h2>Products</h2>
  <ul class="shelf">
    ${products.map(shelfItem)}
  </ul>
  <h2 id="purchases">Your purchases</h2>
  ${purchasesCard(purchases)}
`;
