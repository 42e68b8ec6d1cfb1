import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { DefinitionBody, QueryLanguage, StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { z } from "zod";
import { SealUsage } from "../../functions/seal-usage/contract";
import { SubmitUsage } from "../../functions/submit-usage/contract";
import { metering } from "../../workflows/metering";

const Definition = z.union([z.string(), z.object({ "Fn::Join": z.tuple([z.string(), z.array(z.unknown())]) })]);

/** The machine as it is synthesised; of what only a deployment knows, the last words are enough: they name the function. */
export const meteringDefinition = (prefix: string): string => {
  const stack = new Stack(new App(), "Test");
  const task = <C extends { readonly name: string }>(contract: C) => ({
    contract,
    function: LambdaFunction.fromFunctionArn(stack, contract.name, `arn:aws:lambda:us-east-1:000000000000:function:${prefix}-${contract.name}`),
  });
  new StateMachine(stack, "Machine", {
    queryLanguage: QueryLanguage.JSONATA,
    definitionBody: DefinitionBody.fromChainable(metering(stack, { sealUsage: task(SealUsage), submitUsage: task(SubmitUsage) })),
  });
  const [machine] = Object.values(Template.fromStack(stack).findResources("AWS::StepFunctions::StateMachine"));
  const found = Definition.parse((machine as { readonly Properties: { readonly DefinitionString: unknown } }).Properties.DefinitionString);
  return typeof found === "string" ? found : found["Fn::Join"][1].map((part) => (typeof part === "string" ? part : "aws")).join(found["Fn::Join"][0]);
};
