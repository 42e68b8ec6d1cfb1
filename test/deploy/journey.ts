import { GetItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { GetExecutionHistoryCommand, ListExecutionsCommand } from "@aws-sdk/client-sfn";
import { eventually } from "./eventually";
import { found, masked } from "./masked";
import type { PublicEvent, Purchase, Target } from "./target";
import type { Answer } from "./web";

/** What a journey left behind, with names, ids and times that differ from one to the next replaced. */
export interface Journey {
  /** The states each run went through, and how it ended, by what the run is about. */
  readonly paths: Readonly<Record<string, readonly string[]>>;
  readonly events: readonly MaskedEvent[];
  /** The projections' rows. */
  readonly rows: readonly unknown[];
  /** What the product API says of the subscription in the end. */
  readonly subscription: unknown;
  readonly purchase: Purchase;
  /** Everything that was recorded, as it stands there. */
  readonly said: Readonly<Record<Place, readonly string[]>>;
}

/** A public event with its place in the subscription's sequence. */
interface MaskedEvent {
  readonly type: string;
  readonly sequence: number;
  readonly detail: unknown;
}

const MACHINES = ["onboarding", "entitlement-change"] as const;
const BUYER = { email: "ada.lovelace@buyer.example", name: "Ada Lovelace", company: "Analytical Engines Ltd" };
const PRODUCT = "harbourlight0contract0001";
export const FORM = { "content-type": "application/x-www-form-urlencoded" };

/** Half a minute: a cold start of each of ten functions, on a busy machine. */
export const PATIENCE = 30_000;

export const expectStatus = (what: string, { status, text }: Answer, expected: number): void => {
  if (status !== expected) throw new Error(`${what}: expected ${expected}, was answered ${status}: ${text.slice(0, 500)}`);
};

interface Run {
  /** The whole history, as the console shows it. */
  readonly history: string;
  readonly name: string;
  readonly about: string;
  readonly status: string;
  readonly path: readonly string[];
}

const runsOf = async (target: Target): Promise<readonly Run[]> => {
  const { stepFunctions, machinePrefix } = target;
  const runs: Run[] = [];
  for (const machine of MACHINES) {
    const { executions = [] } = await stepFunctions.send(new ListExecutionsCommand({ stateMachineArn: `${machinePrefix}${machine}` }));
    for (const { executionArn, name = "", status } of executions) {
      const { events = [] } = await stepFunctions.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000, includeExecutionData: true }));
      const input = JSON.parse(events.find(({ executionStartedEventDetails: start }) => start !== undefined)?.executionStartedEventDetails?.input ?? "{}") as {
        about?: string;
      };
      const path = events.flatMap(({ stateEnteredEventDetails: entered }) => (entered?.name === undefined ? [] : [entered.name]));
      runs.push({ history: JSON.stringify(events), name, about: input.about ?? "", status: status ?? "", path });
    }
  }
  return runs;
};

/** Waits until no run does anything but wait. */
const waitingRuns = async (target: Target): Promise<void> => {
  await eventually("no run is busy", PATIENCE, async () => {
    const runs = await runsOf(target);
    return runs.every(({ status, path }) => status !== "RUNNING" || path.at(-1)?.startsWith("Wait ") === true) ? true : undefined;
  });
};

/** Every run, once all have ended and the log knows of it. */
const endedRuns = async (target: Target): Promise<readonly Run[]> => {
  let runs: readonly Run[] = [];
  const isRecorded = async ({ name }: Run): Promise<boolean> => {
    const Key = { pk: { S: `run-${name}` }, sk: { N: "1" } };
    return (await target.dynamo.send(new GetItemCommand({ TableName: "stallkeeper-log", Key, ConsistentRead: true }))).Item !== undefined;
  };
  return eventually(
    "every run has ended and its end is in the log",
    PATIENCE,
    async () => {
      runs = await runsOf(target);
      const open = runs.length === 0 || runs.some((run) => run.status === "RUNNING");
      return !open && (await Promise.all(runs.map(isRecorded))).every(Boolean) ? runs : undefined;
    },
    () => runs,
  );
};

/** Where something could be said that should not be. */
type Place = "a run's history" | "a public event" | "the event log" | "a log line";

/** Neither the token nor anything about the person may stand where it is not erased. @throws if it does, or if nothing was searched */
export const refuseLeaks = ({ token }: Purchase, place: Place, texts: readonly string[]): void => {
  if (texts.length === 0) throw new Error(`Nothing was found in ${place}: where was it searched?`);
  for (const secret of [token, encodeURIComponent(token), ...Object.values(BUYER)]) {
    const leak = texts.find((text) => text.includes(secret));
    if (leak !== undefined) throw new Error(`'${secret.slice(0, 20)}…' stands in ${place}: ${leak.slice(0, 500)}`);
  }
};

