import { BatchMeterUsageCommand, MarketplaceMeteringClient } from "@aws-sdk/client-marketplace-metering";
import type { Page } from "playwright-core";
import { dayOf, hourAt, startOf, type Hour } from "../../../events/kernel/hour";
import { usageClient } from "../../../functions/kernel/usage/usage-client";
import { buy, setUp } from "../../../infra/local/demo/walk-in";
import { connect } from "../../../infra/operator/connection";
import { run } from "../../../infra/operator/program";
import { newVisitor } from "../../browser/visitor";
import { eventually } from "../../deploy/eventually";
import { openStall, OPENING_MS, type OpenStall } from "../open-stall";
import { askAt, PATIENCE, shop, type Shop } from "../shop";

interface Worklist {
  readonly items: readonly { readonly kind: string; readonly detail: { readonly lines: readonly { readonly hour: string; readonly dimension: string }[] } }[];
}

interface Logged {
  readonly events: readonly { readonly type: string; readonly data: Readonly<Record<string, unknown>> }[];
}

interface Ledger {
  readonly conserved: boolean;
  readonly lines: readonly { readonly hour: string; readonly dimension: string; readonly state: string; readonly closed?: object }[];
}

let open: OpenStall;
let at: Shop;
let page: Page;
beforeAll(async () => {
  open = await openStall();
  at = shop(askAt(open.stall.port));
  ({ page } = await newVisitor(open.browser));
}, OPENING_MS);
afterAll(async () => {
  await eventually("nothing is under way", PATIENCE, () => Promise.resolve(open.stall.idle() ? true : undefined));
  await open.close();
}, OPENING_MS);

const cli = async (...args: readonly string[]) => {
  const out: string[] = [];
  const complaints: string[] = [];
  const terminal = { line: (text = "") => void out.push(text), tone: (_: string, text: string) => text, isTty: false, columns: 100 };
  const code = await run([...args, "--local", "--port", String(open.stall.port)], { terminal, connect }, (text) => void complaints.push(text));
  return { code, out: out.join("\n"), complaints: complaints.join("\n") };
};
const json = async <T>(...args: readonly string[]): Promise<T> => JSON.parse((await cli(...args, "--json")).out) as T;

const forward = (duration: string) => at.simulator("/clock", { advance: duration });
const now = () => new Date(open.stall.clock.now()).toISOString();

/** What waits for a person, of a kind and dimension. */
const waiting = async (kind: string, dimension: string) =>
  (await json<Worklist>("worklist", "--kind", kind)).items.flatMap(({ detail }) => detail.lines).find((line) => line.dimension === dimension);
const waits = (kind: string, dimension: string) => eventually(`${dimension} is on the worklist as ${kind}`, PATIENCE, () => waiting(kind, dimension));
const isGone = (kind: string, dimension: string) =>
  eventually(`${dimension} is off the worklist`, PATIENCE, async () => ((await waiting(kind, dimension)) === undefined ? true : undefined));

