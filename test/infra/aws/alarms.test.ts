import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { COUNTED } from "../../../infra/aws/told-by-functions";
import { ofType, templates } from "./template";

interface Alarm {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
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

  test("is told to the topic", () => {
    const [home] = all;
    for (const [id, { Properties }] of ofType("AWS::CloudWatch::Alarm", home)) expect({ id, told: Properties.AlarmActions?.length }).toEqual({ id, told: 1 });
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
