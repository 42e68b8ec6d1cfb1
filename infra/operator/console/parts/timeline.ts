import { html } from "hono/html";
import type { Entry, Happening } from "../models/timeline";
import type { Html } from "./markup";
import { exactMoment, moment, runLink } from "./pieces";
import type { Ui } from "./ui";

const happening = ({ version, title, says, awsTime }: Happening): Html =>
  html`<div>
    <h3>${title} <span class="version">#${version}</span></h3>
    ${says === "" ? "" : html`<p>${says}</p>`} ${awsTime === undefined ? "" : html`<p class="small">At AWS: ${moment(awsTime)}</p>`}
  </div>`;

const entry = (ui: Ui, { at, tone, happenings, run, step, actor }: Entry): Html =>
  html`<li class="${tone}">
    <div class="when">${exactMoment(at)}</div>
    <div class="what">
      ${happenings.map(happening)}
      <div class="by">by ${actor}: ${step}${run === undefined ? "" : html`, in run ${runLink(ui, run)}`}</div>
    </div>
  </li>`;

/** All that happened in one stream, as a card. */
export const timeline = (ui: Ui, entries: readonly Entry[]): Html =>
  html`<section class="card">
    <h2>Timeline <small>newest first; from the log</small></h2>
    <ol class="timeline" reversed>
      ${entries.map((one) => entry(ui, one))}
    </ol>
  </section>`;
