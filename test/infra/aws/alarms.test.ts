import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { COUNTED } from "../../../infra/aws/told-by-functions";
import { ofType, templates } from "./template";

interface Alarm {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly Metrics?: readonly { readonly Expression?: string }[];
}

const ROOT = join(__dirname, "../../..");
const all = Object.values(templates({ region: "eu-west-1", account: "111122223333" }));
const alarms = all.flatMap((template) => ofType("AWS::CloudWatch::Alarm", template).map(([, { Properties }]) => Properties as Alarm));
const headings = [...readFileSync(join(ROOT, "RUNBOOK.md"), "utf8").matchAll(/^### (.+)$/gm)].map(([, heading]) => heading!);

const sources = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(folder, file), "utf8"));

describe("an alarm", () => {
  test("has a heading in the runbook, and every heading an alarm", () => {
    expect([...headings].sort()).toEqual(alarms.map(({ AlarmName }) => AlarmName).sort());
  });

  test("says what a buyer or the seller loses, and where to read on", () => {
    for (const { AlarmName, AlarmDescription } of alarms) {
      expect(AlarmDescription).toMatch(/^[A-Z].{30,}\. What to do: RUNBOOK\.md, 'stallkeeper-[\w-]+'\.$/);
      expect(AlarmDescription).toContain(`'${AlarmName}'`);
    }
  });

  test("says in the runbook what is lost, where to look and what to do", () => {
    const sections = readFileSync(join(ROOT, "RUNBOOK.md"), "utf8").split(/^#+ /m);
    for (const heading of headings) {
      const section = sections.find((text) => text.startsWith(`${heading}\n`))!;
      for (const part of ["**Lost:**", "**Look:**", "**Do:**"]) expect(`${heading}: ${section}`).toContain(part);
    }
  });

  test("is told to the topic of its own Region, which an output names", () => {
    for (const stack of all) {
      const [[topic] = []] = ofType("AWS::SNS::Topic", stack).filter(([, { Properties }]) => Properties.TopicName === "stallkeeper-alarms");
      const told = ofType("AWS::CloudWatch::Alarm", stack).map(([, { Properties }]) => Properties.AlarmActions as unknown);
      expect(told.length).toBeGreaterThan(0);
      expect(told.filter((actions) => JSON.stringify(actions) !== JSON.stringify([{ Ref: topic }]))).toEqual([]);
      expect(stack.Outputs["AlarmTopicArn"]?.Value).toEqual({ Ref: topic });
    }
    expect(all).toHaveLength(2);
  });

  test("of a function that a schedule calls looks no more often than it is called, or it would never see three failures in a row", () => {
    const [home] = all;
    const seconds = (rate: string): number => {
      const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(rate)!;
      return Number(count) * { minute: 60, hour: 3600, day: 86_400 }[unit as "minute" | "hour" | "day"];
    };
    const scheduled = ofType("AWS::Events::Rule", home).filter(([, { Properties }]) => Properties.ScheduleExpression !== undefined);
    const calls = scheduled.map(([, { Properties }]) => ({
      called: home!.Resources[Properties.Targets[0].Arn["Fn::GetAtt"][0]]!.Properties.FunctionName as string,
      every: seconds(Properties.ScheduleExpression as string),
    }));
    expect(calls.length).toBeGreaterThan(3);
    const often = new Map<string, number>();
    for (const { called, every } of calls) often.set(called, Math.min(every, often.get(called) ?? Infinity));
    for (const [called, every] of often) {
      const [, { Properties }] = ofType("AWS::CloudWatch::Alarm", home).find(([, alarm]) => alarm.Properties.AlarmName === `${called}-failing`)!;
      expect({ called, period: Properties.Period }).toEqual({ called, period: every });
    }
  });

  test("on the ends of runs takes each kind of end for none where nothing is measured of it", () => {
    const expressions = alarms.flatMap(({ AlarmName, Metrics }) =>
      (Metrics ?? []).flatMap(({ Expression }) => (Expression === undefined ? [] : [{ AlarmName, Expression }])),
    );
    expect(expressions.length).toBeGreaterThan(5);
    for (const { AlarmName, Expression } of expressions) {
      expect({ AlarmName, left: Expression.replace(/FILL\((failed|timedOut|aborted), 0\)/g, "0") }).toEqual({ AlarmName, left: "0 + 0 + 0" });
    }
  });

  test("says when what a table's stream brings is taken in late: a record that comes again and again is no error of the function's", () => {
    const [home] = all;
    const streams = ofType("AWS::Lambda::EventSourceMapping", home).filter(([, { Properties }]) => Properties.StartingPosition !== undefined);
    const watched = ofType("AWS::CloudWatch::Alarm", home)
      .filter(([, { Properties }]) => Properties.MetricName === "IteratorAge")
      .map(([, { Properties }]) => Properties.Dimensions[0].Value.Ref as string);
    expect(watched.sort()).toEqual(streams.map(([, { Properties }]) => Properties.FunctionName.Ref as string).sort());
  });

  test("watches a metric that some function counts", () => {
    const counted = sources(join(ROOT, "functions")).flatMap((source) => [...source.matchAll(/\bcount\("(\w+)"/g)].map(([, name]) => name!));
    expect(Object.keys(COUNTED).filter((name) => !counted.includes(name))).toEqual([]);
  });

  test("stands behind every function, queue and workflow", () => {
    const names = alarms.map(({ AlarmName }) => AlarmName);
    const [home] = all;
    const wanted = [
      ...ofType("AWS::Lambda::Function", home).map(([, { Properties }]) => `${Properties.FunctionName}-failing`),
      ...ofType("AWS::StepFunctions::StateMachine", home).map(([, { Properties }]) => `${Properties.StateMachineName}-run-failed`),
      ...ofType("AWS::SQS::Queue", home).map(([, { Properties }]) =>
        Properties.RedrivePolicy ? `${String(Properties.QueueName)}-waiting` : String(Properties.QueueName),
      ),
    ];
    expect(wanted.filter((name) => !names.includes(name))).toEqual([]);
  });
});
