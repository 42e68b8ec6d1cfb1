import { BatchMeterUsageCommand, MarketplaceMeteringClient, type BatchMeterUsageRequest, type UsageRecord } from "@aws-sdk/client-marketplace-metering";
import { openMarketplace, SUBSCRIPTION, type Bought, type World } from "../world";

/** The dimensions of the subscription in the example listings. */
export const GB = "gb_processed";
export const ALERTS = "alerts";

/** A buyer of the subscription, and a seller who meters with AWS's own client. */
export const openMetering = async (start: string, options: Omit<NonNullable<Parameters<typeof openMarketplace>[0]>, "start"> = {}) => {
  const world = await openMarketplace({ ...options, start });
  const buyer = await world.buy({ product: SUBSCRIPTION });
  return { world, buyer, ...metering(world, buyer) };
};

export const metering = (world: World, { licenseArn, accountId }: Bought) => {
  const record = (at: string, members: Partial<UsageRecord> = {}): UsageRecord => ({
    Timestamp: new Date(at),
    Dimension: GB,
    Quantity: 5,
    LicenseArn: licenseArn,
    CustomerAWSAccountId: accountId,
    ...members,
  });
  const call = async (request: BatchMeterUsageRequest) => {
    const { $metadata: _, ...answer } = await world.metering.send(new BatchMeterUsageCommand(request));
    return answer;
  };
  const send = (...UsageRecords: UsageRecord[]) => call({ UsageRecords });
  return {
    /** The same call in another Region. */
    elsewhere: (region: string, ...UsageRecords: UsageRecord[]) =>
      new MarketplaceMeteringClient({ ...world.client, region }).send(new BatchMeterUsageCommand({ UsageRecords })),
    record,
    call,
    send,
    /** What became of each record of a call. */
    statuses: async (...records: UsageRecord[]) => (await send(...records)).Results!.map(({ Status }) => Status),
    /** The name of the error with which a call is refused whole. */
    refusal: (...records: UsageRecord[]) => send(...records).then(() => undefined, nameOf),
  };
};

export const nameOf = (error: Error): string => error.name;

/** The clock stands at a time from now on. */
export const moveTo = (world: World, instant: string) => world.advance(Date.parse(instant) - Date.parse(world.now()));
