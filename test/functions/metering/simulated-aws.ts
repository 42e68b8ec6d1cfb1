import type { Catalogue } from "../../../events/product/catalogue";
import type { Product } from "../../../events/product/product";
import type { Instant } from "../../../events/kernel/values";
import { wireRecord, type CallAnswer, type MeteringRecord } from "../../../functions/kernel/aws/batch-meter-usage";
import { AwsError } from "../../../infra/local/cloud/aws-service";
import type { BatchMeterUsageResult } from "../../../infra/local/marketplace/metering/batch-meter-usage";
import { invoicing, type Statement } from "../../../infra/local/marketplace/metering/invoices";
import { meteringService } from "../../../infra/local/marketplace/metering-service";
import { oneAtATime } from "../../../infra/local/marketplace/one-at-a-time";
import { memoryDocuments } from "../../../infra/local/marketplace/ports";
import type { Purchase } from "../../../infra/local/marketplace/purchase";
import { shelf } from "../../../infra/local/marketplace/shelf";

const STATUS = { Success: "success", DuplicateRecord: "duplicate", CustomerNotSubscribed: "notSubscribed" } as const;

const wire = (records: readonly MeteringRecord[]) => {
  const [first] = records;
  return {
    UsageRecords: records.map(wireRecord).map((record) => ({ ...record, Timestamp: record.Timestamp!.getTime() / 1_000 })),
    ...(first !== undefined && first.billedTo.form !== "license" && { ProductCode: first.billedTo.productCode }),
  };
};

/** Who a purchase is billed to, and by which of its names. */
export interface Bought {
  readonly product: Product;
  readonly agreementId: string;
  readonly accountId: string;
  readonly licenseArn?: string;
  readonly customerIdentifier?: string;
}

/** The simulated AWS Marketplace in this process: its BatchMeterUsage in the shapes of the wire, and its invoices. Nothing in it waits for anything but promises, so that a seed gives the same each time. */
export const simulatedAws = (catalogue: Catalogue, resend: "success" | "duplicate") => {
  const documents = memoryDocuments();
  const kept = shelf(documents);
  const inTurn = oneAtATime();
  /** What the records are of that it gave an id. */
  const ids = new Map<string, string>();
  let at: Instant = "";
  const host = { now: () => at, catalogue, documents };
  const service = meteringService(host, kept);
  // The runs of these tests wait for no turn: the clock stands still while they call.
  const ready = kept.settings.change((before) => ({ ...before, identicalResend: resend, meteringCallsPerSecond: 10_000 }));

  const change = async (agreementId: string, to: Partial<Purchase>): Promise<void> => {
    const purchase = await kept.purchases.get(agreementId);
    await kept.purchases.put(agreementId, { ...purchase!, ...to });
  };

  const send = async (region: string, records: readonly MeteringRecord[]): Promise<CallAnswer> => {
    const input = wire(records);
    try {
      const answer = await service.handle("BatchMeterUsage", input, { region, bytes: JSON.stringify(input).length, userAgent: "test" });
      const { Results } = answer as BatchMeterUsageResult;
      for (const [place, { MeteringRecordId }] of Results.entries()) {
        const { timestamp, dimension, quantity } = records[place]!;
        if (MeteringRecordId !== undefined) ids.set(MeteringRecordId, `${quantity} ${dimension} at ${timestamp}`);
      }
      return {
        outcome: "answered",
        records: Results.map(({ Status, MeteringRecordId }) => {
          const status = STATUS[Status];
          return status === "notSubscribed" ? { status } : { status, ...(MeteringRecordId !== undefined && { meteringRecordId: MeteringRecordId }) };
        }),
      };
    } catch (error) {
      if (error instanceof AwsError) return { outcome: "refused", error: error.type };
      throw error;
    }
  };

  return {
    /** What it says to these records at a time. */
    send: (region: string, records: readonly MeteringRecord[], when: Instant): Promise<CallAnswer> =>
      inTurn(async () => {
        await ready;
        at = when;
        return send(region, records);
      }),
    sells: async ({ product: { id: productId, code: productCode, name: productName }, ...buyer }: Bought, boughtAt: Instant): Promise<void> => {
      await kept.purchases.put(buyer.agreementId, {
        ...buyer,
        ...{ productId, productCode, productName, boughtAt, visibleFrom: boughtAt },
        ...{ offerId: "offer-1", freeTrial: false, status: "active", intent: "NEW", backPointer: true, autoRenewal: false },
        ...{ entitlements: [], entitlementsBefore: [] },
      });
    },
    ends: (agreementId: string, endedAt: Instant): Promise<void> => change(agreementId, { status: "cancelled", endedAt }),
    /** What its record of an id is. */
    heldAs: (meteringRecordId: string): string | undefined => ids.get(meteringRecordId),
    /** The month's invoices, as they stand at a time. */
    bills: async (month: string, when: Instant): Promise<Statement> => {
      at = when;
      return invoicing(host, kept).ofMonth(month);
    },
  };
};
export type SimulatedAws = ReturnType<typeof simulatedAws>;
