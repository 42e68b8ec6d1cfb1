/** One bar. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** The value as it is to be read. */
  readonly shown: string;
}

const WIDTH = 48;

/** Bars under a heading, the longest as wide as the plot. What is above 0 is seen, however small. */
export const barPlot = (heading: string, bars: readonly Bar[]): string => {
  const most = Math.max(...bars.map(({ value }) => value));
  const widest = Math.max(...bars.map(({ label }) => label.length));
  const drawn = ({ value }: Bar): string => "█".repeat(value > 0 ? Math.max(1, Math.round((value / most) * WIDTH)) : 0);
  return [heading, ...bars.map((bar) => `${bar.label.padStart(widest)} │${drawn(bar)} ${bar.shown}`)].join("\n");
};
