import { z } from "zod";
import type { MovableClock } from "./clock";
import type { Invocations } from "./invocations";
import { ACCOUNT, REGION, type ResolvedTemplate } from "./template";

const Rule = z.object({
  Name: z.string(),
  ScheduleExpression: z.string().optional(),
  State: z.string().default("ENABLED"),
  Targets: z.array(z.object({ Arn: z.string(), Input: z.string().optional() })).default([]),
});

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** @throws an error for an expression other than a rate */
const periodOf = (name: string, expression: string): number => {
  const [, amount, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const milliseconds = unit === undefined ? undefined : UNIT_MS[unit];
  if (amount === undefined || milliseconds === undefined)
    throw new Error(`The embedded cloud can't keep the schedule '${expression}' of ${name}: it knows rate(N minutes|hours|days).`);
  return Number(amount) * milliseconds;
};

/** Invokes the targets of scheduled rules, by the movable clock; once after any number of missed times. */
export const startSchedules = (template: ResolvedTemplate, invocations: Invocations, clock: MovableClock): void => {
  const begin = (Name: string, period: number, target: { readonly Arn: string; readonly Input?: string | undefined }): void => {
    const next = (Math.floor(clock.now() / period) + 1) * period;
    clock.at(next, () => {
      const event: unknown =
        target.Input === undefined
          ? {
              version: "0",
              "detail-type": "Scheduled Event",
              source: "aws.events",
              account: ACCOUNT,
              region: REGION,
              time: clock.instant(),
              resources: [`arn:aws:events:${REGION}:${ACCOUNT}:rule/${Name}`],
              detail: {},
            }
          : JSON.parse(target.Input);
      void invocations.queue(target.Arn, event).catch(() => undefined);
      begin(Name, period, target);
    });
  };
  for (const { properties } of template.ofType("AWS::Events::Rule")) {
    const { Name, ScheduleExpression, State, Targets } = Rule.parse(properties);
    if (ScheduleExpression === undefined || State !== "ENABLED") continue;
    for (const target of Targets) begin(Name, periodOf(Name, ScheduleExpression), target);
  }
};
