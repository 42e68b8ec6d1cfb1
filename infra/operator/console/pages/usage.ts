import { html } from "hono/html";
import { dayOf, type Day, type Month } from "../../../../events/kernel/hour";
import { isZero } from "../../../../events/kernel/quantity";
import type { LedgerLine } from "../../../../events/usage/ledger";
import type { UsageMonth } from "../../../../functions/kernel/usage/usage-month";
import { sumText } from "../../usage/month-text";
import { isTelling, reasonOf, remarksOn, STATE_WORDS } from "../../usage/state-words";
import type { Page } from "../parts/layout";
import type { Html } from "../parts/markup";
import { badge, empty, id, idHeading, runLink, table } from "../parts/pieces";
import { PATHS, type Ui } from "../parts/ui";
import { legend, PART_WORDS, plot } from "../usage/plot";
import { isUsed, PARTS, stacksOf, type DayStack } from "../usage/stack";

export interface UsageModel {
  readonly month: UsageMonth;
  /** The month it is. */
  readonly now: Month;
  /** The day whose hours are asked for. */
  readonly day?: Day | undefined;
}

/** More hours of a dimension are shown a day at a time. */
const MOST_LINES = 100;

const monthBeside = (month: Month, by: number): Month => {
  const date = new Date(`${month}-01T00:00:00.000Z`);
  date.setUTCMonth(date.getUTCMonth() + by);
  return date.toISOString().slice(0, month.length);
};

const picker = ({ base }: Ui, { month: { subscription, month }, now }: UsageModel): Html => {
  const path = `${base}${PATHS.usage(subscription)}`;
  const [before, after] = [monthBeside(month, -1), monthBeside(month, 1)];
  return html`<form class="filters" method="get" action="${path}" aria-label="Month">
    <label>Month (UTC)<input type="month" name="month" value="${month}" max="${now}" pattern="\\d{4}-\\d{2}" placeholder="2026-11" required /></label>
    <button>Show</button>
    <a class="beside" href="${path}?month=${before}"><span aria-hidden="true">←</span> ${before}</a>
    ${after > now ? "" : html`<a class="beside" href="${path}?month=${after}">${after} <span aria-hidden="true">→</span></a>`}
  </form>`;
};

/** Whether a person may have to see to any of it. */
const isTroubled = ({ lines }: UsageMonth): boolean => lines.some(({ state, closed }) => STATE_WORDS[state].tone === "bad" && closed === undefined);

const conservation = ({ conserved, totals, sums }: UsageMonth): Html =>
  html`<section class="card access ${conserved ? "good" : "bad"}">
    <h2>${conserved ? "Every unit is accounted for" : "The sums do not agree"}</h2>
    ${conserved ? "" : html`<p>Usage was lost or counted twice: see <code>stallkeeper-usage-not-conserved</code> in the runbook.</p>`}
    <dl class="facts">
      ${Object.entries(totals).map(([dimension, some]) => {
        const both = sums[dimension];
        return both === undefined
          ? ""
          : html`<dt><code>${dimension}</code></dt>
              <dd>${sumText(some, both)}</dd>`;
      })}
    </dl>
  </section>`;

const number = (title: string) => ({ title, numeric: true });

/** @param path of the month, to which a day is added */
const byDay = (path: string, dimension: string, stacks: readonly DayStack[], hours: string): Html =>
  html`<details class="days">
    <summary>The plot as a table, with a link to each day's hours</summary>
    ${table(
      `${dimension} by day`,
      [{ title: "Day" }, number("recorded"), ...PARTS.map((part) => number(PART_WORDS[part]))],
      stacks
        .filter(isUsed)
        .map((stack) => [html`<a href="${path}&day=${stack.day}#${hours}">${stack.day}</a>`, stack.recorded, ...PARTS.map((part) => stack[part])]),
    )}
  </details>`;

/** AWS's id, or why there is none, and what else there is to say. */
const answer = (line: LedgerLine): Html => {
  const { meteringRecordId, inferred } = line;
  return html`<div>
    ${meteringRecordId === undefined ? reasonOf(line) : id(meteringRecordId)}
    ${inferred === true ? html`<p class="small">inferred: AWS refused our own record as a duplicate, after a call whose answer was lost</p>` : ""}
    ${remarksOn(line).map((remark) => html`<p class="small">${remark}</p>`)}
  </div>`;
};

