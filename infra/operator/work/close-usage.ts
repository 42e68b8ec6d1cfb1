import type { StateMachines } from "../../../functions/kernel/aws/state-machines";
import type { OperatorDecision } from "../../../functions/record-operator-decision/contract";
import { requestName } from "../decision";

/** What a person says of usage that AWS does not bill as it was sealed. */
export type Closing = Omit<Extract<OperatorDecision, { readonly decision: "closeUsage" }>, "decision">;

/** Starts the run that records it. @returns the execution's ARN */
export const closeUsage = (
  { machines, changeMachine }: { readonly machines: Pick<StateMachines, "start">; readonly changeMachine: string },
  closing: Closing,
): Promise<string> => {
  const about = `An operator closed usage of ${closing.subscription} that AWS does not bill as it was sealed.`;
  return machines.start(changeMachine, requestName(), { about, kind: "operator", decision: { decision: "closeUsage", ...closing } });
};
