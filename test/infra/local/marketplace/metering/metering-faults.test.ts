import { BatchMeterUsageCommand, MarketplaceMeteringClient } from "@aws-sdk/client-marketplace-metering";
import { closeAll, SUBSCRIPTION } from "../world";
import { ALERTS, openMetering } from "./usage";

const AT = "2026-11-24T09:30:00Z";
let open: Awaited<ReturnType<typeof openMetering>>;
beforeEach(async () => {
  open = await openMetering("2026-11-24T09:30:00.000Z");
});
afterEach(closeAll);

const fault = (body: object) => open.world.ask("POST", "/faults", body);
const ofCloud = (kind: string) => fault({ kind, service: "AWSMPMeteringService", operation: "BatchMeterUsage" });

describe("a fault of metering", () => {
  test("leaves the last so many records unprocessed, as they came, and takes them when they are sent again", async () => {
    await fault({ kind: "unprocessed", records: 1 });
    const [first, second] = [open.record(AT), open.record(AT, { Dimension: ALERTS })];
    expect(await open.send(first, second)).toMatchObject({ Results: [{ UsageRecord: first, Status: "Success" }], UnprocessedRecords: [second] });
    expect(await open.send(second)).toMatchObject({ Results: [{ Status: "Success" }], UnprocessedRecords: [] });
  });

  test("leaves a share of each call unprocessed, rounded up, or all of it", async () => {
    await fault({ kind: "unprocessed", share: 0.4 });
    await fault({ kind: "unprocessed" });
    const three = [open.record(AT), open.record(AT, { Dimension: ALERTS }), open.record(AT, { Quantity: 9 })];
    expect((await open.send(...three)).UnprocessedRecords).toEqual(three.slice(1));
    expect(await open.send(...three)).toEqual({ Results: [], UnprocessedRecords: three });
    expect((await open.send(three[1]!)).UnprocessedRecords).toEqual([]);
  });

  test("does not know a subscriber as often as it says: nothing is kept of it", async () => {
    const other = await open.world.buy({ product: SUBSCRIPTION });
    await fault({ kind: "notSubscribed", accountId: open.buyer.accountId, times: 2 });
    const theirs = open.record(AT, { LicenseArn: other.licenseArn, CustomerAWSAccountId: other.accountId });
    expect(await open.statuses(open.record(AT), theirs)).toEqual(["CustomerNotSubscribed", "Success"]);
    expect(await open.statuses(theirs)).toEqual(["Success"]);
    expect(await open.statuses(open.record(AT))).toEqual(["CustomerNotSubscribed"]);
    expect(await open.statuses(open.record(AT, { Quantity: 6 }))).toEqual(["Success"]);
  });

  test("refuses a call whole for one record, and says not which", async () => {
    await fault({ kind: "badRecord", error: "InvalidUsageDimensionException", dimension: ALERTS, times: 5 });
    await expect(open.send(open.record(AT), open.record(AT, { Dimension: ALERTS }))).rejects.toMatchObject({
      name: "InvalidUsageDimensionException",
      message: expect.not.stringMatching(/alerts|l-[0-9a-f]/),
    });
    expect(await open.statuses(open.record(AT))).toEqual(["Success"]);
    expect((await open.world.ask<{ metering: object[] }>("GET", "/faults")).json.metering).toMatchObject([{ kind: "badRecord", times: 4 }]);
    await open.world.ask("DELETE", "/faults");
    expect(await open.statuses(open.record(AT, { Dimension: ALERTS }))).toEqual(["Success"]);
  });

  test("loses the answer to a call that was carried out: the same again finds it done", async () => {
    await ofCloud("lostReply");
    await expect(open.send(open.record(AT))).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect(await open.statuses(open.record(AT, { Quantity: 6 }))).toEqual(["DuplicateRecord"]);
    expect(await open.statuses(open.record(AT))).toEqual(["Success"]);
  });

  test("throttles, and is an outage, which keeps nothing", async () => {
    await ofCloud("throttle");
    await ofCloud("outage");
    expect(await open.refusal(open.record(AT))).toBe("ThrottlingException");
    expect(await open.refusal(open.record(AT))).toBe("InternalServiceErrorException");
    expect(await open.statuses(open.record(AT, { Quantity: 6 }))).toEqual(["Success"]);
  });

  test("is overcome by the SDK's own retries, and billed once", async () => {
    await ofCloud("lostReply");
    await ofCloud("throttle");
    const patient = new MarketplaceMeteringClient({ ...open.world.client, maxAttempts: 4 });
    const { Results } = await patient.send(new BatchMeterUsageCommand({ UsageRecords: [open.record(AT)] }));
    expect(Results).toMatchObject([{ Status: "Success" }]);
    expect(await open.statuses(open.record(AT, { Quantity: 6 }))).toEqual(["DuplicateRecord"]);
  });

  test("is refused where it can't be", async () => {
    expect((await fault({ kind: "badRecord", error: "TooManyTagsException" })).status).toBe(400);
    expect((await fault({ kind: "unprocessed", share: 2 })).status).toBe(400);
  });
});