/** Somebody else under the seller's account has told AWS of the same hour. */
const meterElsewhere = async (LicenseArn: string, CustomerAWSAccountId: string, hour: Hour) => {
  const client = new MarketplaceMeteringClient({
    endpoint: open.stall.url,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const record = { Timestamp: new Date(startOf(hour)), Dimension: "gb_processed", Quantity: 40, LicenseArn, CustomerAWSAccountId };
  const { Results } = await client.send(new BatchMeterUsageCommand({ UsageRecords: [record] }));
  client.destroy();
  expect(Results?.[0]?.Status).toBe("Success");
};

describe("usage that AWS does not bill as it was sealed", () => {
  test("is shown in terminal and console, closed by a person with a reason, and then waits for nobody; the log says who closed it and why", async () => {
    const { url } = open.stall;
    const bought = await buy(url, "tidewater0subscription002");
    const { subscription: id } = await setUp(url, bought, () => {});
    const usage = usageClient({ url: `${url}/product-api` });
    const use = async (dimension: string, quantity: string): Promise<Hour> => {
      const usedAt = now();
      const [taken] = await usage.report({ subscription: id, dimension, quantity, usedAt });
      expect(taken?.answer.status).toBe("accepted");
      return hourAt(usedAt);
    };

    // AWS holds 40 units of the hour when it is told of 12, and is told of 77 only when their day has passed.
    await forward("PT1H");
    const disputed = hourAt(now());
    await meterElsewhere(bought.licenseArn ?? "", bought.accountId, disputed);
    expect(await use("gb_processed", "12")).toBe(disputed);
    await forward("PT1H30M");
    expect(await waits("usageDisputed", "gb_processed")).toMatchObject({ hour: disputed });
    const expired = await use("alerts", "77");
    await forward("P2D");
    expect(await waits("usageExpired", "alerts")).toMatchObject({ hour: expired });

    const list = (await cli("worklist")).out.replaceAll(/\s*\\?\s+/g, " ");
    for (const [hour, dimension, quantity] of [
      [disputed, "gb_processed", "12"],
      [expired, "alerts", "77"],
    ] as const) {
      expect(list).toContain(`${hour.replace("T", " ")}h ${dimension}: ${quantity} sealed`);
      expect(list).toContain(`stallkeeper usage close ${id} --hour ${hour} --dimension ${dimension}`);
    }

    // One is closed in the console, with the keyboard.
    await page.goto(`${url}/console/worklist?kind=usageDisputed`);
    await page.getByRole("link", { name: id }).click();
    await page.getByRole("cell", { name: "disputed" }).waitFor();
    await page.locator("summary", { hasText: "Close…" }).first().focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    // No outcome is proposed: whoever closes has looked.
    expect(await page.getByLabel("How it ended").first().inputValue()).toBe("");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Tab");
    await page.keyboard.type("CloudTrail shows another of our services, ticket 4711");
    await page.keyboard.press("Enter");
    await page.getByRole("status").filter({ hasText: "the usage was seen to" }).waitFor();
    await isGone("usageDisputed", "gb_processed");

    // The other in the terminal.
    const closing = ["usage", "close", id, "--hour", expired, "--dimension", "alerts", "--as", "writtenOff", "--reason", "Ticket 4712", "--by", "finance-1"];
    expect(await cli(...closing)).toMatchObject({ code: 0, out: expect.stringContaining(`is off the worklist of ${id}: writtenOff.`) as string });
    await isGone("usageExpired", "alerts");
    expect(await cli(...closing)).toMatchObject({ code: 1, complaints: expect.stringContaining("Nothing of this hour and dimension waits") as string });
    await page.goto(`${url}/console/worklist`);
    expect(await page.getByRole("heading", { level: 2, name: /^Usage/ }).count()).toBe(0);
    await page.goto(`${url}/console/subscriptions/${id}/unbilled`);
    await page.getByText("Nothing waits: AWS bills everything as it was sealed, or a person has seen to it.").waitFor();

    const logged = async (hour: Hour) => (await json<Logged>("events", "--stream", `usage-${id}-${dayOf(hour)}`, "--type", "UsageProblemClosed")).events;
    expect((await logged(disputed)).map(({ data }) => data)).toContainEqual({
      ...{ hour: disputed, dimension: "gb_processed", resolution: "billedByAws", reason: "CloudTrail shows another of our services, ticket 4711" },
      ...{ by: expect.any(String) as string, at: expect.any(String) as string },
    });
    expect((await logged(expired)).map(({ data }) => data)).toContainEqual({
      ...{ hour: expired, dimension: "alerts", resolution: "writtenOff", reason: "Ticket 4712", by: "finance-1", at: expect.any(String) as string },
    });

    // Closing moves no unit.
    const { lines, conserved } = await json<Ledger>("usage", id, "--month", expired.slice(0, "2026-11".length));
    expect(conserved).toBe(true);
    expect(lines.find(({ hour, dimension }) => hour === expired && dimension === "alerts")).toMatchObject({ state: "expired", closed: { by: "finance-1" } });
  }, 240_000);
});
