import { CONTRACTS, type ContractName, type PublicEvent } from "./contracts";

const data = {
  subscriptionId: "l-6c8a5b1f0e4d4f7a9b2c3d4e5f607182",
  tenantId: "acme-production",
  tenantAccess: true,
  productCode: "8k2v9exampleproductcode",
  awsAccountId: "111122223333",
  licenseArn: "arn:aws:license-manager::294406891311:license:l-6c8a5b1f0e4d4f7a9b2c3d4e5f607182",
  agreementId: "agmt-9q4example8z1k2j3h4g5f6d7",
  offerId: "offer-2kexample7qy4",
  channel: null,
  resellerAccountId: null,
  test: false,
  access: "granted",
  reasonCode: "entitled",
  registered: true,
  trial: null,
  entitlements: [{ dimension: "seats", value: 50, expiresAt: "2027-11-24T00:00:00.000Z" }],
  replaces: null,
  replacedBy: null,
  finalUsage: null,
  provisioningDeadline: null,
  previousEntitlements: null,
} as const;

const ended = {
  ...data,
  tenantAccess: false,
  access: "revoked",
  reasonCode: "licenseEnded",
  finalUsage: { endsAt: "2026-11-24T09:36:58.000Z", deadline: "2026-11-24T10:36:58.000Z" },
} as const;

const unclaimed = { ...data, tenantId: null, tenantAccess: null };

const sample = (name: ContractName, sequence: number, said: PublicEvent["detail"]["data"]): PublicEvent => {
  const { type } = CONTRACTS[name];
  return {
    type,
    detail: {
      metadata: {
        id: `subscription-${data.subscriptionId}@${2 * sequence + 1}`,
        type,
        version: 1,
        time: `2026-11-24T09:3${sequence}:00.000Z`,
        sequence,
        correlationId: "5d2e8f3a9c7b4e1f8a6d0b2c4e6f8091",
        replay: false,
      },
      data: said,
    },
  };
};

/** One event of each contract, in the order of a buyer's life. They stand in the published schemas as examples. */
export const SAMPLES: Readonly<Record<ContractName, PublicEvent>> = {
  customerRegistered: sample("customerRegistered", 1, { ...unclaimed, access: "pending", reasonCode: "awaitingLicense", entitlements: [] }),
  accessGranted: sample("accessGranted", 2, unclaimed),
  tenantLinked: sample("tenantLinked", 3, data),
  entitlementsChanged: sample("entitlementsChanged", 4, {
    ...data,
    entitlements: [{ dimension: "seats", value: 80, expiresAt: "2027-11-24T00:00:00.000Z" }],
    previousEntitlements: data.entitlements,
  }),
  accessSuspended: sample("accessSuspended", 5, { ...data, tenantAccess: false, access: "suspended", reasonCode: "suspendedByAdvisory" }),
  accessRestored: sample("accessRestored", 6, data),
  finalUsageDue: sample("finalUsageDue", 7, { ...ended, access: "granted", reasonCode: "renewalUnderWay", tenantAccess: true }),
  accessRevoked: sample("accessRevoked", 8, { ...ended, entitlements: [] }),
  subscriptionReplaced: sample("subscriptionReplaced", 9, {
    ...data,
    replaces: "l-0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    agreementId: "agmt-7w2example5y9x8c6v4b3n2m1k",
  }),
  provisioningRequested: sample("provisioningRequested", 3, { ...unclaimed, provisioningDeadline: "2026-11-24T10:03:00.000Z" }),
};
