import { html } from "hono/html";
import { reasonOf, type SubscriptionRow } from "../models/subscription-row";
import type { Page } from "../parts/layout";
import type { Html } from "../parts/markup";
import { accessBadge, id, idHeading, table } from "../parts/pieces";
import { PATHS, type Ui } from "../parts/ui";

const COLUMNS = [{ title: "Access" }, { title: "Subscription" }, { title: "Product" }, { title: "Account" }, { title: "Tenant" }, { title: "Because" }];

const subscriptionsTable = ({ base }: Ui, rows: readonly SubscriptionRow[]): Html =>
  table(
    "Subscriptions",
    COLUMNS,
    rows.map((row) => [
      accessBadge(row.access),
      id(row.subscriptionId, `${base}${PATHS.subscription(row.subscriptionId)}`),
      html`${row.productCode ?? "–"}${row.test ? html` <span class="small">test</span>` : ""}`,
      row.awsAccountId === null ? "–" : id(row.awsAccountId, `${base}${PATHS.customer(row.awsAccountId)}`),
      row.tenantId === null ? "–" : id(row.tenantId, `${base}${PATHS.tenant(row.tenantId)}`),
      reasonOf(row),
    ]),
  );

const list = (ui: Ui, kicker: string, { name, rows }: { readonly name: string; readonly rows: readonly SubscriptionRow[] }): Page => ({
  title: `${kicker} ${name}`,
  body: html`${idHeading(kicker, name)}
    <section class="card">
      <h2>Subscriptions <small>${rows.length}</small></h2>
      ${subscriptionsTable(ui, rows)}
    </section>`,
});

/** What an AWS account has bought. */
export const customerPage = (ui: Ui, account: string, rows: readonly SubscriptionRow[]): Page => list(ui, "AWS account", { name: account, rows });

/** What is used in a tenant of the product's. */
export const tenantPage = (ui: Ui, tenant: string, rows: readonly SubscriptionRow[]): Page => list(ui, "Tenant", { name: tenant, rows });

/** The subscriptions that a search found, where there are several. */
export const foundPage = (ui: Ui, rows: readonly SubscriptionRow[]): Page => ({
  title: "Found",
  body: html`<h1>${rows.length} subscriptions fit</h1>
    <section class="card">${subscriptionsTable(ui, rows)}</section>`,
});
