import { html } from "hono/html";
import type { Page } from "../parts/layout";
import type { Html } from "../parts/markup";
import { badge, empty, id, json, moment, partial, runLink } from "../parts/pieces";
import type { Ui } from "../parts/ui";
import type { Excerpt } from "../walks/excerpt";
import type { ParkedNotice } from "../walks/parked-notices";

const REASONS: Readonly<Record<string, string>> = {
  unknownKind: "unknown kind",
  unreadable: "can't be read",
};

const parked = (ui: Ui, { id: name, kind, channel, reason, body, parkedAt, receivedAt, run }: ParkedNotice): Html =>
  html`<details class="letter">
    <summary>
      ${badge(REASONS[reason] ?? reason, "bad")} <strong>${kind === "" ? "A message without a kind" : kind}</strong>
      <span class="small">parked ${moment(parkedAt)}</span>
    </summary>
    <dl class="facts">
      <dt>Notice</dt>
      <dd>${id(name)}</dd>
      <dt>Received</dt>
      <dd>${moment(receivedAt)} by ${channel === "sns" ? "SNS" : "EventBridge"}</dd>
      ${
        run === undefined
          ? ""
          : html`<dt>Run</dt>
              <dd>${runLink(ui, run)}</dd>`
      }
    </dl>
    ${json(body, `Message ${name}`)}
  </details>`;

export const noticesPage = (ui: Ui, found: Excerpt<ParkedNotice>): Page => ({
  title: "Parked notices",
  part: "notices",
  body: html`<h1>Parked notices</h1>
    <p class="lead">What AWS sent and this release could not act on. Each is kept exactly as it was received; a buyer's access may depend on it.</p>
    ${partial(found, "notices")}
    <section class="card">
      ${found.items.length === 0 ? empty(found.complete ? "None: every notice was dealt with." : "None among those that were looked at.") : found.items.map((one) => parked(ui, one))}
    </section>`,
});
