import type { Executions } from "../../functions/kernel/aws/executions";
import { isRefused } from "./problem";
import type { Where } from "./where";

/** Where a person looks at a run, or why they can't. */
export type RunLink = { readonly link: string } | { readonly without: string };

export type RunLinks = (run: string) => Promise<RunLink>;

/** AWS's console has a host of its own in each partition. */
const CONSOLES: Readonly<Record<string, string>> = {
  aws: "console.aws.amazon.com",
  "aws-cn": "console.amazonaws.cn",
  "aws-us-gov": "console.amazonaws-us-gov.com",
};

/** The page of an execution in AWS's console. @throws RangeError for what is no execution's ARN */
export const awsConsolePage = (executionArn: string): string => {
  const [, partition = "", service, region = ""] = executionArn.split(":");
  const host = CONSOLES[partition];
  if (host === undefined || service !== "states" || region === "") throw new RangeError(`Not an execution's ARN: '${executionArn}'.`);
  return `https://${region}.${host}/states/home?region=${region}#/v2/executions/details/${executionArn}`;
};

/** The page of an execution that a command has just started. */
export const executionPage = ({ local, port }: Pick<Where, "local" | "port">, executionArn: string): string =>
  local === true ? `http://localhost:${port}/console/runs/${encodeURIComponent(executionArn.split(":").at(-1) ?? "")}` : awsConsolePage(executionArn);

/** The pages of the embedded cloud's support console. @param endpoint where that cloud is served */
export const localRunLinks =
  (endpoint: string): RunLinks =>
  (run) =>
    Promise.resolve({ link: `${endpoint.replace(/\/$/, "")}/console/runs/${encodeURIComponent(run)}` });

/** The pages of AWS's console. A fact names a run but not its machine, so each of the deployment's machines is asked for it. */
export const awsRunLinks = ({ machines, find }: Pick<Executions, "machines" | "find">, prefix: string): RunLinks => {
  let known: ReturnType<Executions["machines"]> | undefined;
  const links = new Map<string, Promise<RunLink>>();
  const look = async (run: string): Promise<RunLink> => {
    try {
      known ??= machines(`${prefix}-`);
      const found = await Promise.all((await known).map((machine) => find(machine, run)));
      const arn = found.find((one) => one !== undefined)?.arn;
      return arn === undefined ? { without: "Step Functions keeps it no longer: it does for 90 days after the end" } : { link: awsConsolePage(arn) };
    } catch (error) {
      if (!isRefused(error)) throw error;
      return { without: "no link: your role lacks states:ListStateMachines or states:DescribeExecution" };
    }
  };
  return (run) => {
    const link = links.get(run) ?? look(run);
    links.set(run, link);
    return link;
  };
};
