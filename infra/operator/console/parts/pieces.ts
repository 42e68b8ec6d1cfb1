import { html } from "hono/html";
import type { Html } from "./markup";
import { PATHS, type Ui } from "./ui";

const timed = (instant: string, end: number): Html =>
  html`<time datetime="${instant}">${instant.slice(0, 10)} <span class="clock">${instant.slice(11, end)}</span><span class="utc"> UTC</span></time>`;

/** An instant in UTC, to the second; the script adds the local time as a hint. */
export const moment = (instant: string): Html => timed(instant, 19);

/** The day alone, where the hour matters to nobody; the script's hint has it. */
export const day = (instant: string): Html => html`<time datetime="${instant}">${instant.slice(0, 10)}</time>`;

/** The same with milliseconds, for what happened within one second of each other. */
export const exactMoment = (instant: string): Html => timed(instant, 23);

const copyButton = (text: string): Html => html`<button type="button" class="copy" data-copy="${text}" aria-label="Copy ${text}" hidden></button>`;

/** An id, in monospace, with a button that copies it where there is JavaScript. */
export const id = (text: string, href?: string): Html =>
  html`<span class="id">${href === undefined ? html`<code>${text}</code>` : html`<a href="${href}"><code>${text}</code></a>`}${copyButton(text)}</span>`;

/** A page's heading that is an id. The button is beside it: a heading's name is all that is in it. */
export const idHeading = (kind: string, text: string, more: Html | "" = ""): Html =>
  html`<p class="kicker">${kind}</p>
    <div class="title">
      <h1><code>${text}</code></h1>
      ${copyButton(text)} ${more}
    </div>`;

/** How a piece of text is meant. */
export type Tone = "good" | "bad" | "wait" | "calm";

/** A word in its colour. The word alone tells as much. */
export const badge = (text: string, tone: Tone): Html => html`<span class="badge ${tone}">${text}</span>`;

const ACCESS: Readonly<Record<string, Tone>> = { granted: "good", pending: "wait", revoked: "bad", suspended: "bad" };
export const accessBadge = (access: string): Html => badge(access, ACCESS[access] ?? "calm");
export const accessTone = (access: string): Tone => ACCESS[access] ?? "calm";

const STATUS: Readonly<Record<string, Tone>> = { RUNNING: "wait", SUCCEEDED: "good", FAILED: "bad", TIMED_OUT: "bad", ABORTED: "bad", PENDING_REDRIVE: "wait" };
const statusText = (status: string): string => status.toLowerCase().replaceAll("_", " ");
export const statusBadge = (status: string): Html => badge(statusText(status), STATUS[status] ?? "calm");

/** A column's heading, and whether its cells are numbers. */
export interface Column {
  readonly title: string;
  readonly numeric?: boolean;
}

const cellClass = (column: Column | undefined, cell: Html | string | number): string =>
  [column?.numeric === true ? "number" : "", cell === "" ? "blank" : ""].filter((name) => name !== "").join(" ");

/** A table that becomes a list of cards where there is little room. @param caption is read to those who don't see it */
export const table = (caption: string, columns: readonly Column[], rows: readonly (readonly (Html | string | number)[])[]): Html =>
  html`<div class="scroll">
    <table>
      <caption class="quiet">
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map(({ title, numeric }) => html`<th scope="col" class="${numeric === true ? "number" : ""}">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map((cell, index) => html`<td data-title="${columns[index]?.title ?? ""}" class="${cellClass(columns[index], cell)}">${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;

/** What a list without items says. */
export const empty = (sentence: string): Html => html`<p class="empty">${sentence}</p>`;

const pretty = (text: string): string => {
  try {
    const json: unknown = JSON.parse(text);
    return JSON.stringify(json, undefined, 2);
  } catch {
    return text;
  }
};

/** JSON with line breaks, or any other text as it is. It can be scrolled with the keyboard. */
export const json = (text: string, label: string): Html => html`<pre tabindex="0" role="region" aria-label="${label}"><code>${pretty(text)}</code></pre>`;

/** The hidden field without which no form is taken. */
export const tokenField = ({ token }: Ui): Html => html`<input type="hidden" name="token" value="${token}" />`;

interface Action {
  readonly path: string;
  readonly label: string;
  readonly consequence: string;
  /** What a person has to say with it, sent as `reason`. @default - nothing */
  readonly reason?: string;
}

const reasonField = (hint: string): Html =>
  html`<label>Reason <input name="reason" required maxlength="300" autocomplete="off" /> <span class="small">${hint}</span></label>`;

/** A button for something that can't be taken back, behind a first click. Nothing where the console may only look. */
export const action = (ui: Ui, { path, label, consequence, reason }: Action): Html =>
  ui.actions
    ? html`<details class="action">
        <summary>${label}…</summary>
        <form method="post" action="${ui.base}${path}">
          ${tokenField(ui)}
          <p>${consequence}</p>
          ${reason === undefined ? "" : reasonField(reason)}
          <button class="primary">${label} now</button>
        </form>
      </details>`
    : html`<p class="hint">This console only looks. To act here, start it with <code>--allow-actions</code>.</p>`;

/** A run, told by its name. */
export const runLink = ({ base }: Ui, name: string): Html => id(name, `${base}${PATHS.runNamed(name)}`);

/** `1,234 looked at, then stopped`: says that a walk did not see everything. */
export const partial = ({ complete, looked }: { readonly complete: boolean; readonly looked: number }, what: string): Html | "" =>
  complete
    ? ""
    : html`<p class="note" role="note">
        There is more than a page can look through: ${looked.toLocaleString("en")} ${what} were looked at. What is not listed here may still be there.
      </p>`;
