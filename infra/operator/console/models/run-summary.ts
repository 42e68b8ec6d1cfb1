import type { ExecutionDetail } from "../../../../functions/kernel/aws/executions";
import type { Standing } from "../graph/standing";

const STANDS: Readonly<Record<ExecutionDetail["status"], string>> = {
  RUNNING: "It now stands at",
  PENDING_REDRIVE: "It is about to be taken up again at",
  SUCCEEDED: "It ended at",
  FAILED: "It failed at",
  TIMED_OUT: "It ran out of time at",
  ABORTED: "It was stopped at",
};

/** Where a run stands, in words: what the picture shows. */
export const runSummary = ({ status }: Pick<ExecutionDetail, "status">, { path }: Pick<Standing, "path">): string => {
  const last = path.at(-1);
  if (last === undefined) return "The run has not entered any state yet.";
  const before = path.length - 1;
  const passed = before === 0 ? "" : ` after ${before} ${before === 1 ? "other state" : "others"}`;
  return `${STANDS[status]} '${last}'${passed}.`;
};
