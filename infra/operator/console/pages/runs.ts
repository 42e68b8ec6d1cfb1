import { html } from "hono/html";
import type { ExecutionSummary, MachineName } from "../../../../functions/kernel/aws/executions";
import { ExecutionStatus } from "../../../../functions/kernel/aws/state-machines";
import { duration } from "../models/runs";
import type { Page } from "../parts/layout";
import type { Html } from "../parts/markup";
import { empty, id, moment, statusBadge, table } from "../parts/pieces";
import { PATHS, type Ui } from "../parts/ui";

const COLUMNS = [{ title: "Status" }, { title: "Run" }, { title: "Machine" }, { title: "Started (UTC)" }, { title: "Took", numeric: true }];

/** Runs in a table, each with the way to its page. */
export const runsTable = ({ base, prefix }: Ui, runs: readonly ExecutionSummary[], now: string): Html =>
  runs.length === 0
    ? empty("There are no such runs.")
    : table(
        "Runs, the newest first",
        COLUMNS,
        runs.map(({ status, name, machine, startedAt, stoppedAt, redrives }) => [
          html`${statusBadge(status)}${redrives > 0 ? html` <span class="small">redriven ${redrives}×</span>` : ""}`,
          id(name, `${base}${PATHS.run(machine, name)}`),
          machine.replace(`${prefix}-`, ""),
          moment(startedAt),
          stoppedAt === undefined ? `${duration(startedAt, now)} so far` : duration(startedAt, stoppedAt),
        ]),
      );

export interface Runs {
  readonly machines: readonly MachineName[];
  readonly machine?: string | undefined;
  readonly status?: ExecutionStatus | undefined;
  readonly runs: readonly ExecutionSummary[];
  /** Where older runs start; only one machine's can be paged through. */
  readonly next?: string | undefined;
  readonly now: string;
}

const option = (value: string, label: string, chosen: string | undefined): Html =>
  html`<option value="${value}" ${value === (chosen ?? "") ? html`selected` : ""}>${label}</option>`;

/** Step Functions filters by these; a pending redrive is shown as it comes. */
const STATUSES = ExecutionStatus.options;

const older = ({ base }: Ui, { machine = "", status, next }: Runs): Html => {
  if (next !== undefined)
    return html`<p class="more">
      <a href="${base}${PATHS.runs}?${new URLSearchParams({ machine, status: status ?? "", from: next }).toString()}">Older runs</a>
    </p>`;
  return machine === "" ? html`<p class="more hint">These are the newest of each machine. Choose a machine to go further back.</p>` : html``;
};

export const runsPage = (ui: Ui, model: Runs): Page => ({
  title: "Runs",
  part: "runs",
  body: html`<h1>Runs</h1>
    <p class="lead">Every execution of a state machine, newest first. Step Functions keeps them for 90 days after they end.</p>
    <section class="card">
      <form class="filters" method="get" action="${ui.base}${PATHS.runs}">
        <label
          >Machine
          <select name="machine">
            ${option("", "all machines", model.machine)} ${model.machines.map(({ name }) => option(name, name.replace(`${ui.prefix}-`, ""), model.machine))}
          </select></label
        >
        <label
          >Status
          <select name="status">
            ${option("", "any status", model.status)} ${STATUSES.map((status) => option(status, status.toLowerCase().replaceAll("_", " "), model.status))}
          </select></label
        >
        <button>Show</button>
      </form>
      ${runsTable(ui, model.runs, model.now)} ${older(ui, model)}
    </section>`,
});
