import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { DefinitionBody, QueryLanguage, StateMachine, type IChainable } from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import { fixtureTemplate } from "../infra/local/cloud/fixture";

interface Named {
  readonly name: string;
}

/** A task whose function is the fixture cloud's. */
type FixtureTask = <C extends Named>(contract: C) => { readonly contract: C; readonly function: ReturnType<typeof LambdaFunction.fromFunctionName> };

/** The fixture's cloud with a machine as it is synthesised, and a function of the fixture's behind each of its tasks. */
export const fixtureWithMachine = (name: string, contracts: readonly Named[], define: (scope: Construct, task: FixtureTask) => IChainable) => {
  const stack = new Stack(new App(), "Test");
  const task: FixtureTask = (contract) => ({ contract, function: LambdaFunction.fromFunctionName(stack, contract.name, `fixture-${contract.name}`) });
  new StateMachine(stack, "Machine", { queryLanguage: QueryLanguage.JSONATA, definitionBody: DefinitionBody.fromChainable(define(stack, task)) });
  const [machine] = Object.values(Template.fromStack(stack).findResources("AWS::StepFunctions::StateMachine")) as {
    Properties: { DefinitionString: unknown };
  }[];
  const functions = contracts.map(
    (contract) => [contract.name, { Type: "AWS::Lambda::Function", Properties: { FunctionName: `fixture-${contract.name}`, Timeout: 10 } }] as const,
  );
  const properties = { StateMachineName: name, DefinitionString: machine!.Properties.DefinitionString };
  return fixtureTemplate({ ...Object.fromEntries<unknown>(functions), Machine: { Type: "AWS::StepFunctions::StateMachine", Properties: properties } });
};
