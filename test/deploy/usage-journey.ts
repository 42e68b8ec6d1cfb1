import { GetExecutionHistoryCommand, ListExecutionsCommand } from "@aws-sdk/client-sfn";
import { eventually } from "./eventually";
import { expectStatus, FORM, PATIENCE } from "./journey";
import { masked } from "./masked";
import type { Target } from "./target";

const PRODUCT = "tidewater0subscription002";

/** What the usage of a license came to, with names, ids and times that differ from one to the next replaced. */
export interface UsageJourney {
  /** What the door answered to each record. */
  readonly answers: unknown;
  /** The month, as the product is told of it. */
  readonly month: unknown;
  /** What AWS holds: dimension and quantity. */
  readonly held: readonly unknown[];
  /** The states of the run that told AWS. */
  readonly path: readonly string[];
}

const JSON_TYPE = { "content-type": "application/json" } as const;

/** AWS takes times in whole seconds: a purchase that began and ended within one has no time for usage. */
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** The path of one of the two runs of a license that ends, once it is where it was to come. */
const pathOf = async (
  { stepFunctions, machinePrefix }: Target,
  run: "final" | "complete",
  isThere: (path: readonly string[]) => boolean,
): Promise<readonly string[]> => {
  let path: readonly string[] = [];
  return eventually(
    `the ${run} run of metering is far enough`,
    PATIENCE,
    async () => {
      const { executions = [] } = await stepFunctions.send(new ListExecutionsCommand({ stateMachineArn: `${machinePrefix}metering` }));
      const found = executions.find(({ name }) => name?.startsWith(`metering-${run}-`));
      if (found === undefined) return undefined;
      const { events = [] } = await stepFunctions.send(new GetExecutionHistoryCommand({ executionArn: found.executionArn, maxResults: 1000 }));
      path = [...events.flatMap(({ stateEnteredEventDetails: entered }) => (entered?.name === undefined ? [] : [entered.name])), found.status ?? ""];
      return isThere(path) ? path : undefined;
    },
    () => path,
  );
};

/** A license's usage from the product's report to AWS's record ids, in the hour in which it begins and ends. */
export const usageJourney = async (target: Target): Promise<UsageJourney> => {
  const { page, productApi } = target;
  // It begins and ends within one hour of the place where it runs.
  await eventually("the hour has a minute left", 2 * MINUTE_MS, async () => Date.parse(await target.now()) % (60 * MINUTE_MS) < 59 * MINUTE_MS || undefined);
  const purchase = await target.buy(PRODUCT);
  const boughtAt = Date.now();
  const subscription = purchase.licenseArn.split(":").at(-1) ?? "";
  const token = new URLSearchParams({ "x-amzn-marketplace-token": purchase.token }).toString();
  expectStatus("The form POST from AWS Marketplace", await page.ask("POST", "/", { headers: FORM, body: token }), 303);

  const releaseAll = async (): Promise<void> => {
    for (const notice of await target.heldNotices()) await target.releaseNotice(notice);
  };
  const asked = async (): Promise<{ readonly access?: string }> =>
    JSON.parse((await productApi.ask("GET", `/subscriptions/${subscription}`)).text) as { readonly access?: string };
  const reaches = (access: string): Promise<true> =>
    eventually(`access is ${access}`, PATIENCE, async () => ((await asked()).access === access ? (true as const) : undefined), asked);
  await releaseAll();
  await reaches("granted");

  const usedAt = await target.now();
  const reported = await productApi.ask("POST", "/usage", {
    headers: JSON_TYPE,
    body: JSON.stringify({
      records: [
        { recordId: "r-1", subscription, dimension: "gb_processed", quantity: "2.75", usedAt },
        { recordId: "r-2", subscription, dimension: "gb_processed", quantity: "1.5", usedAt },
        { recordId: "r-1", subscription, dimension: "gb_processed", quantity: "9", usedAt },
        { recordId: "r-3", subscription, dimension: "alerts", quantity: "12", usedAt },
        { recordId: "r-4", subscription, dimension: "seats", quantity: "1", usedAt },
      ],
    }),
  });
  expectStatus("The report of usage", reported, 200);

  await eventually("the purchase is a second old", PATIENCE, () => Promise.resolve(Date.now() > boughtAt + 2 * SECOND_MS || undefined));
  await target.cancel(purchase.agreementId);
  await releaseAll();
  await reaches("revoked");
  // One run at a time tells AWS: which of the two comes first would be chance.
  await pathOf(target, "final", (path) => path.includes("Wait for usage of the last hour"));
  expectStatus("The word that nothing more comes", await productApi.ask("POST", `/subscriptions/${subscription}/usage-complete`), 200);
  const path = await pathOf(target, "complete", (states) => states.at(-1) !== "RUNNING");
  const month = await productApi.ask("GET", `/subscriptions/${subscription}/usage?month=${usedAt.slice(0, "2026-11".length)}`);
  expectStatus("The product's question after its usage", month, 200);
  const held = (await target.metered(PRODUCT)).map(({ dimension, quantity }) => ({ dimension, quantity }));
  return {
    answers: masked(JSON.parse(reported.text), purchase),
    month: masked(JSON.parse(month.text), purchase),
    held: held.toSorted((one, other) => one.dimension.localeCompare(other.dimension)),
    path,
  };
};
