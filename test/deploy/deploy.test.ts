import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { deployedTarget } from "./deployed-target";
import { deploy } from "./deployment";
import { startEmbedded } from "./embedded";
import { embeddedTarget } from "./embedded-target";
import { journey, refuseLeaks, type Journey } from "./journey";
import { installMiniStack, startMiniStack } from "./ministack";
import { NOTICE_SOURCE, simulatedMarketplace } from "./simulated-marketplace";
import type { Target } from "./target";
import { usageJourney, type UsageJourney } from "./usage-journey";

const ROOT = resolve(__dirname, "../..");
const FOLDER = join(ROOT, ".local/deploy-test");
const PRODUCTS = join(ROOT, "infra/products.json");

const ended: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const end of ended.toReversed()) await end();
});

type Both = Journey & { readonly usage: UsageJourney };

/** A buyer's way in, and then another's usage. */
const goThrough = async (target: Target): Promise<Both> => ({ ...(await journey(target)), usage: await usageJourney(target) });

/** Bootstraps and deploys the app on MiniStack, with our simulator as its AWS Marketplace, and goes a buyer's way in through it. */
const throughMiniStack = async (): Promise<Both> => {
  const program = installMiniStack();
  const simulated = await simulatedMarketplace(PRODUCTS);
  ended.push(simulated.stop);
  const engine = await startMiniStack(program, FOLDER);
  ended.push(engine.stop);
  const outputs = await deploy({ ...engine, folder: FOLDER, noticeSource: NOTICE_SOURCE, productsFile: PRODUCTS, marketplace: simulated.endpoint });
  return goThrough(await deployedTarget(engine, outputs, simulated));
};

const throughTheEmbeddedCloud = async (): Promise<Both> => {
  const embedded = await startEmbedded(FOLDER);
  ended.push(embedded.stop);
  return goThrough(embeddedTarget(embedded));
};

const show = ({ paths, events }: Journey): string =>
  [
    ...Object.entries(paths).map(([about, path]) => [about, ...path.map((state) => `    ${state}`)].join("\n")),
    ["Public events", ...events.map(({ type }) => `    ${type}`)].join("\n"),
  ].join("\n\n");

describe("the app, deployed on an engine nobody here wrote,", () => {
  let deployed: Both;
  let embedded: Both;

  beforeAll(async () => {
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(FOLDER, { recursive: true });
    deployed = await throughMiniStack();
    embedded = await throughTheEmbeddedCloud();
    process.stdout.write(`\n${show(deployed)}\n\n`);
  });

  test("takes a buyer in, from the purchase to the tenant", () => {
    expect(deployed.subscription).toMatchObject({ access: "granted", registered: true, tenantId: "tenant-1", tenantAccess: true });
  });

  test("tells the product of entitlements, registration, access and tenant, in this order", () => {
    expect(deployed.events.map(({ type, sequence }) => `${sequence} ${type}`)).toEqual([
      "1 Entitlements Changed",
      "2 Customer Registered",
      "3 Access Granted",
      "4 Tenant Linked",
    ]);
  });

  test("goes the paths that the embedded cloud goes", () => {
    expect(deployed.paths).toEqual(embedded.paths);
    // The token, the form and two notices.
    expect(Object.keys(deployed.paths)).toHaveLength(4);
  });

  test("publishes the events that the embedded cloud publishes", () => {
    expect(deployed.events).toEqual(embedded.events);
  });

  test("projects the rows that the embedded cloud projects", () => {
    expect(deployed.rows).toEqual(embedded.rows);
  });

  test("answers its product as the embedded cloud does", () => {
    expect(deployed.subscription).toEqual(embedded.subscription);
  });

  test("bills what its product reported, in whole units and once", () => {
    expect(deployed.usage.held).toEqual([
      { dimension: "alerts", quantity: 12 },
      { dimension: "gb_processed", quantity: 4 },
    ]);
    expect(deployed.usage.path).toEqual([
      "Does a license end?",
      "Seal the license's hours but the last",
      "Are they sealed?",
      "Tell AWS of the hours before the last",
      "Is AWS told of the hours before the last?",
      "Wait for usage of the last hour",
      "Seal the license's last hour",
      "Is the last hour sealed?",
      "Tell AWS of the last hour",
      "Is AWS told of the last hour?",
      "AWS knows what was used to the end",
      "SUCCEEDED",
    ]);
  });

  test("answers reports of usage, and the question after the month, as the embedded cloud does", () => {
    expect(deployed.usage).toEqual(embedded.usage);
  });

  test.each(["a run's history", "a public event", "the event log", "a log line"] as const)("holds neither the token nor the person in %s", (place) => {
    for (const { said, purchase } of [deployed, embedded]) refuseLeaks(purchase, place, said[place]);
  });
});
