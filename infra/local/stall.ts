import { Hono } from "hono";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { readCatalogue, type Catalogue } from "../../events/product/catalogue";
import { signedPost } from "../../functions/kernel/usage/signed-post";
import { usageReporter } from "../../functions/kernel/usage/usage-client";
import { synthesise } from "../aws/app";
import { consoleApp } from "../operator/console/app";
import { connectConsole } from "../operator/console/connect";
import { startCloud, type Cloud, type CloudParts, type Extension } from "./cloud/cloud";
import { loadHandler } from "./load-handler";
import { agreementService } from "./marketplace/agreement-service";
import { entitlementService } from "./marketplace/entitlement-service";
import { marketplace, type Marketplace } from "./marketplace/marketplace";
import { meteringService } from "./marketplace/metering-service";
import { simulatorApp } from "./marketplace/simulator-app";
import { productApiClient } from "./sample-product/product-api-client";
import { sampleProduct } from "./sample-product/sample-product";
import { startPage } from "./start/page";
import { placesAt } from "./start/ways-on";

export interface StallOptions {
  readonly port: number;
  /** Where data is kept; in memory if left out. */
  readonly dataDir?: string;
  readonly productsFile?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Where usage is metered instead of at the simulator: an endpoint of AWS Marketplace Metering, of which only BatchMeterUsage is asked. */
  readonly meteringEndpoint?: string | undefined;
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

/** Where the example products' log-in URLs point, whatever port was chosen. */
const EXAMPLE_ORIGIN = "http://localhost:8700";

/** The queue that the topics of legacy listings are subscribed to. */
const NOTICES = "stallkeeper-notices";

/** The paths that no function answers: their 404 is final. */
const OURS = /^\/(simulator|sample-product|console)(\/|$)/;

/** The configuration as this stall uses it: the sample product is on this port. */
const placeProducts = (products: Catalogue, folder: string, url: string): string => {
  const here = url.replace("127.0.0.1", "localhost");
  const placed = products.map((product) => ({ ...product, logInUrl: product.logInUrl.replace(EXAMPLE_ORIGIN, here) }));
  const file = resolve(join(folder, "products.json"));
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify(placed, undefined, 2));
  return file;
};

/** What of the product API is about usage (infra/aws/product-api.ts). */
const USAGE_PATHS = /^\/(?:usage|subscriptions\/[^/]+\/usage(?:-complete)?)$/;

/** The embedded cloud asks for a signature and checks no keys. */
const anybody = () => Promise.resolve({ accessKeyId: "local", secretAccessKey: "local" });

/** Starts it. @throws InvalidCatalogue for a configuration that can't be used */
export const startStall = async ({ port, dataDir, productsFile = PRODUCTS_FILE, environment = {}, meteringEndpoint }: StallOptions): Promise<Stall> => {
  const catalogue = readProducts(productsFile);
  let stall: Marketplace | undefined;
  /** Whether what was left at the last stop has been taken up: runs, messages, invocations, and AWS's news. */
  let ready = false;

  const extend = ({ clock, faults, documents, deliver, queues, outbox, advance, url }: CloudParts): Extension => {
    const at = Number(new URL(url).port);
    const fulfilmentUrl = placesAt(at).fulfilment;
    const post = async (body: string): Promise<void> => {
      await queues.send(NOTICES, body);
    };
    const host = { documents, deliver, post, now: clock.instant, catalogue, fulfilmentUrl };
    stall = marketplace(host);
    const api = `${url}/product-api`;
    const usage = usageReporter({ post: signedPost({ url: api, credentials: anybody }), now: clock.instant });
    const product = sampleProduct({ documents, catalogue, api: productApiClient(api), usage, now: clock.instant });
    // Not strict: an address is the same with a slash at its end and without.
    const pages = new Hono({ strict: false });
    pages.get("/health", (context) => (ready ? context.json({ status: "ready" }) : context.json({ status: "starting" }, 503, { "retry-after": "1" })));
    pages.route("/", startPage(at));
    pages.route("/simulator", simulatorApp(stall, { now: clock.instant, advance, faults, sent: outbox.list }));
    pages.route("/sample-product", product.pages);
    // What it calls is this process; on one's own stall one may act.
    pages.route("/console", consoleApp({ base: "/console", actions: true, sources: () => connectConsole("stallkeeper", { place: "the embedded cloud" }) }));
    return {
      services: [meteringService(host, stall.kept), entitlementService(host, stall.kept), agreementService(host, stall.kept)],
      subscribers: [{ name: "sample-product", bus: "stallkeeper", pattern: { source: ["stallkeeper"] }, receive: product.receive }],
      ...(meteringEndpoint !== undefined && { elsewhere: { "AWSMPMeteringService.BatchMeterUsage": meteringEndpoint } }),
      respond: async (request) => {
        const response = await pages.fetch(request);
        return response.status === 404 && !OURS.test(new URL(request.url).pathname) ? undefined : response;
      },
    };
  };

  const cloud = await startCloud({
    template: (url) =>
      synthesise({
        productsFile: placeProducts(catalogue, dataDir ?? mkdtempSync(join(tmpdir(), "stallkeeper-")), url),
        sellerNotices: true,
        account: "000000000000",
        region: "us-east-1",
      }),
    port,
    ...(dataDir !== undefined && { dataDir }),
    load: loadHandler,
    apis: [
      { slug: "fulfilment", functionName: "stallkeeper-fulfilment-page", signed: false },
      { slug: "product-api", paths: USAGE_PATHS, functionName: "stallkeeper-usage-api", signed: true },
      { slug: "product-api", functionName: "stallkeeper-product-api", signed: true },
    ],
    extend,
    environment,
  });
  if (stall === undefined) throw new Error("The Marketplace was not started.");
  await stall.resume();
  ready = true;
  return { ...cloud, marketplace: stall };
};
