import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { z } from "zod";
import { STACK, stallkeeperApp } from "../../../infra/aws/app";
import { right } from "../right";
import { median } from "../report/statistics";
import { inFolder } from "./stall";

const Function = z.object({
  Type: z.literal("AWS::Lambda::Function"),
  Properties: z.object({ FunctionName: z.string(), Code: z.object({ S3Key: z.string() }) }),
});
const Template = z.object({ Resources: z.record(z.string(), z.unknown()) });

/** One function as it is deployed. */
export interface Bundle {
  readonly name: string;
  readonly bytes: number;
  readonly zippedBytes: number;
  /** Until a new process has loaded it, without the start of Node.js: most of a cold start. */
  readonly loadMs: number;
}

/** Loads a bundle and says how long that took; a bundle without a handler ends it with an error. */
const LOADER = `
const started = performance.now();
const { handler } = require(process.argv[1]);
const took = performance.now() - started;
if (typeof handler !== "function") throw new Error("The bundle has no handler.");
process.stdout.write(String(took));
`;

const loadOnce = (path: string): number => {
  const took = Number(execFileSync(process.execPath, ["-e", LOADER, path], { encoding: "utf8", env: { PATH: process.env["PATH"] ?? "" } }));
  right(Number.isFinite(took), `The bundle ${path} said '${took}' instead of a time.`);
  return took;
};

/** Synthesises the app as it is deployed, and weighs and loads each function's bundle. */
export const bundles = ({ times }: { readonly times: number }, tell: (step: string) => void): Promise<readonly Bundle[]> =>
  inFolder(async (outdir) => {
    tell("synthesising the app with its bundles");
    const assembly = stallkeeperApp({ outdir, account: "000000000000", region: "us-east-1" }).synth();
    const { Resources } = Template.parse(assembly.getStackByName(STACK).template);
    const functions = Object.values(Resources).flatMap((resource) => {
      const parsed = Function.safeParse(resource);
      return parsed.success ? [parsed.data] : [];
    });
    right(functions.length > 0, "The template names no bundle.");
    return functions.map(({ Properties }) => {
      const name = Properties.FunctionName.replace(/^stallkeeper-/, "");
      tell(`loading ${name}`);
      const path = join(outdir, `asset.${Properties.Code.S3Key.replace(/\.zip$/, "")}`, "index.js");
      const code = readFileSync(path);
      const loads = Array.from({ length: times }, () => loadOnce(path));
      return { name, bytes: code.length, zippedBytes: gzipSync(code, { level: 9 }).length, loadMs: median(loads) };
    });
  });
