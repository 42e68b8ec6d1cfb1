import { html } from "hono/html";
import type { ExecutionSummary } from "../../../../functions/kernel/aws/executions";
import type { Count } from "../models/runs";
import { searchBox, type Page } from "../parts/layout";
import type { Html } from "../parts/markup";
import { PATHS, type Ui } from "../parts/ui";
import { runsTable } from "./runs";

/** A number, or why it could not be had. */
export type Counted = Count | { readonly trouble: string };

export interface Home {
  readonly running: Counted;
  readonly failed: Counted;
  /** What waits for a person. */
  readonly waiting: Counted;
  readonly dead: Counted;
  readonly recent: readonly ExecutionSummary[] | { readonly trouble: string };
  readonly now: string;
}

const tile = (counted: Counted, { href, label, alarming }: { readonly href: string; readonly label: string; readonly alarming: boolean }): Html => {
  if ("trouble" in counted)
    return html`<li>
      <p class="card tile bad"><b>?</b><span>${label}: ${counted.trouble}</span></p>
    </li>`;
  const tone = alarming ? (counted.number > 0 ? "bad" : "good") : "calm";
  return html`<li>
    <a class="card tile ${tone}" href="${href}"><b>${counted.number.toLocaleString("en")}${counted.atLeast ? "+" : ""}</b><span>${label}</span></a>
  </li>`;
};

export const home = (ui: Ui, { running, failed, waiting, dead, recent, now }: Home): Page => ({
  title: "Overview",
  part: "home",
  body: html`<section class="card hero">
      <h1>Whom is it about?</h1>
      <p class="lead">Find a buyer by AWS account, subscription, tenant, agreement, e-mail address or company, and see what happened and why.</p>
      ${searchBox(ui, { name: "Find a buyer or a run" })}
    </section>
    <ul class="tiles" aria-label="What needs attention">
      ${tile(running, { href: `${ui.base}${PATHS.runs}?status=RUNNING`, label: "runs under way", alarming: false })}
      ${tile(failed, { href: `${ui.base}${PATHS.runs}?status=FAILED`, label: "runs failed in the last day", alarming: true })}
      ${tile(waiting, { href: `${ui.base}${PATHS.worklist}`, label: "wait for a person", alarming: true })}
      ${tile(dead, { href: `${ui.base}${PATHS.deadLetters}`, label: "dead letters", alarming: true })}
    </ul>
    <section class="card">
      <h2>Newest runs</h2>
      ${"trouble" in recent ? html`<p class="note" role="note">${recent.trouble}</p>` : runsTable(ui, recent, now)}
    </section>`,
});