const TONES = { good: "good", bad: "bad", wait: "wait", faint: "calm" } as const;

/** Amounts of a line that are shown where there are any. */
const SOME = [
  { title: "Carried in", of: ({ carriedIn }: LedgerLine) => carriedIn },
  { title: "Included", of: ({ included }: LedgerLine) => included },
  { title: "Carried on", of: ({ carriedOut }: LedgerLine) => carriedOut },
] as const;

const hoursTable = (ui: Ui, dimension: string, lines: readonly LedgerLine[]): Html => {
  const some = SOME.filter(({ of }) => lines.some((line) => !isZero(of(line))));
  const columns = [
    { title: "Hour (UTC)" },
    number("Recorded"),
    ...some.map(({ title }) => number(title)),
    number("Units"),
    { title: "State" },
    { title: "AWS's record, or why not" },
    { title: "Run" },
  ];
  const rows = lines.map((line) => {
    const sealed = line.state !== "unsealed";
    const { tone, words } = STATE_WORDS[line.state];
    return [
      html`<time datetime="${line.hour}:00:00.000Z">${line.hour.replace("T", " ")}:00</time>`,
      line.recorded,
      ...some.map(({ of }) => (sealed ? of(line) : "")),
      sealed ? line.units : "",
      badge(words, TONES[tone]),
      answer(line),
      line.run === undefined ? "" : runLink(ui, line.run),
    ];
  });
  return table(`${dimension} by hour`, columns, rows);
};

/** The lines that are shown, and of which day they are alone. */
const choose = (lines: readonly LedgerLine[], day: Day | undefined): { readonly shown: readonly LedgerLine[]; readonly of?: Day } => {
  const of = (one: Day) => ({ shown: lines.filter(({ hour }) => dayOf(hour) === one), of: one });
  if (day !== undefined) return of(day);
  const newest = lines.at(-1);
  return lines.length <= MOST_LINES || newest === undefined ? { shown: lines } : of(dayOf(newest.hour));
};

const dimensionCard = (ui: Ui, { month, day }: UsageModel, dimension: string, index: number): Html => {
  const [name, hours] = [`plot-${index}`, `hours-${index}`];
  const path = `${ui.base}${PATHS.usage(month.subscription)}?month=${month.month}`;
  const stacks = stacksOf(month.month, month.days, dimension);
  const all = month.lines.filter((line) => line.dimension === dimension);
  const telling = all.filter(isTelling);
  const { shown, of } = choose(telling, day);
  const left = of === undefined ? all.length - telling.length : 0;
  return html`<section class="card">
    <h2><code>${dimension}</code> <small>by day</small></h2>
    ${plot(dimension, stacks, name)} ${legend()} ${byDay(path, dimension, stacks, hours)}
    <h3 id="${hours}" class="hours">
      By hour${of === undefined ? "" : html`, on ${of}`} ${day === undefined ? "" : html`<a href="${path}#${hours}">Show the month's hours</a>`}
    </h3>
    ${shown.length === 0 ? empty("Nothing was used.") : hoursTable(ui, dimension, shown)}
    ${of !== undefined && day === undefined ? html`<p class="small">There are ${telling.length} hours with usage; those of other days are found through the table above.</p>` : ""}
    ${left === 0 ? "" : html`<p class="small">${left} ${left === 1 ? "hour" : "hours"} without usage ${left === 1 ? "is" : "are"} left out.</p>`}
  </section>`;
};

export const usagePage = (ui: Ui, model: UsageModel): Page => {
  const { month } = model;
  const dimensions = Object.keys(month.totals).toSorted();
  return {
    title: `Usage of ${month.subscription} in ${month.month}`,
    body: html`${idHeading(`Usage in ${month.month}`, month.subscription)}
      <p>
        <a href="${ui.base}${PATHS.subscription(month.subscription)}">The subscription, and all that happened to it</a>
        ${isTroubled(month) ? html`<br /><a href="${ui.base}${PATHS.unbilled(month.subscription)}">What AWS does not bill as sealed, until a person has seen to it</a>` : ""}
      </p>
      ${picker(ui, model)}
      ${
        dimensions.length === 0
          ? html`<section class="card">${empty(`Nothing of ${month.month} was reported or sealed.`)}</section>`
          : html`${conservation(month)} ${dimensions.map((dimension, index) => dimensionCard(ui, model, dimension, index))}`
      }`,
  };
};
