import { CONTRACTS, type ContractName, type PublicData, type PublicEvent } from "./contracts";

const YEAR_END = "2027-11-24T00:00:00.000Z";
const LICENSE = "arn:aws:license-manager::294406891311:license:";
const FIRST = "l-6c8a5b1f0e4d4f7a9b2c3d4e5f607182";
const SECOND = "l-0f1e2d3c4b5a69788796a5b4c3d2e1f0";

const granted: PublicData = {
  subscriptionId: FIRST,
  tenantId: null,
  tenantAccess: null,
  productCode: "8k2v9exampleproductcode",
  awsAccountId: "111122223333",
  licenseArn: `${LICENSE}${FIRST}`,
  agreementId: "agmt-9q4example8z1k2j3h4g5f6d7",
  offerId: "offer-2kexample7qy4",
  channel: "direct",
  resellerAccountId: null,
  test: false,
  access: "granted",
  reasonCode: "entitled",
  registered: true,
  trial: false,
  entitlements: [{ dimension: "seats", value: 50, expiresAt: YEAR_END }],
  replaces: null,
  replacedBy: null,
  finalUsage: null,
  provisioningDeadline: "2026-11-24T10:02:00.000Z",
  previousEntitlements: null,
  notBilled: null,
};

const inUse: PublicData = { ...granted, tenantId: "acme-production", tenantAccess: true, provisioningDeadline: null };

const upgraded: PublicData = { ...inUse, entitlements: [{ dimension: "seats", value: 80, expiresAt: YEAR_END }] };

/** The license ended, and the purchase goes on under another agreement and license. */
const ended: PublicData = {
  ...upgraded,
  reasonCode: "renewalUnderWay",
  finalUsage: { endsAt: "2027-11-24T00:00:00.000Z", deadline: "2027-11-24T01:00:00.000Z" },
};

/** What a sample says, and of when: the number of its subscription's event, the version of its fact, and its time. */
interface Said {
  readonly sequence: number;
  readonly version: number;
  readonly time: string;
  readonly data: PublicData;
}

const sample = (name: ContractName, { sequence, version, time, data }: Said): PublicEvent => {
  const { type } = CONTRACTS[name];
  const id = `subscription-${data.subscriptionId}@${version}`;
  return { type, detail: { metadata: { id, type, version: 1, time, sequence, correlationId: "5d2e8f3a9c7b4e1f8a6d0b2c4e6f8091", replay: false }, data } };
};

/**
 * One event of each contract: the first ten in the order of a subscription's life, the eleventh the third of its successor.
 * They stand in the published schemas as examples.
 */
export const SAMPLES: Readonly<Record<ContractName, PublicEvent>> = {
  customerRegistered: sample("customerRegistered", {
    sequence: 1,
    version: 3,
    time: "2026-11-24T09:30:00.000Z",
    data: { ...granted, channel: null, trial: null, access: "pending", reasonCode: "awaitingLicense", entitlements: [], provisioningDeadline: null },
  }),
  accessGranted: sample("accessGranted", { sequence: 2, version: 6, time: "2026-11-24T09:32:00.000Z", data: granted }),
  provisioningRequested: sample("provisioningRequested", { sequence: 3, version: 7, time: "2026-11-24T09:32:00.000Z", data: granted }),
  tenantLinked: sample("tenantLinked", { sequence: 4, version: 9, time: "2026-11-24T09:40:00.000Z", data: inUse }),
  entitlementsChanged: sample("entitlementsChanged", {
    sequence: 5,
    version: 12,
    time: "2027-02-01T14:00:00.000Z",
    data: { ...upgraded, previousEntitlements: inUse.entitlements },
  }),
  accessSuspended: sample("accessSuspended", {
    sequence: 6,
    version: 14,
    time: "2027-05-03T08:00:00.000Z",
    data: { ...upgraded, tenantAccess: false, access: "suspended", reasonCode: "suspendedByAdvisory" },
  }),
  accessRestored: sample("accessRestored", { sequence: 7, version: 16, time: "2027-05-04T16:20:00.000Z", data: upgraded }),
  usageNotBilled: sample("usageNotBilled", {
    sequence: 8,
    version: 18,
    time: "2027-06-02T10:15:04.000Z",
    data: {
      ...upgraded,
      notBilled: { hour: "2027-06-02T09", dimension: "gb_processed", quantity: "12", reason: "refused", because: "InvalidUsageDimensionException" },
    },
  }),
  finalUsageDue: sample("finalUsageDue", { sequence: 9, version: 19, time: "2027-11-24T00:00:10.000Z", data: ended }),
  accessRevoked: sample("accessRevoked", {
    sequence: 10,
    version: 22,
    time: "2027-11-24T00:00:14.000Z",
    data: { ...ended, access: "revoked", reasonCode: "replaced", replacedBy: SECOND },
  }),
  subscriptionReplaced: sample("subscriptionReplaced", {
    sequence: 3,
    version: 6,
    time: "2027-11-24T00:00:13.000Z",
    data: {
      ...upgraded,
      subscriptionId: SECOND,
      licenseArn: `${LICENSE}${SECOND}`,
      agreementId: "agmt-7w2example5y9x8c6v4b3n2m1k",
      entitlements: [{ dimension: "seats", value: 80, expiresAt: "2028-11-24T00:00:00.000Z" }],
      replaces: FIRST,
    },
  }),
};
