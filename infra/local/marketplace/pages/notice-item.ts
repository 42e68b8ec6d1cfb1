import { html } from "hono/html";
import type { Notice } from "../notice";
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

const TONE = { held: "warn", sent: "good", dropped: "bad" } as const;

const stateName = (state: Notice["state"], deliveries: number): string => {
  if (state !== "sent") return state === "held" ? "Held" : "Dropped";
  return deliveries === 1 ? "Sent" : `Sent ${times(deliveries, "time")}`;
};

/** One message to the seller, its state, and the button that delivers it (again). */
export const noticeItem = ({ id, channel, detailType, state, deliveries, at, event, body }: Notice, back: string, heading?: "h3"): Html => {
  const label = html`${state === "held" ? "Release" : "Send again"}<span class="quiet"> notice ${id}</span>`;
  const name = html`${detailType.replace(/ - \w+$/, "")}`;
  return html`
    <li>
      <div class="row">
        <div class="grow">${heading === undefined ? html`<b>${name}</b>` : html`<h3>${name}</h3>`}<span class="small when">${moment(at)}</span></div>
        <span class="pill ${TONE[state]}">${stateName(state, deliveries)}</span>
        <div class="buttons does">
          ${state === "dropped" ? "" : deskButton(state === "held" ? "release" : "duplicate", label, { back, fields: { id } })}
          ${state === "held" ? deskButton("drop", html`Drop<span class="quiet"> notice ${id}</span>`, { back, fields: { id } }) : ""}
        </div>
      </div>
      ${
        heading === undefined
          ? ""
          : html`<details>
              <summary>The exact ${channel === "sns" ? "message" : "event"}</summary>
              <pre tabindex="0">${body ?? JSON.stringify(event, undefined, 2)}</pre>
            </details>`
      }
    </li>
  `;
};
