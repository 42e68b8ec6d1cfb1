import { App, Stack } from "aws-cdk-lib";
import { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { DefinitionBody, StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { Template } from "aws-cdk-lib/assertions";
import { BeginRebuild } from "../../functions/begin-rebuild/contract";
import { CompareProjection } from "../../functions/compare-projection/contract";
import { FillProjection } from "../../functions/fill-projection/contract";
import { SwapProjection } from "../../functions/swap-projection/contract";
import { projectionRebuild } from "../../workflows/projection-rebuild";

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Choices?: readonly { readonly Condition: string; readonly Next: string }[];
  readonly Default?: string;
  readonly Arguments?: { readonly Payload: { readonly state: string; readonly input: Readonly<Record<string, string>> } };
  readonly Cause?: string;
}

const synthesise = (): { readonly StartAt: string; readonly States: Readonly<Record<string, State>> } => {
  const stack = new Stack(new App(), "Test");
  const task = <C extends { readonly name: string }>(contract: C) => ({
    contract,
    function: LambdaFunction.fromFunctionName(stack, contract.name, contract.name),
  });
  new StateMachine(stack, "Machine", {
    definitionBody: DefinitionBody.fromChainable(
      projectionRebuild(stack, {
        beginRebuild: task(BeginRebuild),
        fillProjection: task(FillProjection),
        compareProjection: task(CompareProjection),
        swapProjection: task(SwapProjection),
      }),
    ),
  });
  const [machine] = Object.values(Template.fromStack(stack).findResources("AWS::StepFunctions::StateMachine")) as {
    Properties: { DefinitionString: { "Fn::Join": [string, (string | object)[]] } };
  }[];
  const text = machine!.Properties.DefinitionString["Fn::Join"][1].map((part) => (typeof part === "string" ? part : "x")).join("");
  return JSON.parse(text) as ReturnType<typeof synthesise>;
};

const { StartAt, States } = synthesise();

/** Follows the outcomes given from state to state, as Step Functions would. */
const walk = (...outcomes: readonly string[]): readonly string[] => {
  const path: string[] = [];
  const queue = [...outcomes];
  let name: string | undefined = StartAt;
  while (name !== undefined) {
    path.push(name);
    const state: State = States[name]!;
    if (state.Type === "Choice") {
      const outcome = queue.shift();
      name = state.Choices!.find(({ Condition }) => Condition.includes(`'${outcome}'`))!.Next;
    } else name = state.Next;
  }
  return path.filter((one) => !one.endsWith("?"));
};

const BEGIN = "Begin new rows beside the live ones";
const FILL = "Fill the new rows from the log";
const COMPARE = "Compare the rows";
const SWAP = "Swap the rows and clear the old ones";

describe("a rebuild of a projection", () => {
  test("begins, fills, compares and swaps", () => {
    expect(walk("begun", "filled", "agreed", "swapped")).toEqual([BEGIN, FILL, COMPARE, SWAP, "The rebuilt rows are live"]);
  });

  test("does each walk page by page", () => {
    expect(walk("begun", "more", "more", "filled", "more", "agreed", "more", "swapped")).toEqual([
      BEGIN,
      FILL,
      FILL,
      FILL,
      COMPARE,
      COMPARE,
      SWAP,
      SWAP,
      "The rebuilt rows are live",
    ]);
  });

  test("keeps the live rows if the new ones differ, and fails with the count", () => {
    expect(walk("begun", "filled", "differs").at(-1)).toBe("The live rows were kept");
    expect(States["The live rows were kept"]).toMatchObject({ Type: "Fail", Error: "RowsDiffer", Cause: "{% $states.input.summary %}" });
  });

  test.each([
    ["while it fills", ["begun", "superseded"]],
    ["while it compares", ["begun", "filled", "superseded"]],
    ["when it would swap", ["begun", "filled", "agreed", "superseded"]],
  ])("gives way to a later rebuild %s", (_, outcomes) => {
    expect(States[walk(...outcomes).at(-1)!]).toMatchObject({ Type: "Fail", Error: "Superseded" });
  });

  test("hands on what the state before it answered", () => {
    for (const name of [FILL, COMPARE, SWAP]) expect(States[name]!.Arguments!.Payload.input["position"]).toBe("{% $states.input.position %}");
    expect(States[COMPARE]!.Arguments!.Payload.input["onDifference"]).toBe("{% $states.context.Execution.Input.onDifference %}");
  });

  test("reads from a state's input only what every state before it answers", () => {
    const answered = (contract: { outcome: unknown }, outcome: string): readonly string[] => {
      const options = (contract.outcome as { options: { unwrap: () => { shape: Record<string, { value?: string; values?: Set<string> }> } }[] }).options;
      const shapes = options.map((option) => option.unwrap().shape);
      return Object.keys(shapes.find((shape) => shape["outcome"]?.value === outcome) ?? {});
    };
    const read = (state: string) =>
      Object.values(States[state]!.Arguments!.Payload.input).flatMap((given) => /^\{% \$states\.input\.(\w+) %\}$/.exec(given)?.[1] ?? []);
    const edges = [
      [BeginRebuild, "begun", FILL],
      [FillProjection, "more", FILL],
      [FillProjection, "filled", COMPARE],
      [CompareProjection, "more", COMPARE],
      [CompareProjection, "agreed", SWAP],
      [SwapProjection, "more", SWAP],
    ] as const;
    for (const [contract, outcome, next] of edges) expect(answered(contract, outcome)).toEqual(expect.arrayContaining(read(next)));
  });
});
