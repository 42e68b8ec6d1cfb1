import { SingleBar } from "cli-progress";
import { SEGMENTS } from "../../../functions/kernel/streams/walk";

/** Shows how far a walk is: on standard error and for a terminal alone, so that it gets into nobody's file. */
export const walkBar = (what: string) => {
  const bar = new SingleBar({ format: `{bar} {percentage} %  ${what}`, barCompleteChar: "█", barIncompleteChar: "░", hideCursor: true, clearOnComplete: true });
  bar.start(SEGMENTS, 0);
  return {
    /** @param segments how many of the walk's are done */
    update: (segments: number): void => {
      bar.update(segments);
    },
    stop: (): void => {
      bar.stop();
    },
  };
};
