import { html } from "hono/html";
import type { Purchase } from "../purchase";
import type { Html } from "./layout";
import { accountName } from "./wording";

/** The cell of a table that says which purchase a row is of, and leads to its page: one column, so that a phone has room for the others. */
export const purchaseCell = ({ productName, agreementId, accountId }: Pick<Purchase, "productName" | "agreementId" | "accountId">, page: string): Html => html`
  <td>
    <a href="${page}">${productName}</a><br />
    <span class="mono small">${agreementId}</span><br />
    <span class="small">AWS account <span class="mono nowrap">${accountName(accountId)}</span></span>
  </td>
`;
