import { App, Stack } from "aws-cdk-lib";
import { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Succeed } from "aws-cdk-lib/aws-stepfunctions";
import { RecordArrival } from "../../functions/record-arrival/contract";
import { ResolveCustomer } from "../../functions/resolve-customer/contract";
import { call } from "../../workflows/kernel/call";
import { executionInput, field } from "../../workflows/kernel/ref";
import { route } from "../../workflows/kernel/route";

const stack = (): Stack => new Stack(new App(), "Test");
const functionOf = (scope: Stack, name: string) => LambdaFunction.fromFunctionName(scope, `${name}Function`, name);

/** Each `@ts-expect-error` below is itself checked by `npm run check`: it fails there if the line after it compiles. */
describe("a workflow that does not fit its tasks", () => {
  test("does not compile without a branch for every outcome", () => {
    const scope = stack();
    const task = { contract: RecordArrival, function: functionOf(scope, "record-arrival") };
    const end = Succeed.jsonata(scope, "End");
    // @ts-expect-error the branch `entitlementsNeeded` is missing
    const choice = route(scope, "Is it decided?", task, { decided: () => end });
    expect(Object.keys(choice.toStateJson())).toContain("Choices");
  });

  test("does not compile without every member of a task's input", () => {
    const scope = stack();
    const task = { contract: ResolveCustomer, function: functionOf(scope, "resolve-customer") };
    // @ts-expect-error `sealedToken` is missing
    expect(call(scope, "Resolve the customer", task, {}).id).toBe("Resolve the customer");
  });

  test("does not compile with an input of another type", () => {
    const scope = stack();
    const task = { contract: ResolveCustomer, function: functionOf(scope, "resolve-customer") };
    const input = executionInput<{ readonly count: number }>();
    // @ts-expect-error a number is no sealed token
    expect(call(scope, "Resolve the customer", task, { sealedToken: field(input, "count") }).id).toBe("Resolve the customer");
  });

  test("does not compile when a branch reads what its outcome lacks", () => {
    const scope = stack();
    const task = { contract: RecordArrival, function: functionOf(scope, "record-arrival") };
    const end = Succeed.jsonata(scope, "End");
    const choice = route(scope, "Is it decided?", task, {
      decided: (outcome) => (field(outcome, "access").path === "" ? end : end),
      // @ts-expect-error only `decided` has an access
      entitlementsNeeded: (outcome) => (field(outcome, "access").path === "" ? end : end),
    });
    expect(choice.id).toBe("Is it decided?");
  });
});
