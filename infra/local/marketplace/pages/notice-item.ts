import { html } from "hono/html";
import type { Notice } from "../purchase";
import type { Html } from "./layout";
import { PATHS } from "./paths";
import { moment, times } from "./wording";

/** A button that does one thing at the control desk and comes back. */
export const deskButton = (
  what: string,
  label: Html | string,
  { back, fields = {} }: { readonly back: string; readonly fields?: Readonly<Record<string, string>> },
): Html => html`
  <form method="post" action="${PATHS.desk(what)}">
    <input type="hidden" name="back" value="${back}" />
    ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    <button class="button low" type="submit">${label}</button>
  </form>
`;

/** One message to the seller, its state, and the button that delivers it (again). */
export const noticeItem = ({ id, detailType, state, deliveries, at, event }: Notice, back: string, heading?: "h3"): Html => {
  const label = html`${state === "held" ? "Release" : "Send again"}<span class="quiet"> notice ${id}</span>`;
  const name = html`${detailType.replace(/ - \w+$/, "")}`;
  return html`
    <li>
      <div class="row">
        <div class="grow">${heading === undefined ? html`<b>${name}</b>` : html`<h3>${name}</h3>`}<span class="small when">${moment(at)}</span></div>
        <span class="pill ${state === "held" ? "warn" : "good"}"
          >${state === "held" ? "Held" : deliveries === 1 ? "Sent" : `Sent ${times(deliveries, "time")}`}</span
        >
        ${deskButton(state === "held" ? "release" : "duplicate", label, { back, fields: { id } })}
      </div>
      ${
        heading === undefined
          ? ""
          : html`<details>
              <summary>The exact event</summary>
              <pre tabindex="0">${JSON.stringify(event, undefined, 2)}</pre>
            </details>`
      }
    </li>
  `;
};
