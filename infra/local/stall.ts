import { Hono } from "hono";
import { readFileSync } from "node:fs";
import { readCatalogue, type Catalogue } from "../../events/product/catalogue";
import { synthesise } from "../aws/app";
import { startCloud, type Cloud, type CloudParts, type Extension } from "./cloud/cloud";
import { loadHandler } from "./load-handler";
import { entitlementService } from "./marketplace/entitlement-service";
import { marketplace, type Marketplace } from "./marketplace/marketplace";
import { meteringService } from "./marketplace/metering-service";
import { simulatorApi } from "./marketplace/simulator-api";

export interface StallOptions {
  readonly port: number;
  /** Where data is kept; in memory if left out. */
  readonly dataDir?: string;
  readonly productsFile?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Everything on one laptop: the embedded cloud with the app, AWS Marketplace, and a product that is sold there. */
export interface Stall extends Cloud {
  readonly marketplace: Marketplace;
}

const PRODUCTS_FILE = "infra/products.json";

const readProducts = (file: string): Catalogue => {
  const json: unknown = JSON.parse(readFileSync(file, "utf8"));
  return readCatalogue(json, file);
};

/** Starts it. @throws InvalidCatalogue for a configuration that can't be used */
export const startStall = async ({ port, dataDir, productsFile = PRODUCTS_FILE, environment = {} }: StallOptions): Promise<Stall> => {
  const catalogue = readProducts(productsFile);
  let stall: Marketplace | undefined;

  const extend = ({ clock, faults, documents, deliver, advance, url }: CloudParts): Extension => {
    // Another host name than the simulator's: the form POST crosses sites, as it does from AWS Marketplace.
    const fulfilmentUrl = `${url.replace("127.0.0.1", "localhost")}/fulfilment/`;
    const host = { documents, deliver, now: clock.instant, catalogue, fulfilmentUrl };
    stall = marketplace(host);
    const pages = new Hono();
    pages.get("/health", (context) => context.json({ status: "ready" }));
    pages.route("/simulator", simulatorApi(stall, { now: clock.instant, advance, faults }));
    return {
      services: [meteringService(host, stall.kept), entitlementService(host, stall.kept)],
      subscribers: [],
      respond: async (request) => {
        const response = await pages.fetch(request);
        return response.status === 404 && !new URL(request.url).pathname.startsWith("/simulator") ? undefined : response;
      },
    };
  };

  const cloud = await startCloud({
    template: () => synthesise({ productsFile, account: "000000000000", region: "us-east-1" }),
    port,
    ...(dataDir !== undefined && { dataDir }),
    load: loadHandler,
    apis: [
      { slug: "fulfilment", functionName: "stallkeeper-fulfilment-page" },
      { slug: "product-api", functionName: "stallkeeper-product-api" },
    ],
    extend,
    environment,
  });
  if (stall === undefined) throw new Error("The Marketplace was not started.");
  return { ...cloud, marketplace: stall };
};
