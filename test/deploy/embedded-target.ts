import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SFNClient } from "@aws-sdk/client-sfn";
import type { Embedded } from "./embedded";
import { ACCOUNT, REGION } from "./ministack";
import { sigV4 } from "./sigv4";
import type { Metered, PublicEvent, Purchase, Target } from "./target";
import { web } from "./web";

const CREDENTIALS = { accessKeyId: "local", secretAccessKey: "local" } as const;

/** The embedded cloud, seen from outside. */
export const embeddedTarget = ({ port, written }: Embedded): Target => {
  const host = `localhost:${port}`;
  const at = (base: string) => ({ scheme: "http", port, host, base }) as const;
  const sign = sigV4({ service: "execute-api", host, region: REGION, ...CREDENTIALS });
  const simulator = web(at("/simulator"));
  const client = { endpoint: `http://127.0.0.1:${port}`, region: REGION, credentials: CREDENTIALS };

  const tell = async <T>(path: string, body: unknown = {}): Promise<T> => {
    const { status, text } = await simulator.ask("POST", path, { headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    if (status >= 300) throw new Error(`The simulator answered ${path} with ${status}: ${text}`);
    return JSON.parse(text) as T;
  };

  return {
    name: "the embedded cloud",
    page: web(at("/fulfilment")),
    productApi: web({ ...at("/product-api"), sign }),
    stranger: web(at("/product-api")),
    buy: (product) => tell<Purchase>("/purchases", { product }),
    holdNotices: () => tell("/notices/hold"),
    heldNotices: async () => {
      const { text } = await simulator.ask("GET", "/notices");
      return (JSON.parse(text) as { id: string; state: string }[]).filter(({ state }) => state === "held").map(({ id }) => id);
    },
    releaseNotice: (id) => tell("/notices/release", { ids: [id] }),
    cancel: (id) => tell(`/purchases/${id}/cancel`),
    metered: async (product) => {
      const { text } = await simulator.ask("GET", `/metering?product=${product}`);
      return JSON.parse(text) as readonly Metered[];
    },
    now: async () => (JSON.parse((await simulator.ask("GET", "/clock")).text) as { readonly now: string }).now,
    letTimePass: () => tell("/clock", { advance: "PT10M1S" }),
    dynamo: new DynamoDBClient(client),
    stepFunctions: new SFNClient(client),
    machinePrefix: `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:stallkeeper-`,
    publicEvents: async () => {
      const { text } = await web(at("/sample-product")).ask("GET", "/events.json");
      return JSON.parse(text) as readonly PublicEvent[];
    },
    logLines: () => Promise.resolve(written().split("\n")),
  };
};
