import { Version, type IFunction } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import type { AnyOutcome, Contract } from "../../functions/kernel/task/contract";
import type { Variable } from "../../functions/kernel/task/settings";
import type { Task } from "../../workflows/kernel/task";
import type { DeploymentOptions } from "./options";
import { ServiceFunction } from "./service-function";

export interface TaskFunctionProps<Input, Outcome extends AnyOutcome, Named extends Variable> {
  readonly options: DeploymentOptions;
  readonly contract: Contract<Input, Outcome, Named>;
  readonly description: string;
  readonly failureImpact: string;
}

/** A task, deployed: the function of a contract, as the workflows call it. */
export class TaskFunction<Input, Outcome extends AnyOutcome, Named extends Variable> extends ServiceFunction<Named> implements Task<Input, Outcome> {
  readonly contract: Contract<Input, Outcome, Named>;
  private readonly release: IFunction;

  constructor(scope: Construct, id: string, { contract, ...props }: TaskFunctionProps<Input, Outcome, Named>) {
    super(scope, id, { ...props, contract });
    this.contract = contract;
    this.release = Version.fromVersionAttributes(this, "Release", { lambda: this.latestVersion.lambda, version: this.currentVersion.version });
  }

  /** The version of this release: an execution runs one release from its start to its end. */
  get function(): IFunction {
    return this.release;
  }
}
