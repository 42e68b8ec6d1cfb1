import { SFNClient, ListStateMachinesCommand, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Cloud } from "../../../../infra/local/cloud/cloud";
import { clientOf, closeAll, machineArn, open } from "./fixture";

let cloud: Cloud;
beforeEach(async () => {
  cloud = await open();
});
afterEach(closeAll);

const withSfn = async <Answer>(use: (sfn: SFNClient) => Promise<Answer>): Promise<Answer> => {
  const sfn = new SFNClient(clientOf(cloud));
  return use(sfn).finally(() => {
    sfn.destroy();
  });
};
const list = () => withSfn((sfn) => sfn.send(new ListStateMachinesCommand({})));

describe("a fault of the embedded cloud", () => {
  test("throttles as often as it says, and then no more", async () => {
    cloud.faults.add({ kind: "throttle", service: "AWSStepFunctions", operation: "ListStateMachines", times: 2 });
    await expect(list()).rejects.toMatchObject({ name: "ThrottlingException", $metadata: { httpStatusCode: 400 } });
    await expect(list()).rejects.toMatchObject({ name: "ThrottlingException" });
    await expect(list()).resolves.toMatchObject({ stateMachines: expect.any(Array) });
  });

  test("is an outage, which changes nothing", async () => {
    cloud.faults.add({ kind: "outage", service: "DynamoDB_20120810", operation: "PutItem", times: 1 });
    const dynamo = new DynamoDBClient(clientOf(cloud));
    const key = { pk: { S: "a" }, sk: { N: "1" } };
    await expect(dynamo.send(new PutItemCommand({ TableName: "fixture-log", Item: key }))).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    await expect(dynamo.send(new GetItemCommand({ TableName: "fixture-log", Key: key }))).resolves.not.toHaveProperty("Item");
    dynamo.destroy();
  });

  test("loses the reply of a call that was made", async () => {
    cloud.faults.add({ kind: "lostReply", service: "AWSStepFunctions", operation: "StartExecution", times: 1 });
    const start = () => withSfn((sfn) => sfn.send(new StartExecutionCommand({ stateMachineArn: machineArn("waiting"), name: "run", input: "{}" })));
    await expect(start()).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect((await cloud.engine.records.all()).map(({ name }) => name)).toEqual(["run"]);
    await expect(start()).resolves.toMatchObject({ executionArn: expect.stringContaining(":run") });
  });
});

describe("a request nobody answers", () => {
  test("is refused by AWS's name for it", async () => {
    const answer = await fetch(cloud.url, { method: "POST", headers: { "x-amz-target": "Nobody.Nothing" }, body: "{}" });
    expect(answer.status).toBe(400);
    await expect(answer.json()).resolves.toMatchObject({ __type: "UnknownOperationException" });
  });
});
