import { z } from "zod";

/** A state of a machine, as it is drawn. */
export interface GraphState {
  readonly name: string;
  /** Amazon States Language's own word: Task, Choice, Wait, Pass, Succeed, Fail, Parallel, Map. */
  readonly type: string;
}

/** A way from one state to another. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** When it is taken, for a way out of a Choice or of an error. */
  readonly label?: string;
}

/** A state machine, as far as it is drawn. What is inside a Parallel or a Map is not. */
export interface MachineGraph {
  readonly start: string;
  readonly states: readonly GraphState[];
  readonly edges: readonly GraphEdge[];
}

const State = z.object({
  Type: z.string(),
  Next: z.string().optional(),
  Default: z.string().optional(),
  Choices: z.array(z.object({ Next: z.string(), Condition: z.string().optional() })).default([]),
  Catch: z.array(z.object({ Next: z.string(), ErrorEquals: z.array(z.string()).default([]) })).default([]),
});
type State = z.infer<typeof State>;

const Definition = z.object({ StartAt: z.string(), States: z.record(z.string(), State) });

/** The longest label that fits beside its arrow. */
const LONGEST_LABEL = 28;

/** `{% $states.input.outcome = 'decided' %}` as `decided`; other conditions as they are, shortened. */
export const labelOf = (condition: string | undefined): string | undefined => {
  if (condition === undefined) return undefined;
  const bare = condition.replace(/^\{%\s*|\s*%\}$/g, "");
  const text = /^\$states\.input(?:\.\w+)+ = '([^']*)'$/.exec(bare)?.[1] ?? bare.replaceAll("$states.input.", "");
  return text.length > LONGEST_LABEL ? `${text.slice(0, LONGEST_LABEL - 1)}…` : text;
};

const labelled = (from: string, to: string, label: string | undefined): GraphEdge => ({ from, to, ...(label !== undefined && { label }) });

const edgesOf = (from: string, { Next, Default, Choices, Catch }: State): readonly GraphEdge[] => [
  ...Choices.map(({ Next: to, Condition }) => labelled(from, to, labelOf(Condition))),
  ...(Default === undefined ? [] : [labelled(from, Default, "otherwise")]),
  ...(Next === undefined ? [] : [{ from, to: Next }]),
  ...Catch.map(({ Next: to, ErrorEquals }) => labelled(from, to, ErrorEquals.includes("States.ALL") ? "any error" : ErrorEquals.join(", "))),
];

/** Ways between the same two states are one arrow with all their labels. */
const merged = (edges: readonly GraphEdge[]): readonly GraphEdge[] => {
  const found = new Map<string, GraphEdge>();
  for (const { from, to, label } of edges) {
    const key = JSON.stringify([from, to]);
    const labels = [found.get(key)?.label, label].filter((one) => one !== undefined);
    found.set(key, labelled(from, to, labels.length === 0 ? undefined : labels.join(" or ")));
  }
  return [...found.values()];
};

/** Reads a definition in Amazon States Language; undefined if it can't be read. */
export const readGraph = (definition: string): MachineGraph | undefined => {
  let json: unknown;
  try {
    json = JSON.parse(definition);
  } catch {
    return undefined;
  }
  const { data } = Definition.safeParse(json);
  if (data === undefined || data.States[data.StartAt] === undefined) return undefined;
  const states = Object.entries(data.States);
  const known = new Set(Object.keys(data.States));
  return {
    start: data.StartAt,
    states: states.map(([name, { Type: type }]) => ({ name, type })),
    edges: merged(states.flatMap(([name, state]) => edgesOf(name, state))).filter(({ to }) => known.has(to)),
  };
};
