import { html } from "hono/html";
import { hasEntitlements, type Product } from "../../../../events/product/product";
import type { Html } from "./layout";
import { PATHS } from "./paths";
import { pricingPills, productMark } from "./storefront";
import { priceOf } from "../metering/prices";
import { accountName, money, PRICING } from "./wording";

/** What the form held when it was refused. */
export type Entered = ReadonlyMap<string, string>;

export const QUANTITY = "quantity.";

const TERMS = [
  { months: "1", name: "1 month" },
  { months: "12", name: "12 months" },
  { months: "24", name: "24 months" },
  { months: "36", name: "36 months" },
] as const;

const option = (value: string, name: string, chosen: string): Html => html`<option value="${value}" ${value === chosen ? html`selected` : ""}>${name}</option>`;

/** One number for each dimension that is bought up front. */
export const quantityFields = (product: Product, had: (key: string) => string): Html => html`
  <div class="fields">
    ${product.dimensions
      .filter(({ kind }) => kind === "entitled")
      .map(
        ({ key, name, unit }) => html`
          <div class="field">
            <label for="${QUANTITY}${key}">${name}</label>
            <input
              id="${QUANTITY}${key}"
              name="${QUANTITY}${key}"
              type="number"
              min="0"
              max="2147483647"
              step="1"
              required
              value="${had(key)}"
              aria-describedby="unit-${key}"
            />
            <p class="hint" id="unit-${key}">in ${unit.toLowerCase()}</p>
          </div>
        `,
      )}
  </div>
`;

export const termField = (chosen: string, keep: boolean): Html => html`
  <div class="field">
    <label for="months">Length of the contract</label>
    <select id="months" name="months">
      ${keep ? option("", "Keep the end date", chosen) : ""} ${TERMS.map(({ months, name }) => option(months, keep ? `${name} from now` : name, chosen))}
    </select>
  </div>
`;

const accountField = (product: Product, accounts: readonly string[], chosen: string): Html => {
  const others = accounts.filter((account) => !product.testAccounts.includes(account));
  return html`
    <div class="field">
      <label for="account">Buy from AWS account</label>
      <select id="account" name="account" aria-describedby="account-hint">
        ${option("", "A new AWS account", chosen)} ${others.map((account) => option(account, accountName(account), chosen))}
        ${product.testAccounts.map((account) => option(account, `${accountName(account)} (the seller's test account)`, chosen))}
      </select>
      <p class="hint" id="account-hint">One account may hold up to 100 agreements of a product at a time.</p>
    </div>
  `;
};

const dimensionRow = (product: Product, { key, name, unit, kind }: Product["dimensions"][number]): Html => html`
  <tr>
    <td>${name}<br /><span class="mono small">${key}</span></td>
    <td>${unit}</td>
    <td>${kind === "entitled" ? "Bought up front" : `By use, ${money(priceOf(product, key))} each`}</td>
  </tr>
`;

/** One product: what it costs in kind, and the form that buys it. */
export const listing = (
  product: Product,
  { place, accounts, entered }: { readonly place: number; readonly accounts: readonly string[]; readonly entered: Entered },
): Html => {
  const prepaid = hasEntitlements(product.pricingModel);
  const { name, meaning } = PRICING[product.pricingModel];
  return html`
    <p class="crumb"><a href="${PATHS.home}">All products</a></p>
    <div class="title">
      ${productMark(product, place, true)}
      <div>
        <h1>${product.name}</h1>
        <p>${pricingPills(product)}</p>
      </div>
    </div>
    <div class="card">
      <h2>Pricing: ${name.toLowerCase()}</h2>
      <p>${meaning} Nothing is ever charged here.</p>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Dimension</th>
              <th scope="col">Unit</th>
              <th scope="col">How it is paid</th>
            </tr>
          </thead>
          <tbody>
            ${product.dimensions.map((dimension) => dimensionRow(product, dimension))}
          </tbody>
        </table>
      </div>
    </div>
    <form class="card" method="post" action="${PATHS.subscribe(product.code)}">
      <h2>${prepaid ? "Configure your contract" : "Subscribe"}</h2>
      ${accountField(product, accounts, entered.get("account") ?? "")}
      ${prepaid ? quantityFields(product, (key) => entered.get(`${QUANTITY}${key}`) ?? "10") : ""}
      ${prepaid ? termField(entered.get("months") ?? "12", false) : ""}
      <div class="field">
        <label class="check"
          ><input type="checkbox" name="freeTrial" value="yes" ${entered.has("freeTrial") ? html`checked` : ""} /><span>Start with a free trial</span></label
        >
      </div>
      <p class="small">
        Seller: ${product.support.email}. Product code <span class="mono">${product.code}</span>, entity <span class="mono">${product.id}</span>.
      </p>
      <p class="actions"><button class="button buy large" type="submit">Subscribe</button></p>
    </form>
  `;
};
