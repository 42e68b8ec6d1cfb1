import type { Duration } from "aws-cdk-lib";
import type { IChainable, TaskStateBase } from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import type { ReadEntitlements } from "../../functions/read-entitlements/contract";
import type { RecordEntitlements } from "../../functions/record-entitlements/contract";
import { call } from "./call";
import { field, type Ref } from "./ref";
import { route } from "./route";
import type { TaskOf } from "./task";

export interface ReadingTasks {
  readonly readEntitlements: TaskOf<typeof ReadEntitlements>;
  readonly recordEntitlements: TaskOf<typeof RecordEntitlements>;
}

/** When the run began: a reading that began after it tells of what the run was started for. */
export const RUN_BEGAN: Ref<string> = { path: "$states.context.Execution.StartTime" };

/** So long after the run began. */
export const afterRunBegan = (duration: Duration): Ref<string> => ({ path: `$fromMillis($toMillis(${RUN_BEGAN.path}) + ${duration.toMilliseconds()})` });

/** When the state is entered: no reading of another run's will do. */
export const NOW: Ref<string> = { path: "$states.context.State.EnteredTime" };

/** What comes after a reading, and how its states are told apart from those of another reading in the same run. */
export interface Reading {
  /** When there came to be something to read: what another run has read since is not read again. */
  readonly since: Ref<string>;
  /** Ends each sentence of the stretch, such as `after ten minutes`; empty for the first reading. */
  readonly when: string;
  readonly then: IChainable;
}

/**
 * The stretch that Onboarding and EntitlementChange have in common: read what was bought, record it as a whole, and
 * begin again if another reading was recorded meanwhile. Enters with a state input that has a `subscription`, and
 * leaves with what the outcome `decided` of RecordEntitlements says.
 */
export const readWhatWasBought = (scope: Construct, { readEntitlements, recordEntitlements }: ReadingTasks, { since, when, then }: Reading): TaskStateBase => {
  const sentence = (words: string, end = ""): string => `${words}${when === "" ? "" : ` ${when}`}${end}`;
  const entry: Ref<{ readonly subscription: string }> = { path: "$states.input" };
  const read = call(scope, sentence("Read what was bought"), readEntitlements, { subscription: field(entry, "subscription"), since });
  read.next(
    route(scope, sentence("Was it read", "?"), readEntitlements, {
      alreadyRead: () => then,
      read: (outcome) => {
        const record = call(scope, sentence("Record what was bought"), recordEntitlements, {
          subscription: field(outcome, "subscription"),
          reading: field(outcome, "reading"),
        });
        return record.next(route(scope, sentence("Is the reading the newest", "?"), recordEntitlements, { decided: () => then, readAgain: () => read }));
      },
    }),
  );
  return read;
};
