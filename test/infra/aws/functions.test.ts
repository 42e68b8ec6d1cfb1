import { buildSync } from "esbuild";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { VARIABLES } from "../../../functions/kernel/task/settings";
import { ofType } from "./template";

const ROOT = join(__dirname, "../../..");

interface Machine {
  readonly LoggingConfiguration: unknown;
  readonly TracingConfiguration: unknown;
  readonly StateMachineType: string;
  readonly DefinitionString: { readonly "Fn::Join": readonly [string, readonly (string | { readonly "Fn::GetAtt"?: readonly [string, string] })[]] };
}

/** What Powertools and Node.js read, in every function. */
const OF_EVERY_FUNCTION = ["NODE_OPTIONS", "POWERTOOLS_LOG_LEVEL", "POWERTOOLS_METRICS_NAMESPACE", "POWERTOOLS_SERVICE_NAME"];

const functions = ofType("AWS::Lambda::Function").map(([, { Properties }]) => ({
  name: String(Properties.FunctionName).replace(/^stallkeeper-/, ""),
  given: Object.keys(Properties.Environment.Variables as object)
    .filter((name) => !OF_EVERY_FUNCTION.includes(name))
    .sort(),
  properties: Properties,
}));

/** The variables that a handler's code, with everything it imports and without what it does not use, asks for. */
const asksFor = (name: string): readonly string[] => {
  const { outputFiles } = buildSync({
    entryPoints: [join(ROOT, "functions", name, "handler.ts")],
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    packages: "external",
    treeShaking: true,
  });
  return [...new Set([...outputFiles[0]!.text.matchAll(/\bsetting\("(\w+)"\)/g)].map(([, variable]) => variable!))].sort();
};

describe("a function", () => {
  test.each(functions)("$name has the variables its code reads, and no other", ({ name, given }) => {
    expect(existsSync(join(ROOT, "functions", name, "handler.ts"))).toBe(true);
    expect(given).toEqual(asksFor(name));
    expect(given.filter((variable) => !(variable in VARIABLES))).toEqual([]);
  });

  test.each(functions)("$name runs on Node.js 24, is traced, and ends before whoever waits for it gives up", ({ properties }) => {
    expect(properties).toMatchObject({ Runtime: "nodejs24.x", TracingConfig: { Mode: "Active" }, LoggingConfig: { LogFormat: "JSON" } });
    expect(properties.Timeout).toBeLessThanOrEqual(300);
  });
});

describe("a state machine", () => {
  const machines = ofType("AWS::StepFunctions::StateMachine").map(([, { Properties }]) => Properties as Machine);

  test("keeps the data of executions out of its log", () => {
    for (const { LoggingConfiguration } of machines) expect(LoggingConfiguration).toMatchObject({ IncludeExecutionData: false, Level: "ALL" });
  });

  test("is traced, and is a Standard one in JSONata", () => {
    for (const { StateMachineType, TracingConfiguration, DefinitionString } of machines) {
      expect(StateMachineType).toBe("STANDARD");
      expect(TracingConfiguration).toEqual({ Enabled: true });
      expect(JSON.stringify(DefinitionString)).toContain('\\"QueryLanguage\\":\\"JSONata\\"');
    }
  });

  test("calls the versions of this release, never whatever is newest", () => {
    const versions = new Set(ofType("AWS::Lambda::Version").map(([id]) => id));
    for (const { DefinitionString } of machines) {
      const parts = DefinitionString["Fn::Join"][1];
      const called = parts.flatMap((part) => (typeof part !== "string" && part["Fn::GetAtt"]?.[1] === "Version" ? [part["Fn::GetAtt"][0]] : []));
      const tasks = parts
        .filter((part) => typeof part === "string")
        .join("")
        .match(/"Type":"Task"/g)!.length;
      expect(called).toHaveLength(tasks);
      expect(called.every((id) => versions.has(id))).toBe(true);
    }
  });

  test("gives each task longer than its function takes", () => {
    const slowest = Math.max(
      ...functions
        .filter(({ name }) => ofType("AWS::Lambda::Version").some(([id]) => id.includes(name.replace(/(^|-)\w/g, (letter) => letter.slice(-1).toUpperCase()))))
        .map(({ properties }) => Number(properties.Timeout)),
    );
    for (const { DefinitionString } of machines) {
      const waits = [...JSON.stringify(DefinitionString).matchAll(/\\"TimeoutSeconds\\":(\d+)/g)].map(([, seconds]) => Number(seconds));
      expect(waits.length).toBeGreaterThan(0);
      expect(Math.min(...waits)).toBeGreaterThan(slowest);
    }
  });
});
