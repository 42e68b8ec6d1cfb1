import { App } from "aws-cdk-lib";
import recommendedFlags from "aws-cdk-lib/recommended-feature-flags.json";
import { NoticeForwarderStack } from "./notice-forwarder-stack";
import { checkedOptions, type GivenOptions } from "./options";
import { StallkeeperStack } from "./stallkeeper-stack";

/** Where AWS Marketplace puts its events. */
const MARKETPLACE_REGION = "us-east-1";

/** The stack's id, and its name in CloudFormation for the default prefix. */
export const STACK = "Stallkeeper";

/**
 * The whole app: one stack in the home Region and, where that is known and is not us-east-1, a small one there.
 * @throws {InvalidOptions} for an option, InvalidCatalogue for a product
 */
export const stallkeeperApp = (given: GivenOptions = {}): App => {
  const options = checkedOptions(given);
  const { account, region, outdir } = options;
  const app = new App({ context: recommendedFlags, treeMetadata: false, analyticsReporting: false, ...(outdir !== undefined && { outdir }) });
  const env = { ...(account !== undefined && { account }), ...(region !== undefined && { region }) };
  new StallkeeperStack(app, STACK, options, { env });
  if (region !== undefined && region !== MARKETPLACE_REGION) {
    new NoticeForwarderStack(app, `${STACK}NoticeForwarder`, options, { env: { ...env, region: MARKETPLACE_REGION }, homeRegion: region });
  }
  return app;
};

/** The template of the home Region's stack, without the functions' code: what the embedded cloud configures itself from. */
export const synthesise = (given: GivenOptions = {}): unknown =>
  stallkeeperApp({ ...given, bundling: false })
    .synth()
    .getStackByName(STACK).template;
