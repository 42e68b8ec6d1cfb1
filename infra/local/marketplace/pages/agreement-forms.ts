import { html } from "hono/html";
import { hasEntitlements, type Product } from "../../../../events/product/product";
import type { Purchase } from "../purchase";
import type { Html } from "./layout";
import { quantityFields, termField } from "./listing";
import { PATHS } from "./paths";

const quantityOf = ({ entitlements: all }: Purchase, key: string): string => String(all.find(({ dimension }) => dimension === key)?.value ?? 0);

const form = ({ agreementId }: Purchase, what: string, fields: Html): Html =>
  html`<form method="post" action="${PATHS.act(agreementId, what)}">${fields}</form>`;

const button = (label: string, tone = "low"): Html => html`<p class="actions"><button class="button ${tone}" type="submit">${label}</button></p>`;

const group = (summary: string, content: Html): Html =>
  html`<details>
    <summary>${summary}</summary>
    ${content}
  </details>`;

const chosen = (
  id: string,
  name: string,
  { label, options }: { readonly label: string; readonly options: readonly (readonly [string, string])[] },
): Html => html`
  <div class="field">
    <label for="${id}">${label}</label>
    <select id="${id}" name="${name}">
      ${options.map(([value, text]) => html`<option value="${value}">${text}</option>`)}
    </select>
  </div>
`;

const successor = (purchase: Purchase, what: "renew" | "replace"): Html =>
  form(
    purchase,
    what,
    html`
      ${
        purchase.licenseArn === undefined
          ? html`<input type="hidden" name="license" value="same" />`
          : chosen(`${what}-license`, "license", {
              label: "License",
              options: [
                ["same", "The same license"],
                ["new", "A new license"],
              ],
            })
      }
      <div class="field">
        <label class="check"><input type="checkbox" name="backPointer" value="yes" checked /><span>The seller is told which agreement it follows</span></label>
      </div>
      ${button(what === "renew" ? "Renew" : "Replace")}
    `,
  );

const note = (
  purchase: Purchase,
  what: string,
  { label, options }: { readonly label: string; readonly options: readonly (readonly [string, string])[] },
): Html => form(purchase, what, html`${chosen(`${what}-choice`, what === "ending" ? "days" : "status", { label, options })} ${button("Tell the seller")}`);

const buyersPart = (purchase: Purchase, product: Product): Html => html`
  ${
    hasEntitlements(product.pricingModel)
      ? html`
          ${group(
            "Change quantities or the term",
            form(
              purchase,
              "change",
              html`${quantityFields(product, (key) => quantityOf(purchase, key))} ${termField("", true)} ${button("Change the contract", "")}`,
            ),
          )}
          ${group(
            `Automatic renewal: ${purchase.autoRenewal ? "on" : "off"}`,
            form(
              purchase,
              "renewal",
              html`${purchase.autoRenewal ? "" : html`<input type="hidden" name="on" value="yes" />`}
              ${button(purchase.autoRenewal ? "Switch off" : "Switch on")}`,
            ),
          )}
        `
      : ""
  }
  ${group("Renew under a new agreement", successor(purchase, "renew"))}
  ${group(purchase.freeTrial ? "Turn the trial into a paid agreement" : "Replace with another offer", successor(purchase, "replace"))}
  ${group(
    "Cancel the subscription",
    html`<p>The agreement and its license end now, and the seller is told.</p>
      ${form(purchase, "cancel", button("Cancel the subscription", "bad"))}`,
  )}
`;

const proposersPart = (purchase: Purchase): Html => html`
  ${
    purchase.endsAt === undefined
      ? ""
      : group(
          "Its end and its renewal",
          html`
            ${note(purchase, "ending", { label: "Ends in", options: ["180", "120", "90", "60", "30"].map((days) => [days, `${days} days`] as const) })}
            <div class="buttons">
              ${form(purchase, "renewal-terms-finalized", html`<button class="button low" type="submit">Renewal terms are final</button>`)}
              ${form(purchase, "renewal-upcoming", html`<button class="button low" type="submit">Renewal is upcoming</button>`)}
            </div>
          `,
        )
  }
  ${group(
    "A cancellation request or a refund",
    html`
      ${note(purchase, "cancellation-request", {
        label: "Cancellation request",
        options: [
          ["PENDING_APPROVAL", "pending approval"],
          ["APPROVED", "approved"],
          ["REJECTED", "rejected"],
          ["CANCELLED", "cancelled"],
          ["VALIDATION_FAILED", "validation failed"],
        ],
      })}
      ${note(purchase, "billing-adjustment", {
        label: "Billing adjustment",
        options: [
          ["COMPLETED", "completed"],
          ["FAILED", "failed"],
        ],
      })}
    `,
  )}
`;

const awsPart = (purchase: Purchase): Html => html`
  ${group(
    "Suspicion of fraud or abuse",
    html`<div class="buttons">
      ${form(purchase, "advisory", html`<button class="button low" type="submit">Issue an advisory</button>`)}
      ${
        purchase.advisedAt === undefined
          ? ""
          : form(
              purchase,
              "advisory",
              html`<input type="hidden" name="resolve" value="yes" /><button class="button low" type="submit">Resolve the advisory</button>`,
            )
      }
    </div>`,
  )}
  ${purchase.resale === undefined ? proposersPart(purchase) : ""}
  ${group(
    "The buyer's spending",
    note(purchase, "spend-threshold", {
      label: "Spend threshold",
      options: [
        ["REACHED", "reached"],
        ["VET_SUCCEEDED", "vet succeeded"],
        ["VET_FAILED", "vet failed"],
      ],
    }),
  )}
  ${group(
    "End it",
    html`
      ${form(
        purchase,
        "expire",
        html`<div class="field">
            <label class="check"><input type="checkbox" name="silent" value="yes" /><span>Without any message to the seller</span></label>
          </div>
          ${button("Let it expire", "bad")}`,
      )}
      ${form(purchase, "terminate", button("Terminate it, as after a failed payment", "bad"))}
    `,
  )}
`;

/** All that may happen to an agreement while it is active: what its buyer may do, and what AWS may. */
export const agreementForms = (purchase: Purchase, product: Product): Html => html`
  <section class="card" aria-labelledby="manage">
    <h2 id="manage">Manage the subscription</h2>
    ${buyersPart(purchase, product)}
  </section>
  <section class="card" aria-labelledby="aws">
    <h2 id="aws">What AWS may do</h2>
    ${awsPart(purchase)}
  </section>
`;
