import { Graph, layout, type EdgeLabel, type GraphLabel, type NodeLabel } from "@dagrejs/dagre";
import type { GraphEdge, GraphState, MachineGraph } from "./definition";

/** A point of the drawing, in its own units: a pixel each at full size. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A state with its place. `x` and `y` are its middle. */
export interface PlacedState extends GraphState, Point {
  readonly width: number;
  readonly height: number;
  /** The name, broken into lines that fit. */
  readonly lines: readonly string[];
}

/** An arrow with its corners, and the middle of its label. */
export interface PlacedEdge extends GraphEdge {
  readonly points: readonly Point[];
  readonly at: Point;
}

export interface Placed {
  readonly width: number;
  readonly height: number;
  readonly states: readonly PlacedState[];
  readonly edges: readonly PlacedEdge[];
}

/** At 13 px a letter is about 7 px wide; 24 letters make a box of a width that four fit beside each other on a laptop. */
const LETTERS = 24;
const LETTER_WIDTH = 7.2;
const LINE_HEIGHT = 17;
const PADDING = 14;
/** Room for the type above the name. */
const CAPTION = 14;
const LABEL_LETTER_WIDTH = 6.4;
const MARGIN = 12;

/** Breaks a name between words. A word longer than a line stays whole: the box widens instead. */
export const inLines = (name: string): readonly string[] => {
  const lines: string[] = [];
  for (const word of name.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= LETTERS) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
};

const sizeOf = (lines: readonly string[]) => ({
  width: Math.round(Math.max(8, ...lines.map(({ length }) => length)) * LETTER_WIDTH + 2 * PADDING),
  height: lines.length * LINE_HEIGHT + CAPTION + PADDING,
});

const round = (value: number | undefined): number => Math.round((value ?? 0) * 10) / 10;

/** Lays a machine out in layers from top to bottom, with room for labels; the same each time. */
export const place = ({ states, edges }: MachineGraph): Placed => {
  const graph = new Graph<GraphLabel, NodeLabel, EdgeLabel>();
  graph.setGraph({ rankdir: "TB", nodesep: 28, ranksep: 30, edgesep: 18, marginx: MARGIN, marginy: MARGIN });
  // By number: the library keeps nodes in plain objects, where a state named `valueOf` would meet what is there already.
  const keys = new Map(states.map(({ name }, index) => [name, `state ${index}`]));
  const keyOf = (name: string): string => keys.get(name) ?? "";
  const boxes = states.map((state) => ({ ...state, lines: inLines(state.name) }));
  for (const { name, lines } of boxes) graph.setNode(keyOf(name), sizeOf(lines));
  for (const { from, to, label } of edges) {
    const room = label === undefined ? { width: 0, height: 0 } : { width: label.length * LABEL_LETTER_WIDTH + 8, height: 16 };
    graph.setEdge(keyOf(from), keyOf(to), { labelpos: "c", ...room });
  }
  layout(graph);
  const { width, height } = graph.graph();
  return {
    width: round(width),
    height: round(height),
    states: boxes.map((box) => {
      const { x, y, width: wide, height: high } = graph.node(keyOf(box.name));
      return { ...box, x: round(x), y: round(y), width: round(wide), height: round(high) };
    }),
    edges: edges.map((edge) => {
      const { points = [], x, y } = graph.edge(keyOf(edge.from), keyOf(edge.to));
      return { ...edge, points: points.map((point) => ({ x: round(point.x), y: round(point.y) })), at: { x: round(x), y: round(y) } };
    }),
  };
};
