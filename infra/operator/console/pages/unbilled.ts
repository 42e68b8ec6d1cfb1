import { html } from "hono/html";
import { dayOf, monthOf, startOf } from "../../../../events/kernel/hour";
import { isSurelyUnbilled, UsageResolution } from "../../../../events/kernel/usage-problem";
import type { OpenUsageProblem } from "../../../../events/subscription/state";
import { becauseText, hourText } from "../../work/usage-told";
import type { Page } from "../parts/layout";
import type { Html } from "../parts/markup";
import { badge, empty, id, idHeading, moment, table, tokenField } from "../parts/pieces";
import { PATHS, type Ui } from "../parts/ui";

export interface UnbilledModel {
  readonly subscription: string;
  /** Oldest first. */
  readonly problems: readonly OpenUsageProblem[];
  /** How many more there are in the books. */
  readonly older: number;
}

const KINDS = { disputed: "disputed", notSubscribed: "not subscribed", refused: "refused", expired: "expired" } as const;

const RESOLUTIONS: Readonly<Record<UsageResolution, string>> = {
  billedByAws: "AWS bills what was sealed",
  writtenOff: "Nobody bills it",
  adjustmentRequested: "AWS was asked to give money back",
};

const COLUMNS = [
  { title: "Hour (UTC)" },
  { title: "Dimension" },
  { title: "What" },
  { title: "Sealed", numeric: true },
  { title: "AWS bills", numeric: true },
  { title: "Difference", numeric: true },
  { title: "Why" },
  { title: "Close" },
];

const closing = (ui: Ui, subscription: string, { hour, dimension, retriedUntil }: OpenUsageProblem): Html | string => {
  if (retriedUntil !== undefined) return html`<span class="small">AWS is told again until ${moment(retriedUntil)}</span>`;
  if (!ui.actions) return "";
  const name = `${dimension} of ${hourText(hour)}`;
  return html`<details class="action">
    <summary aria-label="Close ${name}">Close…</summary>
    <form method="post" action="${ui.base}${PATHS.closeUsage(subscription)}">
      ${tokenField(ui)}
      <input type="hidden" name="hour" value="${hour}" />
      <input type="hidden" name="dimension" value="${dimension}" />
      <p>
        <label
          >How it ended
          <select name="resolution" required>
            <option value="">Choose</option>
            ${UsageResolution.options.map((one) => html`<option value="${one}">${RESOLUTIONS[one]}</option>`)}
          </select></label
        >
      </p>
      <p>
        <label>Why, without personal data: the log keeps it for ever <input name="reason" required maxlength="300" autocomplete="off" /></label>
      </p>
      <button class="primary">Close now</button>
    </form>
  </details>`;
};

const cells = (ui: Ui, subscription: string, problem: OpenUsageProblem): readonly (Html | string)[] => {
  const { hour, dimension, kind, quantity, because, meteringRecordId } = problem;
  const isKnown = isSurelyUnbilled(problem);
  return [
    html`<a href="${ui.base}${PATHS.usage(subscription)}?month=${monthOf(hour)}&day=${dayOf(hour)}"
      ><time datetime="${startOf(hour)}">${hourText(hour)}</time></a
    >`,
    html`<code>${dimension}</code>`,
    badge(KINDS[kind], kind === "notSubscribed" && problem.retriedUntil !== undefined ? "wait" : "bad"),
    quantity,
    isKnown ? "0" : "unknown",
    isKnown ? `−${quantity}` : "unknown",
    html`<div>
      ${becauseText(because)}${meteringRecordId === undefined ? "" : html`<br /><span class="small">AWS's record</span> ${id(meteringRecordId)}`}
    </div>`,
    closing(ui, subscription, problem),
  ];
};

/** What of a subscription's usage AWS does not bill as it was sealed. */
export const unbilledPage = (ui: Ui, { subscription, problems, older }: UnbilledModel): Page => ({
  title: `Usage not billed of ${subscription}`,
  part: "worklist",
  body: html`${idHeading("Usage not billed as sealed", subscription)}
    <p class="lead">
      Each record that AWS does not bill as it was sealed, until a person has seen to it. What AWS holds where it disputes a record is in CloudTrail and in the
      Daily Usage feed. An hour leads to its day in the ledger; <a href="${ui.base}${PATHS.subscription(subscription)}">the subscription</a> has the rest.
    </p>
    ${
      ui.actions
        ? ""
        : html`<p class="hint">
            This console only looks. To close here, start it with <code>--allow-actions</code>; <code>stallkeeper usage close</code> does the same.
          </p>`
    }
    <section class="card">
      ${
        problems.length === 0
          ? empty("Nothing waits: AWS bills everything as it was sealed, or a person has seen to it.")
          : table(
              "Usage not billed",
              COLUMNS,
              problems.map((problem) => cells(ui, subscription, problem)),
            )
      }
      ${older === 0 ? "" : html`<p class="hint more">${older} older ones are in the ledger: <code>stallkeeper usage ${subscription}</code>.</p>`}
    </section>`,
});
