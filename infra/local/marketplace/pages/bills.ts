import { html } from "hono/html";
import { monthAfter } from "../metering/billing-time";
import type { Invoice, InvoiceLine, Statement, TaggedUsage } from "../metering/invoices";
import type { Html } from "./layout";
import { PATHS } from "./paths";
import { purchaseCell } from "./purchase-cell";
import { accountName, amount, moment, money, times } from "./wording";

const MONTH = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

/** `November 2026` */
export const monthName = (month: string): string => MONTH.format(new Date(`${month}-01T00:00:00.000Z`));

const stateOf = ({ state, closesAt }: Pick<Statement, "state" | "closesAt">): Html =>
  state === "open"
    ? html`<span class="pill warn">Open</span> <span class="small">takes usage until ${moment(closesAt)}</span>`
    : html`<span class="pill good">Final</span> <span class="small">since ${moment(closesAt)}</span>`;

const months = (month: string, now: string): Html => html`
  <p class="actions">
    <a class="button low" href="${PATHS.bills(monthAfter(month, -1))}">${monthName(monthAfter(month, -1))}</a>
    ${month < now.slice(0, 7) ? html`<a class="button low" href="${PATHS.bills(monthAfter(month, 1))}">${monthName(monthAfter(month, 1))}</a>` : ""}
  </p>
`;

/** More than this on one page helps nobody; the API lists all. */
const MOST = 50;

const row = (month: string, invoice: Invoice): Html => html`
  <tr>
    ${purchaseCell(invoice, PATHS.bill(month, invoice.agreementId))}
    <td>
      ${invoice.lines.map(({ name, quantity, unit }) => html`<div>${name}: ${amount(quantity)} ${unit}</div>`)}${invoice.freeTrial ? html` <span class="pill">Free trial</span>` : ""}
    </td>
    <td class="number">${money(invoice.total)}</td>
  </tr>
`;

/** All invoices of a month. */
export const bills = (statement: Statement, now: string): Html => {
  const { month, invoices, total } = statement;
  return html`
    <h1>Bills of ${monthName(month)}</h1>
    <p>${stateOf(statement)}</p>
    <p class="lead">What AWS bills buyers for the usage that the seller metered: one invoice for each agreement.</p>
    ${months(month, now)}
    <section class="card" aria-label="Invoices">
      <h2 id="invoices">${times(invoices.length, "invoice")}</h2>
      ${
        invoices.length === 0
          ? html`<p class="small">
              AWS holds no usage of this month.
              ${month === now.slice(0, 7) ? "Stallkeeper tells it of an hour once that and the grace for late reports are over: use something in the product, then set the clock on by four hours, and look again." : ""}
            </p>`
          : html`<div class="scroll" tabindex="0" role="region" aria-labelledby="invoices">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Product and agreement</th>
                    <th scope="col">Usage</th>
                    <th scope="col" class="number">US dollars</th>
                  </tr>
                </thead>
                <tbody>
                  ${invoices.slice(0, MOST).map((invoice) => row(month, invoice))}
                </tbody>
                <tfoot>
                  <tr>
                    <th scope="row" colspan="2">Total of ${times(invoices.length, "invoice")}</th>
                    <td class="number">${money(total)}</td>
                  </tr>
                </tfoot>
              </table>
              ${invoices.length > MOST ? html`<p class="small">The first ${MOST} of ${amount(invoices.length)}.</p>` : ""}
            </div>`
      }
    </section>
  `;
};

const lineRow = ({ dimension, name, unit, quantity, records, unitPrice, amount: dollars }: InvoiceLine): Html => html`
  <tr>
    <td>${name}<br /><span class="mono small">${dimension}</span></td>
    <td class="number">${amount(quantity)}<br /><span class="small">${times(records, "record")}</span></td>
    <td class="number">${money(unitPrice)}<br /><span class="small">${unit}</span></td>
    <td class="number">${money(dollars)}</td>
  </tr>
`;

/** What was metered, and what it costs. */
export const usageTable = ({ lines, total }: Invoice): Html =>
  lines.length === 0
    ? html`<p class="small">No usage was metered.</p>`
    : html`<div class="scroll" tabindex="0" role="region" aria-labelledby="usage">
        <table>
          <thead>
            <tr>
              <th scope="col">Dimension</th>
              <th scope="col" class="number">Quantity</th>
              <th scope="col" class="number">Price of one</th>
              <th scope="col" class="number">US dollars</th>
            </tr>
          </thead>
          <tbody>
            ${lines.map(lineRow)}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colspan="3">Total</th>
              <td class="number">${money(total)}</td>
            </tr>
          </tfoot>
        </table>
      </div>`;

/** `team=north` as the buyer's cost reports name it. */
const tagged = (tags: string): Html =>
  tags === ""
    ? html`<span class="small">without tags</span>`
    : html`${tags.split(", ").map((tag) => html`<span class="mono tag">aws:marketplace:isv:${tag}</span> `)}`;

const tagTable = (all: readonly TaggedUsage[], { lines }: Invoice): Html =>
  all.length === 0
    ? html``
    : html`
        <section class="card" aria-label="Tags">
          <h2 id="tags">By cost allocation tag</h2>
          <div class="scroll" tabindex="0" role="region" aria-labelledby="tags">
            <table>
              <thead>
                <tr>
                  <th scope="col">Tags</th>
                  <th scope="col">Dimension</th>
                  <th scope="col" class="number">Quantity</th>
                </tr>
              </thead>
              <tbody>
                ${all.slice(0, MOST).map(
                  ({ tags, dimension, quantity }) =>
                    html`<tr>
                      <td>${tagged(tags)}</td>
                      <td>${lines.find((line) => line.dimension === dimension)?.name ?? dimension}</td>
                      <td class="number">${amount(quantity)}</td>
                    </tr>`,
                )}
              </tbody>
            </table>
            ${all.length > MOST ? html`<p class="small">The first ${MOST} of ${amount(all.length)}.</p>` : ""}
          </div>
        </section>
      `;

export interface BillView {
  readonly invoice: Invoice & { readonly tagged: readonly TaggedUsage[] };
  readonly month: string;
  readonly state: "open" | "final";
  readonly closesAt: string;
}

/** One agreement's invoice, as its buyer sees it. */
export const bill = (view: BillView): Html => {
  const { invoice, month } = view;
  return html`
    <p class="crumb"><a href="${PATHS.bills(month)}">Bills of ${monthName(month)}</a></p>
    <h1>${invoice.productName}, ${monthName(month)}</h1>
    <p>${stateOf(view)}${invoice.freeTrial ? html` <span class="pill">Free trial</span>` : ""}</p>
    <section class="card" aria-label="Usage">
      <h2 id="usage">What was used</h2>
      ${usageTable(invoice)}
    </section>
    ${tagTable(invoice.tagged, invoice)}
    <section class="card" aria-labelledby="whose">
      <h2 id="whose">Billed to</h2>
      <dl class="facts">
        <dt>AWS account</dt>
        <dd class="mono">${accountName(invoice.accountId)}</dd>
        <dt>Agreement</dt>
        <dd class="mono"><a href="${PATHS.agreement(invoice.agreementId)}">${invoice.agreementId}</a></dd>
        <dt>Offer</dt>
        <dd class="mono">${invoice.offerId}</dd>
      </dl>
    </section>
  `;
};
