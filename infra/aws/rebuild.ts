import { Construct } from "constructs";
import { BeginRebuild } from "../../functions/begin-rebuild/contract";
import { CompareProjection } from "../../functions/compare-projection/contract";
import { FillProjection } from "../../functions/fill-projection/contract";
import { SwapProjection } from "../../functions/swap-projection/contract";
import { projectionRebuild } from "../../workflows/projection-rebuild";
import type { DeploymentOptions } from "./options";
import type { Resources } from "./resources";
import { TaskFunction } from "./task-function";
import { Workflow } from "./workflow";

export interface RebuildProps {
  readonly options: DeploymentOptions;
  readonly resources: Resources;
}

/** What every part of a rebuild loses while it fails. */
const IMPACT = "Nothing for buyers: the live rows stay. A projection can't be rebuilt.";

/** The workflow that builds a projection anew from the log. An operator starts it, with an operator's rights. */
export class Rebuild extends Construct {
  readonly workflow: Workflow;

  constructor(scope: Construct, id: string, { options, resources }: RebuildProps) {
    super(scope, id);
    const { log, projections, cursors } = resources;
    const failureImpact = IMPACT;

    const beginRebuild = new TaskFunction(this, "Begin", {
      options,
      contract: BeginRebuild,
      description: "Starts a new generation of a projection's rows",
      failureImpact,
    });
    cursors.grantAdvance(beginRebuild);

    const fillProjection = new TaskFunction(this, "Fill", {
      options,
      contract: FillProjection,
      description: "Writes the new generation's rows from the log",
      failureImpact,
    });
    log.grantWalk(fillProjection);
    projections.grantWrite(fillProjection);
    cursors.grantAdvance(fillProjection);

    const compareProjection = new TaskFunction(this, "Compare", {
      options,
      contract: CompareProjection,
      description: "Compares the new generation's rows with the live ones",
      failureImpact,
    });
    log.grantRead(compareProjection);
    projections.grantLook(compareProjection);
    projections.grantWalk(compareProjection);
    projections.grantWrite(compareProjection);
    cursors.grantAdvance(compareProjection);

    const swapProjection = new TaskFunction(this, "Swap", {
      options,
      contract: SwapProjection,
      description: "Makes the new rows live and takes the old ones away",
      failureImpact,
    });
    projections.grantWalk(swapProjection);
    projections.grantRemove(swapProjection);
    cursors.grantAdvance(swapProjection);

    this.workflow = new Workflow(this, "ProjectionRebuild", {
      prefix: options.prefix,
      name: "projection-rebuild",
      comment: "A projection is built again from the log beside the live one, compared with it, and takes its place.",
      definition: (machine) => projectionRebuild(machine, { beginRebuild, fillProjection, compareProjection, swapProjection }),
      calls: [beginRebuild, fillProjection, compareProjection, swapProjection],
      failureImpact,
    });
  }
}
