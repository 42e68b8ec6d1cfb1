import type { MachineGraph } from "./definition";
import type { Standing } from "./standing";

/** Where the run may still go from: the state it stands at, or the first; undefined for one that has ended. */
const frontier = ({ start }: MachineGraph, { path, of }: Pick<Standing, "path" | "of">): string | undefined => {
  const last = path.at(-1);
  if (last === undefined) return start;
  return of(last) === "current" ? last : undefined;
};

/**
 * The part of a machine that a run has passed and, while it is under way, can still reach: of a machine with five occasions, the
 * one that the run is about.
 */
export const onTheWay = (graph: MachineGraph, standing: Standing): MachineGraph => {
  const { path, taken } = standing;
  const from = frontier(graph, standing);
  const ahead = new Set(from === undefined ? [] : [from]);
  // A set is walked in the order in which it grows.
  for (const name of ahead) for (const edge of graph.edges) if (edge.from === name) ahead.add(edge.to);
  return {
    ...graph,
    states: graph.states.filter(({ name }) => ahead.has(name) || path.includes(name)),
    edges: graph.edges.filter((edge) => ahead.has(edge.from) || taken(edge.from, edge.to) > 0),
  };
};
