import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { adapted, type Template } from "./emulator";
import { STACK } from "../../infra/aws/app";
import { ACCOUNT, CREDENTIALS, REGION } from "./ministack";

const ROOT = resolve(__dirname, "../..");
const run = promisify(execFile);

export interface Outputs {
  readonly FulfilmentUrl: string;
  readonly ProductApiUrl: string;
  readonly BusName: string;
}

export interface DeploymentProps {
  readonly endpoint: string;
  readonly certificate: string;
  /** Where the cloud assembly and the outputs are written. */
  readonly folder: string;
  readonly noticeSource: string;
  readonly productsFile: string;
  /** The Marketplace simulator: metering and entitlement clients go there, whatever the general endpoint is. */
  readonly marketplace: string;
}

/** Deploys the app as a person would, with the CDK CLI and its bootstrap, and the functions' real bundles; only the template is adapted. */
export const deploy = async ({ endpoint, certificate, folder, noticeSource, productsFile, marketplace }: DeploymentProps): Promise<Outputs> => {
  const outputs = join(folder, "outputs.json");
  const assembly = join(folder, "cdk.out");
  const { PATH, HOME } = process.env;
  const cdk = async (cwd: string, ...command: readonly string[]): Promise<void> => {
    try {
      await run(process.execPath, [join(ROOT, "node_modules/aws-cdk/bin/cdk"), ...command, "--ci", "--no-notices"], {
        cwd,
        maxBuffer: 64 * 1024 * 1024,
        env: {
          PATH,
          HOME,
          CI: "true",
          AWS_ENDPOINT_URL: endpoint,
          NODE_EXTRA_CA_CERTS: certificate,
          AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
          AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
          AWS_REGION: REGION,
          CDK_DISABLE_VERSION_CHECK: "true",
          CDK_DISABLE_CLI_TELEMETRY: "true",
          CDK_HOME: join(folder, "cdk-home"),
        },
      });
    } catch (cause) {
      const { stdout, stderr } = cause as { stdout?: string; stderr?: string };
      throw new Error(`cdk ${command[0]} failed:\n${(stdout ?? "").slice(-12_000)}\n${(stderr ?? "").slice(-12_000)}`, { cause });
    }
  };
  // Away from cdk.json: bootstrapping needs no app.
  await cdk(folder, "bootstrap", `aws://${ACCOUNT}/${REGION}`);
  // The seller's topic is an option; the embedded cloud has it too.
  const context = ["-c", `noticeSources=aws.agreement-marketplace,${noticeSource}`, "-c", `productsFile=${productsFile}`, "-c", "sellerNotices=true"];
  await cdk(ROOT, "synth", STACK, "--quiet", "--output", assembly, ...context);
  const file = join(assembly, `${STACK}.template.json`);
  const variables = {
    AWS_ENDPOINT_URL_MARKETPLACE_METERING: marketplace,
    AWS_ENDPOINT_URL_MARKETPLACE_ENTITLEMENT_SERVICE: marketplace,
    AWS_ENDPOINT_URL_MARKETPLACE_AGREEMENT: marketplace,
    // The emulator has no mail service that keeps what it was asked to send.
    AWS_ENDPOINT_URL_SESV2: marketplace,
  };
  writeFileSync(file, JSON.stringify(adapted(JSON.parse(readFileSync(file, "utf8")) as Template, variables)));
  await cdk(folder, "deploy", STACK, "--app", assembly, "--require-approval", "never", "--outputs-file", outputs);
  return (JSON.parse(readFileSync(outputs, "utf8")) as Record<string, Outputs>)[STACK]!;
};
