import { Alarm, ComparisonOperator, TreatMissingData, type IMetric } from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import { DEFAULT_PREFIX } from "./options";

export interface ImpactAlarmProps {
  readonly prefix: string;
  /** The alarm's name after the prefix, and the heading in RUNBOOK.md. */
  readonly name: string;
  /** What a buyer or the seller loses while this lasts. It is the text of the alarm. */
  readonly failureImpact: string;
  readonly metric: IMetric;
  /** The alarm fires when the metric reaches this. @default 1 */
  readonly threshold?: number;
  /** Over so many periods in a row. @default 1 */
  readonly periods?: number;
  /** The alarm fires when the metric stays below the threshold, and when nothing is measured. @default false */
  readonly whenBelow?: boolean;
}

/** The runbook speaks of the default deployment. */
export const runbookHeading = (name: string): string => `${DEFAULT_PREFIX}-${name}`;

/** An alarm that says what is lost, and whose name is a heading of the runbook. */
export class ImpactAlarm extends Alarm {
  constructor(scope: Construct, id: string, { prefix, name, failureImpact, metric, threshold = 1, periods = 1, whenBelow = false }: ImpactAlarmProps) {
    super(scope, id, {
      alarmName: `${prefix}-${name}`,
      alarmDescription: `${failureImpact} What to do: RUNBOOK.md, '${runbookHeading(name)}'.`,
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: whenBelow ? ComparisonOperator.LESS_THAN_THRESHOLD : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: whenBelow ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
  }
}
