import { html } from "hono/html";
import { WorkKind } from "../../../../events/projections/worklist";
import type { WorkItem } from "../../../../functions/kernel/projections/read-worklist";
import { ageText } from "../../work/age";
import { accountOf, isTest, subjectOf, toldOf, WORK_TITLES } from "../../work/meanings";
import { isUsageWork } from "../../work/usage-told";
import type { Page } from "../parts/layout";
import type { Html } from "../parts/markup";
import { accessBadge, empty, id, moment, table } from "../parts/pieces";
import { PATHS, type Ui } from "../parts/ui";

export interface WorklistModel {
  /** Everything that waits, the longest waiting first. */
  readonly items: readonly WorkItem[];
  /** The one kind that is shown; undefined for all. */
  readonly kind: WorkKind | undefined;
  readonly now: string;
}

/** Items of one kind on a page: the longest waiting are done first, and the others come up. */
const SHOWN = 100;

/** The page that says more of an item. */
const placeOf = (item: WorkItem): string => {
  if (item.kind === "parkedNotice") return PATHS.notice(item.noticeId);
  if (isUsageWork(item.kind) && "subscriptionId" in item) return PATHS.unbilled(item.subscriptionId);
  return item.kind === "unlicensedArrival" ? PATHS.arrival(item.arrivalId) : PATHS.subscription(item.subscriptionId);
};

const filter = (ui: Ui, { items, kind: chosen }: WorklistModel): Html => {
  const entry = (kind: WorkKind | undefined, title: string, count: number): Html =>
    html`<a href="${ui.base}${PATHS.worklist}${kind === undefined ? "" : `?kind=${kind}`}" ${kind === chosen ? html`aria-current="true"` : ""}
      >${title} <b>${count}</b></a
    >`;
  const kinds = WorkKind.options.flatMap((kind) => {
    const count = items.filter((item) => item.kind === kind).length;
    return count === 0 && kind !== chosen ? [] : [entry(kind, WORK_TITLES[kind], count)];
  });
  return html`<nav class="pills" aria-label="Kinds">${entry(undefined, "Everything", items.length)} ${kinds}</nav>`;
};

const COLUMNS = [{ title: "Waits" }, { title: "Since (UTC)" }, { title: "About" }, { title: "Account" }, { title: "Access" }, { title: "What to do" }];

const toDo = (item: WorkItem): Html => {
  const { what, lines = [], step, commands = [] } = toldOf(item);
  return html`<div>
    <p class="what">${what.slice(0, 1).toUpperCase()}${what.slice(1)}${isTest(item) ? ", a test" : ""}.</p>
    ${
      lines.length === 0
        ? ""
        : html`<ul class="small">
            ${lines.map((line) => html`<li>${line}</li>`)}
          </ul>`
    }
    <p class="small">${step}</p>
    ${commands.map((command) => html`<p class="command">${id(command)}</p>`)}
  </div>`;
};

const cells = ({ base }: Ui, item: WorkItem, now: string): readonly (Html | string)[] => {
  const account = accountOf(item);
  return [
    html`<strong class="age">${ageText(item.since, now)}</strong>`,
    item.since === null ? "" : moment(item.since),
    id(subjectOf(item), `${base}${placeOf(item)}`),
    account === null ? "" : id(account, `${base}${PATHS.customer(account)}`),
    "access" in item ? accessBadge(item.access) : "",
    toDo(item),
  ];
};

const group = (ui: Ui, kind: WorkKind, { items, now }: WorklistModel): Html | "" => {
  const found = items.filter((item) => item.kind === kind);
  if (found.length === 0) return "";
  const shown = found.slice(0, SHOWN);
  return html`<section class="card">
    <h2>${WORK_TITLES[kind]} <small>${found.length}</small></h2>
    ${table(
      WORK_TITLES[kind],
      COLUMNS,
      shown.map((item) => cells(ui, item, now)),
    )}
    ${shown.length < found.length ? html`<p class="hint more">The ${shown.length} longest waiting of ${found.length} are shown.</p>` : ""}
  </section>`;
};

export const worklistPage = (ui: Ui, model: WorklistModel): Page => {
  const { items, kind } = model;
  const kinds = kind === undefined ? WorkKind.options : [kind];
  const isEmpty = !items.some((item) => kinds.includes(item.kind));
  return {
    title: "Worklist",
    part: "worklist",
    body: html`<h1>Worklist</h1>
      <p class="lead">What waits for a person, the longest waiting first. An item leaves the list by itself as soon as the log says that it is settled.</p>
      ${filter(ui, model)}
      ${isEmpty ? html`<section class="card">${empty(kind === undefined ? "Nothing waits for a person." : "Nothing of this kind waits.")}</section>` : kinds.map((one) => group(ui, one, model))}`,
  };
};
