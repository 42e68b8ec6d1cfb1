import { html } from "hono/html";
import type { DismissedNotice } from "../../../../functions/kernel/projections/read-worklist";
import type { ParkedNotice } from "../../work/parked-notice";
import { PARKED_BECAUSE } from "../../work/release";
import type { Page } from "../parts/layout";
import type { Html } from "../parts/markup";
import { action, badge, empty, id, json, moment, runLink, table } from "../parts/pieces";
import { PATHS, type Ui } from "../parts/ui";

const nameOf = ({ kind }: { readonly kind: string }): string => (kind === "" ? "A message without a kind" : kind);

const standing = ({ reason, dismissed }: ParkedNotice): Html => (dismissed === undefined ? badge(PARKED_BECAUSE[reason], "bad") : badge("dismissed", "calm"));

const facts = (ui: Ui, { id: name, channel, receivedAt, parkedAt, run, dismissed }: ParkedNotice): Html =>
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
    ${
      dismissed === undefined
        ? ""
        : html`<dt>Dismissed</dt>
            <dd>${moment(dismissed.at)} by ${dismissed.by}: ${dismissed.reason}</dd>`
    }
  </dl>`;

const RELEASE = "A run deals with the notice anew. Do so once the Stallkeeper that is deployed understands it; else it stays as it is.";
const DISMISS = "The notice leaves the worklist, because nothing needs to be done about it. It is kept, and can still be released.";

const actions = (ui: Ui, { id: name, dismissed }: ParkedNotice): Html => {
  const release = action(ui, { path: PATHS.releaseNotice(name), label: "Release", consequence: RELEASE });
  if (!ui.actions || dismissed !== undefined) return release;
  const reason = "It stands in the log for ever: no personal data.";
  return html`<div class="actions">${release} ${action(ui, { path: PATHS.dismissNotice(name), label: "Dismiss", consequence: DISMISS, reason })}</div>`;
};

const inside = (ui: Ui, notice: ParkedNotice): Html => html`${facts(ui, notice)} ${json(notice.body, `Message ${notice.id}`)} ${actions(ui, notice)}`;

const parked = (ui: Ui, notice: ParkedNotice): Html =>
  html`<details class="letter">
    <summary>${standing(notice)} <strong>${nameOf(notice)}</strong> <span class="small">parked ${moment(notice.parkedAt)}</span></summary>
    ${inside(ui, notice)}
  </details>`;

const LEAD = "What AWS sent and this release could not act on. Each is kept exactly as it was received; a buyer's access may depend on it.";

export interface NoticesModel {
  readonly shown: readonly ParkedNotice[];
  /** How many more wait than are shown. */
  readonly more: number;
  readonly dismissed: readonly DismissedNotice[];
  readonly moreDismissed: number;
}

const dismissals = (ui: Ui, { dismissed, moreDismissed }: NoticesModel): Html =>
  html`<section class="card">
    <h2>Dismissed <small>newest first</small></h2>
    ${table(
      "Dismissed",
      [{ title: "Dismissed (UTC)" }, { title: "By" }, { title: "Kind" }, { title: "Notice" }, { title: "Reason" }],
      dismissed.map(({ noticeId, dismissed: { at, by, reason }, detail: { noticeKind } }) => [
        moment(at),
        by,
        nameOf({ kind: noticeKind }),
        id(noticeId, `${ui.base}${PATHS.notice(noticeId)}`),
        reason,
      ]),
    )}
    ${moreDismissed === 0 ? "" : html`<p class="hint more">The ${dismissed.length} newest are shown; stallkeeper notices list --dismissed has all.</p>`}
  </section>`;

/** The parked notices, and those that were dismissed. */
export const noticesPage = (ui: Ui, model: NoticesModel): Page => {
  const { shown, more, dismissed } = model;
  return {
    title: "Parked notices",
    part: "notices",
    body: html`<h1>Parked notices</h1>
      <p class="lead">${LEAD}</p>
      <section class="card">
        ${shown.length === 0 ? empty("None waits.") : shown.map((one) => parked(ui, one))}
        ${more === 0 ? "" : html`<p class="hint more">The ${shown.length} longest waiting are shown; ${more} more wait.</p>`}
      </section>
      ${dismissed.length === 0 ? "" : dismissals(ui, model)}`,
  };
};

/** One notice that waits or was dismissed. */
export const noticePage = (ui: Ui, notice: ParkedNotice): Page => ({
  title: `Notice ${notice.id}`,
  part: "notices",
  body: html`<p class="kicker">${notice.dismissed === undefined ? "Parked notice" : "Dismissed notice"}</p>
    <div class="title">
      <h1>${nameOf(notice)}</h1>
      ${standing(notice)}
    </div>
    <p class="lead">${LEAD}</p>
    <section class="card">${inside(ui, notice)}</section>`,
});