/** A buyer's way in, from the purchase to the tenant, as a browser and a product service would go it. */
export const journey = async (target: Target): Promise<Journey> => {
  const { page, productApi } = target;
  expectStatus("AWS's probe", await page.ask("GET", "/"), 200);

  await target.holdNotices();
  const purchase = await target.buy(PRODUCT);
  const form = new URLSearchParams({ "x-amzn-marketplace-token": purchase.token }).toString();
  const arrived = await page.ask("POST", "/", { headers: { ...FORM, "sec-fetch-site": "cross-site" }, body: form });
  expectStatus("The form POST from AWS Marketplace", arrived, 303);
  if (arrived.headers["location"] !== `${page.base}/arrival`) throw new Error(`It leads to ${String(arrived.headers["location"])}, not to the status page.`);
  const cookie = found("cookie", String(arrived.headers["set-cookie"]), /^([^;]+)/);
  // A buyer's double click: the same token is the same run.
  expectStatus("The same POST again", await page.ask("POST", "/", { headers: FORM, body: form }), 303);

  const status = async (): Promise<string> => (JSON.parse((await page.ask("GET", "/arrival.json", { headers: { cookie } })).text) as { status: string }).status;
  const reaches = async (wanted: string): Promise<void> => {
    let last = "";
    await eventually(
      `the page says '${wanted}'`,
      PATIENCE,
      async () => ((last = await status()) === wanted ? true : undefined),
      () => last,
    );
  };

  await reaches("registrationNeeded");
  // A person takes longer to fill in the form than the run to end; a program must wait, for runs that cross read again.
  await endedRuns(target);
  const shown = await page.ask("GET", "/arrival", { headers: { cookie } });
  expectStatus("The form", shown, 200);
  const arrival = found("hidden field", shown.text, /name="_arrival" value="([^"]+)"/);
  const registration = new URLSearchParams({ _arrival: arrival, ...BUYER }).toString();
  const registered = await page.ask("POST", "/registration", { headers: { ...FORM, cookie, "sec-fetch-site": "same-origin" }, body: registration });
  expectStatus("The registration", registered, 303);
  await reaches("confirming");
  await endedRuns(target);

  // One by one: which way a run goes depends on which notice was recorded before.
  for (const notice of await target.heldNotices()) {
    const before = (await runsOf(target)).length;
    await target.releaseNotice(notice);
    await eventually("the notice has a run", PATIENCE, async () => ((await runsOf(target)).length > before ? true : undefined));
    await waitingRuns(target);
  }
  await reaches("ready");
  await target.letTimePass();
  const runs = await endedRuns(target);
  const ready = await page.ask("GET", "/arrival", { headers: { cookie } });
  const code = found("claim code", ready.text, /[?&](?:amp;)?claim=([^"&]+)/);
  const claimed = await productApi.ask("POST", `/claims/${code}`, {
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ tenantId: "tenant-1" }),
  });
  expectStatus("The claim", claimed, 200);
  const { subscription } = JSON.parse(claimed.text) as { subscription: { subscriptionId: string } };

  let heard: readonly PublicEvent[] = [];
  const events = await eventually(
    "the product hears of its tenant",
    PATIENCE,
    async () => {
      heard = await target.publicEvents();
      return heard.some(({ type }) => type === "Tenant Linked") ? heard : undefined;
    },
    () => heard.map(({ type }) => type),
  );

  const asked = await productApi.ask("GET", `/subscriptions/${subscription.subscriptionId}`);
  expectStatus("The product's question", asked, 200);
  expectStatus("A stranger's question", await target.stranger.ask("GET", `/subscriptions/${subscription.subscriptionId}`), 403);

  const logged = await eventually("the buyer's two mails are sent and the seller is told", PATIENCE, async () => {
    const { Items = [] } = await target.dynamo.send(new ScanCommand({ TableName: "stallkeeper-log", ConsistentRead: true }));
    const told = JSON.stringify(Items);
    return (told.match(/"MailSent"/g) ?? []).length === 2 && told.includes('"SellerNotified"') ? Items : undefined;
  });
  const paths = runs.map(({ about, status: ended, path }): [string, readonly string[]] => [String(masked(about, purchase)), [...path, ended]]);
  // Rows follow the log within moments, each by itself: they are at rest when all tell of the same event.
  const rows = await eventually("the rows follow", PATIENCE, async () => {
    const { Items = [] } = await target.dynamo.send(new ScanCommand({ TableName: "stallkeeper-projections", ConsistentRead: true }));
    const versions = new Set(Items.map(({ version }) => version?.N));
    return versions.size === 1 && Items.some(({ pk }) => pk?.S?.startsWith("tenants#") === true) ? Items : undefined;
  });

  return {
    paths: Object.fromEntries(paths.sort(([one], [other]) => one.localeCompare(other))),
    events: events
      .map(({ type, detail }) => ({ type, sequence: detail.metadata.sequence, detail: masked(detail, purchase) }))
      .sort((one, other) => one.sequence - other.sequence),
    rows: rows.map((row) => masked(row, purchase)).sort((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other))),
    subscription: masked(JSON.parse(asked.text), purchase),
    purchase,
    said: {
      "a run's history": runs.map(({ history }) => history),
      "a public event": events.map((event) => JSON.stringify(event)),
      "the event log": logged.map((item) => JSON.stringify(item)),
      "a log line": await target.logLines(),
    },
  };
};
