import { html } from "hono/html";
import type { UsageAnswer } from "../../../../events/public/usage";
import type { Used } from "../usage";
import { PATHS, type Html, type Shown } from "./layout";

const TIME = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

const said = (answer: UsageAnswer | undefined): { readonly tone: string; readonly word: string; readonly sentence: string } => {
  if (answer === undefined) return { tone: "warn", word: "no answer yet", sentence: "It goes with the next report, under the same name, and counts once." };
  switch (answer.status) {
    case "accepted":
    case "duplicate": {
      const { billsInHour, late, deadline } = answer;
      const hour = TIME.format(new Date(`${billsInHour}:00:00Z`));
      return {
        tone: "good",
        word: answer.status === "accepted" ? "taken" : "known already",
        sentence: `Counts in the hour of ${hour} UTC${late ? ", and is late" : ""}; AWS takes it until ${TIME.format(new Date(deadline))}.`,
      };
    }
    case "conflict":
    case "refused":
      return { tone: "bad", word: answer.status, sentence: answer.message };
  }
};

const item = (shown: Shown, { report: { dimension, quantity, usedAt }, answer }: Used): Html => {
  const { tone, word, sentence } = said(answer);
  const { name, unit } = shown.product.dimensions.find(({ key }) => key === dimension) ?? { name: dimension, unit: "" };
  return html`<li>
    <div>
      <strong>${quantity} ${unit}</strong> · ${name}
      <p class="small">${TIME.format(new Date(usedAt))} UTC. ${sentence}</p>
    </div>
    <span class="pill ${tone}">${word}</span>
  </li>`;
};

/** So many reports are shown. */
const SHOWN = 8;

/** Where a customer uses something that AWS bills by use, and what Stallkeeper said of each report; nothing for a listing that meters nothing. */
export const usageCard = (
  shown: Shown,
  {
    tenantId,
    subscription,
    used,
    fault,
  }: { readonly tenantId: string; readonly subscription: string; readonly used: readonly Used[]; readonly fault?: string | undefined },
): Html => {
  const metered = shown.product.dimensions.filter(({ kind }) => kind === "metered");
  if (metered.length === 0) return html``;
  const field = (name: string): string => `${name}-${subscription}`;
  return html`<div class="card">
    <div class="heading"><h3>Use something</h3></div>
    ${fault === undefined ? "" : html`<p class="said" role="alert">${fault}</p>`}
    <form class="use" method="post" action="${PATHS.usage(shown.product.code, tenantId)}">
      <input type="hidden" name="subscription" value="${subscription}" />
      <div>
        <label for="${field("dimension")}">What</label>
        <select id="${field("dimension")}" name="dimension">
          ${metered.map(({ key, name, unit }) => html`<option value="${key}">${name} (${unit})</option>`)}
        </select>
      </div>
      <div>
        <label for="${field("quantity")}">How much</label>
        <input id="${field("quantity")}" name="quantity" value="5" inputmode="decimal" required />
      </div>
      <button class="button" type="submit">Use it</button>
    </form>
    ${
      used.length === 0
        ? html`<p class="small">Nothing was used yet. What you use is reported at once (<code>POST /usage</code>), and Stallkeeper's answer stands here.</p>`
        : html`<ul class="choices">
            ${used.slice(0, SHOWN).map((one) => item(shown, one))}
          </ul>`
    }
    ${used.length > SHOWN ? html`<p class="small">and ${used.length - SHOWN} reports before.</p>` : ""}
  </div>`;
};
