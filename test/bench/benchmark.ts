/** A table of the report: cells as they are to be read. */
export interface Table {
  readonly heading: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A part of a section: prose, a table, or a plot that is shown as it is typed. */
export type Part = { readonly text: string } | { readonly table: Table } | { readonly plot: string };

/** A figure that was promised, and what was measured. */
export interface Target {
  readonly what: string;
  readonly promised: string;
  readonly measured: string;
  readonly met: boolean;
}

/** What one benchmark found. */
export interface Findings {
  readonly parts: readonly Part[];
  readonly targets?: readonly Target[];
}

/** What a benchmark runs with. */
export interface Conditions {
  /** Fewer repetitions and shorter streams: seconds instead of minutes, for a look rather than a report. */
  readonly quick: boolean;
  /** Says what is under way, for whoever waits. */
  readonly tell: (step: string) => void;
}

/** One question, answered by figures. What it measures must also be right: a wrong result throws `Wrong`. */
export interface Benchmark {
  /** How it is chosen on the command line. */
  readonly name: string;
  readonly title: string;
  /** What it answers, in a sentence, for `--help` and above its figures. */
  readonly question: string;
  readonly run: (conditions: Conditions) => Promise<Findings>;
}
