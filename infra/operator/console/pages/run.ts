import { html } from "hono/html";
import type { ExecutionDetail, HistoryEntry } from "../../../../functions/kernel/aws/executions";
import { drawing } from "../graph/drawing";
import type { MachineGraph } from "../graph/definition";
import { onTheWay } from "../graph/on-the-way";
import type { Standing } from "../graph/standing";
import { runSummary } from "../models/run-summary";
import { duration } from "../models/runs";
import type { Page } from "../parts/layout";
import type { Html } from "../parts/markup";
import { action, exactMoment, id, idHeading, json, moment, statusBadge, table } from "../parts/pieces";
import { PATHS, type Ui } from "../parts/ui";

export interface RunModel {
  readonly run: ExecutionDetail;
  readonly graph?: MachineGraph | undefined;
  readonly standing: Standing;
  /** Whether all of the machine is drawn, or what lies on the run's way. */
  readonly whole: boolean;
  readonly history: { readonly entries: readonly HistoryEntry[]; readonly complete: boolean };
  readonly now: string;
  /** The same run in AWS's own console. */
  readonly awsConsole?: string | undefined;
}

const fact = (name: string, value: Html | string): Html =>
  html`<dt>${name}</dt>
    <dd>${value}</dd>`;

const facts = ({ prefix }: Ui, { run, now, awsConsole }: RunModel): Html =>
  html`<dl class="facts">
    ${fact("Machine", run.machine.replace(`${prefix}-`, ""))} ${fact("Started", moment(run.startedAt))}
    ${run.stoppedAt === undefined ? "" : fact("Ended", moment(run.stoppedAt))}
    ${fact("Took", run.stoppedAt === undefined ? `${duration(run.startedAt, now)} so far` : duration(run.startedAt, run.stoppedAt))}
    ${run.redrives > 0 ? fact("Redriven", run.redrives === 1 ? "once" : `${run.redrives} times`) : ""} ${fact("ARN", id(run.arn))}
    ${awsConsole === undefined ? "" : fact("At AWS", html`<a href="${awsConsole}" rel="noreferrer">Open in the Step Functions console</a>`)}
  </dl>`;

const failure = (ui: Ui, { run }: RunModel): Html | "" =>
  run.error === undefined && run.cause === undefined && !run.redrivable
    ? ""
    : html`<section class="card access bad">
        <h2>Why it ended: ${run.error ?? run.status.toLowerCase()}</h2>
        ${run.cause === undefined ? "" : json(run.cause, "The cause")}
        ${
          run.redrivable
            ? action(ui, {
                path: PATHS.redriveRun(run.machine, run.name),
                label: "Redrive",
                consequence: "The run goes on at the state that failed, in the release it was started with. Do so when what failed has recovered.",
              })
            : ""
        }
      </section>`;

/** What is drawn, and the way to the other drawing. */
const drawn = (graph: MachineGraph, { standing, whole }: RunModel): { readonly part: MachineGraph; readonly other: Html | "" } => {
  const part = onTheWay(graph, standing);
  const hidden = graph.states.length - part.states.length;
  if (whole) return { part: graph, other: html`<a href="?">Show only what lies on its way</a>` };
  if (hidden === 0) return { part, other: "" };
  return { part, other: html`${hidden} states that are not on its way are left out. <a href="?whole">Show the whole machine</a>` };
};

const legend = html`<ul class="legend">
  <li>✓ passed</li>
  <li>● under way</li>
  <li>✕ failed</li>
  <li>dashed: not entered</li>
  <li>thick: the way it took</li>
</ul>`;

const picture = (model: RunModel): Html => {
  const { run, graph, standing } = model;
  const summary = runSummary(run, standing);
  const { part, other } = graph === undefined ? { part: undefined, other: "" } : drawn(graph, model);
  return html`<section class="card">
    <h2>Where it stands</h2>
    <p>${summary}</p>
    ${
      part === undefined
        ? html`<p class="empty">Its definition can't be drawn.</p>`
        : html`<div class="drawing" tabindex="0" role="region" aria-label="State graph">${drawing(part, standing, summary)}</div>
            ${legend} ${other === "" ? "" : html`<p class="hint more">${other}</p>`}`
    }
    <details class="letter">
      <summary>The way it took, as a list</summary>
      <ol>
        ${standing.path.map((state) => html`<li>${state}</li>`)}
      </ol>
    </details>
  </section>`;
};

/** `TaskStateEntered` as "Task state entered". */
const typeText = (type: string): string => type.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const detail = ({ data, error, cause, id: number }: HistoryEntry): Html => {
  const text = cause ?? data;
  const known = error === undefined ? "" : html`<strong>${error}</strong> `;
  return text === undefined || text === "{}" || text === "null"
    ? html`${known}`
    : html`${known}
        <details>
          <summary>${cause === undefined ? "data" : "cause"}</summary>
          ${json(text, `${cause === undefined ? "Data" : "Cause"} of event ${number}`)}
        </details>`;
};

const historyTable = ({ entries, complete }: RunModel["history"]): Html =>
  html`${table(
    "The run's history, oldest first",
    [{ title: "#", numeric: true }, { title: "When (UTC)" }, { title: "Event" }, { title: "State" }, { title: "Details" }],
    entries.map((entry) => [entry.id, exactMoment(entry.at), typeText(entry.type), entry.state ?? "", detail(entry)]),
  )}
  ${complete ? "" : html`<p class="note" role="note">The history goes on: only its first ${entries.length} events are shown, so the picture may be behind.</p>`}`;

export const runPage = (ui: Ui, model: RunModel): Page => {
  const { run } = model;
  return {
    title: `Run ${run.name}`,
    part: "runs",
    body: html`${idHeading("Run", run.name, statusBadge(run.status))}
      <section class="card">${facts(ui, model)}</section>
      ${failure(ui, model)} ${picture(model)}
      <div class="columns">
        <section class="card">
          <h2>Input</h2>
          ${json(run.input, "Input")}
        </section>
        <section class="card">
          <h2>Output</h2>
          ${run.output === undefined ? html`<p class="empty">None${run.status === "RUNNING" ? " yet" : ""}.</p>` : json(run.output, "Output")}
        </section>
      </div>
      <details class="card folded">
        <summary>
          <h2>History <small>${model.history.entries.length} events</small></h2>
        </summary>
        ${historyTable(model.history)}
      </details>`,
  };
};
