import { DescribeExecutionCommand, RedriveExecutionCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { BeginReconciliation } from "../../functions/begin-reconciliation/contract";
import { CompareSubscriptions } from "../../functions/compare-subscriptions/contract";
import { FinishReconciliation } from "../../functions/finish-reconciliation/contract";
import { WalkAgreements } from "../../functions/walk-agreements/contract";
import { WalkEntitlements } from "../../functions/walk-entitlements/contract";
import { reconciliation } from "../../workflows/reconciliation";
import { arnOf, counter } from "../functions/reconciliation/counter";
import { behind, clientOf, closeAll, eventually, failWith, machineArn, open } from "../infra/local/cloud/fixture";
import { fixtureWithMachine } from "./fixture-machine";

const CONTRACTS = [BeginReconciliation, WalkEntitlements, CompareSubscriptions, WalkAgreements, FinishReconciliation];

const template = () =>
  fixtureWithMachine("reconciliation", CONTRACTS, (scope, task) =>
    reconciliation(scope, {
      beginReconciliation: task(BeginReconciliation),
      walkEntitlements: task(WalkEntitlements),
      compareSubscriptions: task(CompareSubscriptions),
      walkAgreements: task(WalkAgreements),
      finishReconciliation: task(FinishReconciliation),
    }),
  );

interface Request {
  readonly run: string;
  readonly state: string;
  readonly input: never;
}

/** AWS and a deployment in memory, whose tasks the machine calls on the embedded engine. */
const engine = async () => {
  const world = counter();
  const visited: string[] = [];
  const put = (name: string, task: (input: never, by: Request) => Promise<unknown>): void => {
    behind(name, async (event) => {
      const request = event as Request;
      visited.push(request.state);
      return await task(request.input, request);
    });
  };
  const { begin, entitlements, compare, agreements, finish } = world.tasks;
  put("begin-reconciliation", begin);
  put("walk-entitlements", entitlements);
  put("compare-subscriptions", compare);
  put("walk-agreements", agreements);
  put("finish-reconciliation", finish);
  const cloud = await open({ template: template() });
  const client = new SFNClient(clientOf(cloud));
  const start = async (walk: string, product = ""): Promise<string> => {
    const input = JSON.stringify({ about: "a test", walk, product });
    return (await client.send(new StartExecutionCommand({ stateMachineArn: machineArn("reconciliation"), name: `reconcile-${walk}`, input }))).executionArn!;
  };
  const end = (executionArn: string) =>
    eventually("the run ends", async () => {
      const found = await client.send(new DescribeExecutionCommand({ executionArn }));
      return found.status === "RUNNING" ? undefined : found;
    });
  return { ...world, client, put, start, end, visited };
};

const row = (license: string) => ({
  customer: { productCode: "contract1", licenseArn: arnOf(license), awsAccountId: "111122223333" },
  entitlement: { dimension: "seats", value: 5 },
});
const FIVE = ["l-a", "l-b", "l-c", "l-d", "l-e"].map(row);

const WALK = "Walk AWS's entitlements";
const COMPARE = "Compare our subscriptions with what was listed";
const FINISH = "Record what the turn did";

afterEach(closeAll);

describe("a run of the reconciliation", () => {
  test("walks AWS's entitlements page by page, then compares ours, and records what it did", async () => {
    const { start, end, list, visited, findings } = await engine();
    list(...FIVE);
    const { status, output } = await end(await start("entitlements", "contract1"));
    expect(status).toBe("SUCCEEDED");
    expect(JSON.parse(output!)).toEqual({ outcome: "finished", summary: "5 entitlements of AWS's looked at, 5 differences found, 0 looked at again" });
    expect(findings()).toHaveLength(5);
    expect(visited[0]).toBe("Begin a turn");
    expect(visited.filter((state) => state === WALK)).toHaveLength(4);
    expect(visited.filter((state) => state === COMPARE)).toHaveLength(32);
    expect(visited.at(-1)).toBe(FINISH);
  });

  test("goes on, redriven, at the page at which it failed", async () => {
    const { start, end, list, asked, client, put, tasks, findings, events } = await engine();
    list(...FIVE);
    let isDown = true;
    put("walk-entitlements", async (input: { position: { at: { from: string } } }, by) => {
      if (isDown && input.position.at.from === "2") failWith("Permanent");
      return await tasks.entitlements(input as never, by);
    });
    const run = await start("entitlements", "contract1");
    expect((await end(run)).status).toBe("FAILED");
    isDown = false;
    await client.send(new RedriveExecutionCommand({ executionArn: run }));
    expect((await end(run)).status).toBe("SUCCEEDED");
    expect(asked).toEqual(["contract1@", "contract1@2", "contract1@4"]);
    expect(findings()).toHaveLength(5);
    expect((await events("contract1")).at(-1)).toMatchObject({ data: { tally: { listed: 5, differences: 5 } } });
  });

  test("reads agreements, and ends well where AWS lets it read none", async () => {
    const { start, end, agree, visited } = await engine();
    agree("notPermitted");
    expect((await end(await start("agreements"))).status).toBe("SUCCEEDED");
    expect(visited).toEqual(["Begin a turn", "Walk AWS's agreements", "Record that agreements can't be read"]);
  });

  test("leaves AWS alone while another turn walks", async () => {
    const { start, end, occupy, asked } = await engine();
    occupy("entitlements", "other");
    const { status, output } = await end(await start("entitlements"));
    expect([status, JSON.parse(output!)]).toEqual(["SUCCEEDED", { outcome: "underWay", run: "other" }]);
    expect(asked).toEqual([]);
  });

  test("fails for a product that is not configured", async () => {
    const { start, end } = await engine();
    expect(await end(await start("entitlements", "nonsense"))).toMatchObject({ status: "FAILED", error: "ProductUnknown" });
  });
});
