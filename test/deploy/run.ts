import { deepStrictEqual } from "node:assert";
import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { deployedTarget } from "./deployed-target";
import { deploy } from "./deployment";
import { startEmbedded } from "./embedded";
import { embeddedTarget } from "./embedded-target";
import { journey, type Journey } from "./journey";
import { installMiniStack, MINISTACK_VERSION, startMiniStack } from "./ministack";
import { NOTICE_SOURCE, simulatedMarketplace } from "./simulated-marketplace";

const ROOT = resolve(__dirname, "../..");
const FOLDER = join(ROOT, ".local/deploy-test");
const PRODUCTS = join(ROOT, "infra/products.json");

const started = Date.now();
const say = (what: string): void => {
  console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${what}`);
};

const onMiniStack = async (): Promise<Journey> => {
  const program = installMiniStack();
  say(`MiniStack ${MINISTACK_VERSION} is installed`);
  const simulated = await simulatedMarketplace(PRODUCTS);
  const engine = await startMiniStack(program, FOLDER);
  try {
    say(`it answers at ${engine.endpoint}, with IAM enforced`);
    const outputs = await deploy({ ...engine, folder: FOLDER, noticeSource: NOTICE_SOURCE, productsFile: PRODUCTS, marketplace: simulated.endpoint });
    say(`the app is bootstrapped and deployed: ${outputs.FulfilmentUrl}`);
    const gone = await journey(await deployedTarget(engine, outputs, simulated));
    say("a buyer went through it, from the purchase to the tenant");
    return gone;
  } finally {
    await engine.stop();
    await simulated.stop();
  }
};

const onTheEmbeddedCloud = async (): Promise<Journey> => {
  const embedded = await startEmbedded(FOLDER);
  try {
    const gone = await journey(embeddedTarget(embedded));
    say("another went the same way through the embedded cloud");
    return gone;
  } finally {
    await embedded.stop();
  }
};

const show = ({ paths, events }: Journey): void => {
  for (const [about, path] of Object.entries(paths)) console.log(`\n${about}\n${path.map((state) => `    ${state}`).join("\n")}`);
  console.log(`\nPublic events\n${events.map((event) => `    ${(event as { readonly type: string }).type}`).join("\n")}\n`);
};

/** Deploys the app on an engine nobody here wrote, goes a buyer's way in through it, and compares what that left with the embedded cloud's. */
const main = async (): Promise<void> => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const deployed = await onMiniStack();
  show(deployed);
  const embedded = await onTheEmbeddedCloud();
  deepStrictEqual(embedded, deployed);
  say("paths, events, rows and the product API's answer are equal");
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  console.error(`\nMiniStack's log and the cloud assembly are in ${FOLDER}.`);
  process.exitCode = 1;
});
