import { rmSync } from "node:fs";
import { App, Tags } from "aws-cdk-lib";
import recommendedFlags from "aws-cdk-lib/recommended-feature-flags.json";
import { NoticeForwarderStack } from "./notice-forwarder-stack";
import { checkedOptions, DEFAULT_PREFIX, type GivenOptions } from "./options";
import { StallkeeperStack } from "./stallkeeper-stack";

/** Where AWS Marketplace puts its events. */
const MARKETPLACE_REGION = "us-east-1";

/** The stack's id, and its name in CloudFormation for the default prefix. */
export const STACK = "Stallkeeper";

/** The same of the stack that hands notices on. */
const FORWARDER = `${STACK}NoticeForwarder`;

/**
 * What CloudFormation calls a stack. It knows a deployment by this name alone: were a second one of another prefix called the same, it
 * would take the first one's place, and begin with an empty log.
 */
const stackName = (id: string, prefix: string): string => (prefix === DEFAULT_PREFIX ? id : `${id}-${prefix}`);

/**
 * The whole app: one stack in the home Region and, where that is known and is not us-east-1, a small one there.
 * @param validated whether the CDK compares the templates with CloudFormation's schemas, which takes it five seconds
 * @throws {InvalidOptions} for an option, InvalidCatalogue for a product
 */
export const stallkeeperApp = (given: GivenOptions = {}, validated = true): App => {
  const options = checkedOptions(given);
  const { account, region, outdir, prefix } = options;
  const app = new App({
    context: recommendedFlags,
    treeMetadata: false,
    analyticsReporting: false,
    builtinCloudFormationValidation: validated,
    ...(outdir !== undefined && { outdir }),
  });
  const env = { ...(account !== undefined && { account }), ...(region !== undefined && { region }) };
  // A bill is told apart by these, once they are activated as cost allocation tags.
  Tags.of(app).add("application", "stallkeeper");
  Tags.of(app).add("deployment", prefix);
  // Deleted by mistake, the page, the runs and the metering would be gone, though what the tables hold stays.
  const terminationProtection = true;
  new StallkeeperStack(app, STACK, options, { stackName: stackName(STACK, prefix), terminationProtection, env });
  if (region !== undefined && region !== MARKETPLACE_REGION) {
    new NoticeForwarderStack(app, FORWARDER, options, {
      stackName: stackName(FORWARDER, prefix),
      terminationProtection,
      env: { ...env, region: MARKETPLACE_REGION },
      homeRegion: region,
    });
  }
  return app;
};

/** The template of the home Region's stack, without the functions' code: what the embedded cloud configures itself from. Nothing of it is left on disk. */
export const synthesise = (given: GivenOptions = {}): unknown => {
  // Whoever deploys has it validated; nobody who starts it on a laptop need wait for that.
  const assembly = stallkeeperApp({ ...given, bundling: false }, false).synth();
  const template: unknown = assembly.getStackArtifact(STACK).template;
  rmSync(assembly.directory, { recursive: true });
  return template;
};
