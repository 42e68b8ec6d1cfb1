import { SingleBar } from "cli-progress";
import type { Terminal } from "../../infra/operator/terminal";

/** Shows a person what is under way; a file or a pipe gets a line for each benchmark. */
export interface Progress {
  readonly begin: (name: string) => void;
  readonly tell: (step: string) => void;
  readonly end: (name: string, milliseconds: number) => void;
  /** Once nothing more is to come, whatever happened. */
  readonly stop: () => void;
}

/** Longer steps would break the line. */
const LONGEST_STEP = 60;

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

/** @param of how many benchmarks there are */
export const progress = (of: number, { isTty, line, tone }: Terminal): Progress => {
  const done = (name: string, milliseconds: number): string => `${tone("good", "✓")} ${name.padEnd(12)} ${tone("faint", seconds(milliseconds))}`;
  if (!isTty) {
    const nothing = (): void => undefined;
    return {
      begin: (name) => {
        line(`… ${name}`);
      },
      tell: nothing,
      end: (name, milliseconds) => {
        line(done(name, milliseconds));
      },
      stop: nothing,
    };
  }
  const bar = new SingleBar({
    format: "{bar} {value}/{total}  {name}  {step}",
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: 20,
    hideCursor: true,
    clearOnComplete: true,
    linewrap: false,
  });
  bar.start(of, 0, { name: "", step: "" });
  return {
    begin: (name) => {
      bar.update({ name, step: "" });
    },
    tell: (step) => {
      bar.update({ step: step.slice(0, LONGEST_STEP) });
    },
    end: (name, milliseconds) => {
      process.stdout.write("\r\u001b[K");
      line(done(name, milliseconds));
      bar.increment();
    },
    stop: () => {
      bar.stop();
    },
  };
};
