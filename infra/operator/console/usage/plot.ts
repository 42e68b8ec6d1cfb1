import { scaleBand, scaleLinear } from "d3-scale";
import { html } from "hono/html";
import { plus } from "../../../../events/kernel/quantity";
import type { Html } from "../parts/markup";
import { isUsed, PARTS, type DayStack, type Part } from "./stack";

export const PART_WORDS: Readonly<Record<Part, string>> = { included: "included", billed: "billed", pending: "pending", elsewhere: "not billed" };

/** In units of the picture; 31 days of two digits each can be read, also on a telephone, where it scrolls. */
const SIZE = { width: 760, height: 230, left: 60, right: 8, top: 12, bottom: 26 } as const;

const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** A drawing is no account: a float is as exact as a pixel needs. */
const drawn = (quantity: string): number => Number(quantity);

interface Segment {
  readonly part: Part;
  readonly from: number;
  readonly to: number;
}

const segmentsOf = (stack: DayStack): readonly Segment[] => {
  let from = 0;
  return PARTS.flatMap((part) => {
    const to = from + drawn(stack[part]);
    const segment = { part, from, to };
    from = to;
    return segment.to > segment.from ? [segment] : [];
  });
};

const heightOf = (stack: DayStack): number => Math.max(drawn(stack.recorded), segmentsOf(stack).at(-1)?.to ?? 0);

/** `2026-11-24: 15.5 recorded, 12 billed, 3 not billed`. */
export const dayText = (stack: DayStack): string =>
  `${stack.day}: ${stack.recorded} recorded${PARTS.filter((part) => stack[part] !== "0")
    .map((part) => `, ${stack[part]} ${PART_WORDS[part]}`)
    .join("")}`;

const summaryOf = (dimension: string, stacks: readonly DayStack[]): string => {
  const used = stacks.filter(isUsed);
  const most = used.reduce<DayStack | undefined>((best, one) => (best === undefined || drawn(one.recorded) > drawn(best.recorded) ? one : best), undefined);
  const recorded = plus(...stacks.map((stack) => stack.recorded));
  if (most === undefined) return `Nothing of ${dimension} was recorded.`;
  return `${recorded} of ${dimension} recorded on ${used.length} ${used.length === 1 ? "day" : "days"}, most of it on ${most.day}. The table beneath says the same.`;
};

/** A month of one dimension, a bar a day: what is included, billed, pending and not billed, and a mark at what was recorded. */
export const plot = (dimension: string, stacks: readonly DayStack[], name: string): Html => {
  const { width, height, left, right, top, bottom } = SIZE;
  const x = scaleBand(
    stacks.map(({ day }) => day),
    [left, width - right],
  ).paddingInner(0.25);
  const y = scaleLinear([0, Math.max(1, ...stacks.map(heightOf))], [height - bottom, top]).nice(4);
  const wide = x.bandwidth();
  const bar = (stack: DayStack): Html => {
    const at = x(stack.day) ?? left;
    const mark = y(drawn(stack.recorded));
    return html`<g>
      <title>${dayText(stack)}</title>
      <rect class="reach" x="${at}" y="${top}" width="${wide}" height="${height - bottom - top}"></rect>
      ${segmentsOf(stack).map(({ part, from, to }) => html`<rect class="${part}" x="${at}" y="${y(to)}" width="${wide}" height="${y(from) - y(to)}"></rect>`)}
      <path class="mark" d="M${at - 2} ${mark}h${wide + 4}"></path>
    </g>`;
  };
  const tick = (value: number): Html =>
    html`<path class="grid" d="M${left} ${y(value)}H${width - right}"></path>
      <text class="value" x="${left - 8}" y="${y(value) + 4}">${short.format(value)}</text>`;
  const label = ({ day }: DayStack): Html | "" => {
    const number = Number(day.slice("2026-11-".length));
    return number === 1 || number % 5 === 0 ? html`<text class="day" x="${(x(day) ?? left) + wide / 2}" y="${height - 8}">${number}</text>` : "";
  };
  return html`<div class="drawing" tabindex="0" role="region" aria-label="Plot of ${dimension}">
    <svg class="plot" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${name}-title ${name}-summary">
      <title id="${name}-title">${dimension} by day</title>
      <desc id="${name}-summary">${summaryOf(dimension, stacks)}</desc>
      ${y.ticks(4).map(tick)} ${stacks.filter(isUsed).map(bar)} ${stacks.map(label)}
    </svg>
  </div>`;
};

/** What the colours mean. */
export const legend = (): Html =>
  html`<ul class="legend">
    <li><span class="swatch mark"></span>recorded</li>
    ${PARTS.map((part) => html`<li><span class="swatch ${part}"></span>${PART_WORDS[part]}</li>`)}
  </ul>`;
