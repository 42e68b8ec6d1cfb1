import {
  MarketplaceEntitlementServiceClient,
  paginateGetEntitlements,
  type Entitlement,
  type GetEntitlementsRequest,
} from "@aws-sdk/client-marketplace-entitlement-service";
import { MarketplaceAgreementClient } from "@aws-sdk/client-marketplace-agreement";
import { MarketplaceMeteringClient } from "@aws-sdk/client-marketplace-metering";
import { Hono } from "hono";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readCatalogue, type Catalogue } from "../../../../events/product/catalogue";
import { dispatcher } from "../../../../infra/local/cloud/dispatcher";
import type { Documents } from "../../../../infra/local/cloud/documents";
import { createOutbox } from "../../../../infra/local/cloud/outbox";
import { createFaults } from "../../../../infra/local/cloud/faults";
import { agreementService } from "../../../../infra/local/marketplace/agreement-service";
import { entitlementService } from "../../../../infra/local/marketplace/entitlement-service";
import { marketplace } from "../../../../infra/local/marketplace/marketplace";
import { meteringService } from "../../../../infra/local/marketplace/metering-service";
import { memoryDocuments } from "../../../../infra/local/marketplace/ports";
import { simulatorApp } from "../../../../infra/local/marketplace/simulator-app";
import products from "../../../../infra/products.json";

export const CONTRACT = "harbourlight0contract0001";
export const SUBSCRIPTION = "tidewater0subscription002";
export const CONSUMPTION = "lockgate0consumption00003";
export const LEGACY = "oldquay0legacy0000000004";
export const FULFILMENT = "http://localhost:8700/fulfilment/";

/** What the simulator puts on the bus, as far as these tests look into it. */
export interface BusEvent {
  readonly "detail-type": string;
  readonly time: string;
  readonly detail: {
    readonly agreement: { readonly id: string; readonly endTime: string | null };
    readonly license: { readonly arn: string };
    readonly proposer: { readonly accountId: string };
    readonly resaleAuthorization: { readonly id: string | null };
  };
}

/** What the API answers to a purchase. */
export interface Bought {
  readonly agreementId: string;
  readonly licenseArn: string;
  readonly accountId: string;
  readonly token: string;
}

/** Members of answers that tests look at one by one. */
interface Told {
  readonly error: string;
  readonly holdNotices: boolean;
}

interface Answer<Json> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Json;
}

/** A purchase, as the API lists it. */
export interface Listed {
  readonly agreementId: string;
  readonly endsAt: string;
  readonly entitlements: readonly { readonly dimension: string; readonly value: number; readonly expiresAt: string }[];
}

const servers = new Set<Server>();

/** The simulated Marketplace by itself: documents in memory, a clock that stands still until it is moved, a bus that remembers. */
export const openMarketplace = async ({
  documents = memoryDocuments(),
  start = "2026-11-24T09:30:00.000Z",
  catalogue = readCatalogue(products, "infra/products.json"),
}: { readonly documents?: Documents; readonly start?: string; readonly catalogue?: Catalogue } = {}) => {
  const faults = createFaults();
  const delivered: BusEvent[] = [];
  const texts: (string | undefined)[] = [];
  const posted: string[] = [];
  let time = Date.parse(start);
  const now = () => new Date(time).toISOString();
  const advance = async (milliseconds: number) => {
    time += milliseconds;
  };
  const host = {
    documents,
    now,
    catalogue,
    fulfilmentUrl: FULFILMENT,
    deliver: async (event: unknown, text?: string) => {
      delivered.push(event as BusEvent);
      texts.push(text);
    },
    post: async (body: string) => void posted.push(body),
  };
  const stall = marketplace(host);
  const outbox = createOutbox(documents, { instant: now });
  const app = new Hono({ strict: false }).route("/simulator", simulatorApp(stall, { now, advance, faults, sent: outbox.list }));

  const services = [meteringService(host, stall.kept), entitlementService(host, stall.kept), agreementService(host, stall.kept)];
  const answer = dispatcher({ services, faults, dynamo: () => Promise.reject(new Error("There is no DynamoDB.")), itemWritten: () => {} });
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  servers.add(server);
  const client = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  };

  const ask = async <Json = Told>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<Json>> => {
    const response = await app.request(`http://127.0.0.1:8700/simulator${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json: unknown = response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : undefined;
    return { status: response.status, headers: response.headers, text, json: json as Json };
  };

  const entitlements = new MarketplaceEntitlementServiceClient(client);

  return {
    stall,
    catalogue,
    delivered,
    /** The exact text of each delivery, where there is one. */
    texts,
    /** What reached the queue as messages of SNS topics. */
    posted,
    faults,
    documents,
    client,
    metering: new MarketplaceMeteringClient(client),
    entitlements,
    agreements: new MarketplaceAgreementClient(client),
    outbox,
    /** All pages of what GetEntitlements lists. */
    entitled: async (ProductCode: string, Filter?: GetEntitlementsRequest["Filter"]): Promise<readonly Entitlement[]> => {
      const all: Entitlement[] = [];
      for await (const page of paginateGetEntitlements({ client: entitlements }, { ProductCode, Filter })) all.push(...(page.Entitlements ?? []));
      return all;
    },
    now,
    /** Moves only the clock; `ask("POST", "/clock")` is what a tester does. */
    advance,
    ask,
    buy: async (order: object) => (await ask<Bought>("POST", "/purchases", order)).json,
    purchases: async () => (await ask<readonly Listed[]>("GET", "/purchases")).json,
    notices: async () => (await ask<readonly { readonly id: string }[]>("GET", "/notices")).json,
    submit: (path: string, fields: Record<string, string>) =>
      ask("POST", path, new URLSearchParams(fields).toString(), { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" }),
  };
};
export type World = Awaited<ReturnType<typeof openMarketplace>>;

export const closeAll = async (): Promise<void> => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }
  servers.clear();
};
