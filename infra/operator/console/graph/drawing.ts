import { html } from "hono/html";
import type { Html } from "../parts/markup";
import { place, type PlacedEdge, type PlacedState, type Point } from "./layout";
import type { MachineGraph } from "./definition";
import type { Standing, StateStanding } from "./standing";

/** Marks that tell the standing without colour. */
const MARKS: Readonly<Record<StateStanding, string>> = { untouched: "", passed: "✓", current: "●", failed: "✕" };

const LINE_HEIGHT = 17;

const state = (placed: PlacedState, standing: StateStanding): Html => {
  const { x, y, width, height, lines, type } = placed;
  const top = y - height / 2;
  const corner = type === "Choice" ? height / 2 : 8;
  return html`<g class="state ${standing} ${type.toLowerCase()}">
    <rect x="${x - width / 2}" y="${top}" width="${width}" height="${height}" rx="${corner}"></rect>
    <text class="kind" x="${x}" y="${top + 16}">${MARKS[standing]} ${type}</text>
    ${lines.map((line, index) => html`<text x="${x}" y="${top + 33 + index * LINE_HEIGHT}">${line}</text>`)}
  </g>`;
};

/** A smooth line through the corners: quadratic curves between the middles of its parts. */
const curve = (points: readonly Point[]): string => {
  const [first, ...rest] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return "";
  const middles = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? point;
    return `Q${point.x} ${point.y} ${(point.x + next.x) / 2} ${(point.y + next.y) / 2}`;
  });
  return `M${first.x} ${first.y}${middles.join("")}L${last.x} ${last.y}`;
};

const arrow = ({ points }: PlacedEdge, taken: boolean): Html =>
  html`<path class="way ${taken ? "taken" : ""}" d="${curve(points)}" marker-end="url(#${taken ? "tip-taken" : "tip"})"></path>`;

const label = ({ label: text, at }: PlacedEdge, taken: boolean): Html | "" =>
  text === undefined ? "" : html`<text class="label ${taken ? "taken" : ""}" x="${at.x}" y="${at.y + 4}">${text}</text>`;

const tip = (id: string): Html =>
  html`<marker id="${id}" class="${id}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"
    ><path d="M0 0L8 4L0 8z"></path
  ></marker>`;

/** The machine as a picture, with where the execution has come. @param summary says the same in words */
export const drawing = (graph: MachineGraph, standing: Standing, summary: string): Html => {
  const { width, height, states, edges } = place(graph);
  // What was taken is drawn last, so that it lies on top.
  const ways = edges.map((edge) => ({ edge, taken: standing.taken(edge.from, edge.to) > 0 })).toSorted((one, other) => Number(one.taken) - Number(other.taken));
  return html`<svg class="graph" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="graph-title graph-summary">
    <title id="graph-title">State graph</title>
    <desc id="graph-summary">${summary}</desc>
    <defs>${tip("tip")}${tip("tip-taken")}</defs>
    ${ways.map(({ edge, taken }) => arrow(edge, taken))} ${states.map((one) => state(one, standing.of(one.name)))}
    ${ways.map(({ edge, taken }) => label(edge, taken))}
  </svg>`;
};
