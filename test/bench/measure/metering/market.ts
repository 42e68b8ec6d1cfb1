import { MarketplaceMeteringClient } from "@aws-sdk/client-marketplace-metering";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { batchMeterUsage, type BatchMeterUsage } from "../../../../functions/kernel/aws/batch-meter-usage";
import { dispatcher } from "../../../../infra/local/cloud/dispatcher";
import type { Documents } from "../../../../infra/local/cloud/documents";
import { createFaults } from "../../../../infra/local/cloud/faults";
import { meteringService } from "../../../../infra/local/marketplace/metering-service";
import type { Purchase } from "../../../../infra/local/marketplace/purchase";
import { shelf } from "../../../../infra/local/marketplace/shelf";
import { accountOf, CATALOGUE, licenseArn, PRODUCT } from "./licenses";
import type { VirtualTime } from "./virtual-time";

/** Purchases that are written to the simulator at once. */
const PAGE = 1_000;

const purchase = (index: number, at: string): Purchase => ({
  agreementId: `agmt-${String(index).padStart(24, "0")}`,
  productCode: PRODUCT.code,
  productId: PRODUCT.id,
  productName: PRODUCT.name,
  accountId: accountOf(index),
  licenseArn: licenseArn(index),
  offerId: "offer-0000000000001",
  freeTrial: false,
  status: "active",
  intent: "NEW",
  backPointer: true,
  autoRenewal: false,
  entitlements: [],
  entitlementsBefore: [],
  visibleFrom: at,
  boughtAt: at,
});

/** The simulated AWS Marketplace with so many buyers, its quota on, and AWS's own client before it. */
export const marketOf = async ({
  documents,
  time,
  buyers,
  callMs,
}: {
  readonly documents: Documents;
  readonly time: VirtualTime;
  readonly buyers: number;
  /** How long a call takes AWS. */
  readonly callMs: number;
}) => {
  const kept = shelf(documents);
  const at = time.instant();
  for (let from = 0; from < buyers; from += PAGE) {
    const some = Array.from({ length: Math.min(PAGE, buyers - from) }, (_, offset) => purchase(from + offset, at));
    await kept.record(some, []);
  }
  const service = meteringService({ now: time.instant, catalogue: CATALOGUE, documents }, kept);
  const answer = dispatcher({
    services: [service],
    faults: createFaults(),
    dynamo: () => Promise.reject(new Error("There is no DynamoDB here.")),
    itemWritten: () => undefined,
  });
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: "bench", secretAccessKey: "bench" };
  const port = batchMeterUsage((region) => new MarketplaceMeteringClient({ region, endpoint, credentials, maxAttempts: 1 }));

  const calls = { sent: 0, records: 0, throttled: 0, firstAt: 0, lastAt: 0 };
  const metering: BatchMeterUsage = {
    send: async (region, records) => {
      // Half of the time before AWS counts the call, half after.
      await time.pause(callMs / 2);
      if (calls.sent === 0) calls.firstAt = time.now();
      calls.lastAt = time.now();
      calls.sent += 1;
      calls.records += records.length;
      const answered = await time.meanwhile(() => port.send(region, records));
      if (answered.outcome === "throttled") calls.throttled += 1;
      await time.pause(callMs / 2);
      return answered;
    },
  };
  return {
    metering,
    calls,
    /** What AWS holds of a month. */
    held: (month: string) => kept.metering.ofMonth(PRODUCT.code, month),
    close: async (): Promise<void> => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
};
