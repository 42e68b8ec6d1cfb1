import { html } from "hono/html";
import type { ParkedNotice } from "../../work/parked-notice";
import { PARKED_BECAUSE } from "../../work/release";
import type { Page } from "../parts/layout";
import type { Html } from "../parts/markup";
import { action, badge, empty, id, json, moment, runLink } from "../parts/pieces";
import { PATHS, type Ui } from "../parts/ui";

const nameOf = ({ kind }: ParkedNotice): string => (kind === "" ? "A message without a kind" : kind);

const facts = (ui: Ui, { id: name, channel, receivedAt, parkedAt, run }: ParkedNotice): Html =>
  html`<dl class="facts">
    <dt>Notice</dt>
    <dd>${id(name)}</dd>
    <dt>Received</dt>
    <dd>${moment(receivedAt)} by ${channel === "sns" ? "SNS" : "EventBridge"}</dd>
    <dt>Parked</dt>
    <dd>${moment(parkedAt)}</dd>
    ${
      run === undefined
        ? ""
        : html`<dt>Run</dt>
            <dd>${runLink(ui, run)}</dd>`
    }
  </dl>`;

const inside = (ui: Ui, notice: ParkedNotice): Html =>
  html`${facts(ui, notice)} ${json(notice.body, `Message ${notice.id}`)}
  ${action(ui, {
    path: PATHS.releaseNotice(notice.id),
    label: "Release",
    consequence: "A run deals with the notice anew. Do so once the Stallkeeper that is deployed understands it; else it stays parked.",
  })}`;

const parked = (ui: Ui, notice: ParkedNotice): Html =>
  html`<details class="letter">
    <summary>
      ${badge(PARKED_BECAUSE[notice.reason], "bad")} <strong>${nameOf(notice)}</strong> <span class="small">parked ${moment(notice.parkedAt)}</span>
    </summary>
    ${inside(ui, notice)}
  </details>`;

const LEAD = "What AWS sent and this release could not act on. Each is kept exactly as it was received; a buyer's access may depend on it.";

/** The parked notices, and how many more there are than are shown. */
export const noticesPage = (ui: Ui, { shown, more }: { readonly shown: readonly ParkedNotice[]; readonly more: number }): Page => ({
  title: "Parked notices",
  part: "notices",
  body: html`<h1>Parked notices</h1>
    <p class="lead">${LEAD}</p>
    <section class="card">
      ${shown.length === 0 ? empty("None: every notice was dealt with.") : shown.map((one) => parked(ui, one))}
      ${more === 0 ? "" : html`<p class="hint more">The ${shown.length} longest waiting are shown; ${more} more wait.</p>`}
    </section>`,
});

/** One parked notice. */
export const noticePage = (ui: Ui, notice: ParkedNotice): Page => ({
  title: `Notice ${notice.id}`,
  part: "notices",
  body: html`<p class="kicker">Parked notice</p>
    <div class="title">
      <h1>${nameOf(notice)}</h1>
      ${badge(PARKED_BECAUSE[notice.reason], "bad")}
    </div>
    <p class="lead">${LEAD}</p>
    <section class="card">${inside(ui, notice)}</section>`,
});
