import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { deployedTarget } from "./deployed-target";
import { deploy } from "./deployment";
import { journey } from "./journey";
import { installMiniStack, MINISTACK_VERSION, startMiniStack } from "./ministack";
import { NOTICE_SOURCE, simulatedMarketplace } from "./simulated-marketplace";

const ROOT = resolve(__dirname, "../..");
const FOLDER = join(ROOT, ".local/deploy-test");
const PRODUCTS = join(ROOT, "infra/products.json");

const started = Date.now();
const say = (what: string): void => {
  console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${what}`);
};

/** Deploys the app on MiniStack and goes a buyer's way in through it. */
const main = async (): Promise<void> => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const program = installMiniStack();
  say(`MiniStack ${MINISTACK_VERSION} is installed`);
  const simulated = await simulatedMarketplace(PRODUCTS);
  const engine = await startMiniStack(program, FOLDER);
  try {
    say(`MiniStack answers at ${engine.endpoint}`);
    const outputs = await deploy({ ...engine, folder: FOLDER, noticeSource: NOTICE_SOURCE, productsFile: PRODUCTS, marketplace: simulated.endpoint });
    say(`deployed: ${outputs.FulfilmentUrl}`);
    const target = await deployedTarget(engine, outputs, simulated);
    const gone = await journey(target);
    say("the buyer has access");
    console.log(JSON.stringify(gone, null, 2));
  } finally {
    await engine.stop();
    await simulated.stop();
  }
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.error(`MiniStack's log: ${join(FOLDER, "ministack.log")}`);
  process.exitCode = 1;
});
