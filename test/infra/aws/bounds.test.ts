import { buildSync } from "esbuild";
import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { appOf, functionNames, template } from "./template";

/** CloudFormation's quotas for one stack: resources, and bytes of its template ("AWS CloudFormation quotas"). */
const RESOURCES = 500;
const TEMPLATE_BYTES = 1024 * 1024;

/** A tenth is left, so that whoever comes near it can still divide the stack with a release of its own. */
const ROOM = 0.9;

/**
 * What a new Lambda environment has to load. The largest takes 130 ms on the benchmark's machine (BENCHMARKS, "Lambda bundles"); a library
 * that does not belong in a function (the CDK, a browser's) would be several of these.
 */
const BUNDLE_BYTES = 1_400_000;

describe("the home Region's stack", () => {
  test("stays below CloudFormation's quotas, with room for what is to come", () => {
    const assembly = appOf({}, false).synth();
    const [bytes] = assembly.stacks.map(({ templateFullPath }) => statSync(templateFullPath).size);
    rmSync(assembly.directory, { recursive: true });
    expect(Object.keys(template().Resources).length).toBeLessThan(RESOURCES * ROOM);
    expect(bytes).toBeLessThan(TEMPLATE_BYTES * ROOM);
  });

  test("has functions that load in a moment", () => {
    const root = join(__dirname, "../../..");
    const names = [...functionNames().values()];
    // Split, so that what they share is read and shortened once: a function weighs what its own file imports, at whatever distance.
    const { metafile } = buildSync({
      entryPoints: Object.fromEntries(names.map((name) => [name, join(root, "functions", name, "handler.ts")])),
      outdir: "unwritten",
      bundle: true,
      splitting: true,
      minify: true,
      write: false,
      metafile: true,
      platform: "node",
      format: "esm",
      target: "node24",
    });
    const weight = (file: string, seen: Set<string>): number => {
      const output = metafile.outputs[file];
      if (output === undefined || seen.has(file)) return 0;
      seen.add(file);
      return output.imports.reduce((sum, { path }) => sum + weight(path, seen), output.bytes);
    };
    const weights = names.map((name) => ({ name, bytes: weight(`unwritten/${name}.js`, new Set()) }));
    // What is deployed is measured by the benchmark: 460 KB to 1.3 MB.
    expect(Math.min(...weights.map(({ bytes }) => bytes))).toBeGreaterThan(300_000);
    expect(weights.filter(({ bytes }) => bytes > BUNDLE_BYTES)).toEqual([]);
  });
});
