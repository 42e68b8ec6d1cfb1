import { Fail, Succeed, type IChainable } from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import type { BeginRebuild } from "../functions/begin-rebuild/contract";
import type { CompareProjection } from "../functions/compare-projection/contract";
import type { InputOf } from "../functions/kernel/task/contract";
import type { FillProjection } from "../functions/fill-projection/contract";
import type { SwapProjection } from "../functions/swap-projection/contract";
import { call } from "./kernel/call";
import { executionInput, field, type Ref } from "./kernel/ref";
import { route } from "./kernel/route";
import type { TaskOf } from "./kernel/task";

export interface ProjectionRebuildTasks {
  readonly beginRebuild: TaskOf<typeof BeginRebuild>;
  readonly fillProjection: TaskOf<typeof FillProjection>;
  readonly compareProjection: TaskOf<typeof CompareProjection>;
  readonly swapProjection: TaskOf<typeof SwapProjection>;
}

/** Started by an operator (`rebuild-<projection>-<generation>`). */
type RebuildInput = { readonly about: string } & Pick<InputOf<typeof CompareProjection>, "projection" | "generation" | "onDifference">;

/** A projection is built again from the log beside the live one, compared with it, and takes its place. */
export const projectionRebuild = (scope: Construct, tasks: ProjectionRebuildTasks): IChainable => {
  const input = executionInput<RebuildInput>();
  const target = { projection: field(input, "projection"), generation: field(input, "generation") };
  // What the state before, or the same one in the round before, handed on.
  const handed: Ref<Pick<InputOf<typeof CompareProjection>, "position" | "compared" | "differing" | "example"> & { readonly summary: string }> = {
    path: "$states.input",
  };
  const position = field(handed, "position");

  const superseded = Fail.jsonata(scope, "Another rebuild has taken its place", {
    error: "Superseded",
    cause: "Another rebuild of the same projection began later. The live rows are untouched by this one.",
  });

  const swap = call(scope, "Swap the rows and clear the old ones", tasks.swapProjection, { ...target, position, summary: field(handed, "summary") });
  swap.next(
    route(scope, "Are the old rows gone?", tasks.swapProjection, {
      more: () => swap,
      swapped: () => Succeed.jsonata(scope, "The rebuilt rows are live"),
      superseded: () => superseded,
    }),
  );

  const compare = call(scope, "Compare the rows", tasks.compareProjection, {
    ...target,
    onDifference: field(input, "onDifference"),
    position,
    compared: field(handed, "compared"),
    differing: field(handed, "differing"),
    example: field(handed, "example"),
  });
  compare.next(
    route(scope, "Do the rows agree?", tasks.compareProjection, {
      more: () => compare,
      agreed: () => swap,
      differs: () => Fail.jsonata(scope, "The live rows were kept", { error: "RowsDiffer", cause: "{% $states.input.summary %}" }),
      superseded: () => superseded,
    }),
  );

  const fill = call(scope, "Fill the new rows from the log", tasks.fillProjection, { ...target, position });
  fill.next(
    route(scope, "Is every stream in?", tasks.fillProjection, {
      more: () => fill,
      filled: () => compare,
      superseded: () => superseded,
    }),
  );

  return call(scope, "Begin new rows beside the live ones", tasks.beginRebuild, target).next(
    route(scope, "Did the rebuild begin?", tasks.beginRebuild, { begun: () => fill }),
  );
};
