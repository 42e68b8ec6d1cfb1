import { html } from "hono/html";
import type { Product } from "../../../../events/product/product";
import type { SetUp } from "../marketplace";
import type { Invoice } from "../metering/invoices";
import type { Notice } from "../notice";
import type { Purchase } from "../purchase";
import { agreementForms } from "./agreement-forms";
import { monthName, usageTable } from "./bills";
import type { Html } from "./layout";
import { noticeItem } from "./notice-item";
import { PATHS } from "./paths";
import { productMark, statusPill } from "./storefront";
import { accountName, amount, day, moment } from "./wording";

/** AWS's own form: to another site, with the token, as `application/x-www-form-urlencoded` (`UG:saas-product-customer-setup`). */
const setUpForm = ({ token, fulfillmentUrl }: SetUp, { freeTrial }: Purchase): Html => html`
  <form method="post" action="${fulfillmentUrl}">
    <input type="hidden" name="x-amzn-marketplace-token" value="${token}" />
    ${freeTrial ? html`<input type="hidden" name="x-amzn-marketplace-offer-type" value="free-trial" />` : ""}
    <p class="actions"><button class="button buy large" type="submit">Set up your account</button></p>
  </form>
`;

const setUpCard = (setUp: SetUp, purchase: Purchase, isNew: boolean): Html => html`
  <section class="card next" aria-labelledby="next">
    <h2 id="next">${isNew ? `Thank you for subscribing to ${purchase.productName}` : "Set up your account"}</h2>
    <p>
      ${isNew ? "One step is left: set up your account with the seller." : "You may do this more than once: the seller knows you again."} The button posts a
      fresh registration token to <span class="mono">${setUp.fulfillmentUrl}</span>, on another site, as AWS Marketplace does.
    </p>
    ${setUpForm(setUp, purchase)}
  </section>
`;

const facts = (purchase: Purchase): Html => {
  const { agreementId, licenseArn, customerIdentifier, accountId, offerId, productCode, boughtAt, startsAt, endsAt, endedAt, previousAgreementId } = purchase;
  const rows: readonly (readonly [string, string | undefined, "mono"?])[] = [
    ["Agreement", agreementId, "mono"],
    ["License", licenseArn, "mono"],
    ["Customer identifier", customerIdentifier, "mono"],
    ["AWS account", accountName(accountId), "mono"],
    ["Offer", offerId, "mono"],
    ["Sold by partner", purchase.resale && accountName(purchase.resale.accountId), "mono"],
    ["Product code", productCode, "mono"],
    ["Bought", moment(boughtAt)],
    ["Follows", previousAgreementId, "mono"],
    ["Starts", startsAt && moment(startsAt)],
    ["Contract until", endsAt && day(endsAt)],
    ["Ended", endedAt && moment(endedAt)],
  ];
  return html`<dl class="facts">
    ${rows.map(([name, value, kind]) =>
      value === undefined
        ? ""
        : html`<dt>${name}</dt>
            <dd class="${kind ?? ""}">${value}</dd>`,
    )}
  </dl>`;
};

const entitlements = ({ entitlements: all, status }: Purchase, product: Product): Html =>
  all.length === 0
    ? html``
    : html`
        <section class="card" aria-label="Entitlements">
          <h2 id="entitlements">What the contract ${status === "active" ? "holds" : "held"}</h2>
          <div class="scroll" tabindex="0" role="region" aria-labelledby="entitlements">
            <table>
              <thead>
                <tr>
                  <th scope="col">Dimension</th>
                  <th scope="col">Quantity</th>
                  <th scope="col">Valid until</th>
                </tr>
              </thead>
              <tbody>
                ${all.map(
                  ({ dimension, value, expiresAt }) =>
                    html`<tr>
                      <td>${product.dimensions.find(({ key }) => key === dimension)?.name ?? dimension}<br /><span class="mono small">${dimension}</span></td>
                      <td>${amount(value)}</td>
                      <td>${expiresAt === undefined ? "" : day(expiresAt)}</td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>
        </section>
      `;

const told = (notices: readonly Notice[], purchase: Purchase): Html => html`
  <section class="card" aria-labelledby="told">
    <h2 id="told">What the seller was told</h2>
    ${
      notices.length === 0
        ? html`<p class="small">Nothing yet.</p>`
        : html`<ol class="told">
            ${notices.toReversed().map((notice) => noticeItem(notice, PATHS.agreement(purchase.agreementId), "h3"))}
          </ol>`
    }
  </section>
`;

const usageCard = ({ month, invoice }: NonNullable<AgreementView["usage"]>): Html => html`
  <section class="card" aria-label="Usage">
    <h2 id="usage">Usage of ${monthName(month)}</h2>
    ${usageTable(invoice)}
    <p class="actions"><a class="button low" href="${PATHS.bill(month, invoice.agreementId)}">Bill with tags</a></p>
  </section>
`;

export interface AgreementView {
  readonly purchase: Purchase;
  readonly product: Product;
  readonly place: number;
  /** A fresh token; absent once the agreement has ended. */
  readonly setUp: SetUp | undefined;
  readonly notices: readonly Notice[];
  readonly isNew: boolean;
  /** What its usage of this month has come to; absent where nothing is metered. */
  readonly usage?: { readonly month: string; readonly invoice: Invoice } | undefined;
}

/** One purchase: the way to the seller, what it holds, and what the seller was told of it. */
export const agreement = ({ purchase, product, place, setUp, notices, isNew, usage }: AgreementView): Html => html`
  <p class="crumb"><a href="${PATHS.purchases}">Your purchases</a></p>
  <div class="title">
    ${productMark(product, place, true)}
    <div>
      <h1>${purchase.productName}</h1>
      <p>${statusPill(purchase)}${purchase.freeTrial ? html` <span class="pill">Free trial</span>` : ""}</p>
    </div>
  </div>
  ${setUp === undefined ? "" : setUpCard(setUp, purchase, isNew)}
  <section class="card" aria-labelledby="facts">
    <h2 id="facts">The agreement</h2>
    ${facts(purchase)}
  </section>
  ${entitlements(purchase, product)} ${usage === undefined ? "" : usageCard(usage)} ${purchase.status === "active" ? agreementForms(purchase, product) : ""}
  ${told(notices, purchase)}
`;
