import type { SubscriptionCommand } from "../../../events/subscription/commands";
import type { SubscriptionEvent } from "../../../events/subscription/events";
import type { PricingModel } from "../../../events/product/product";
import { later } from "../../../events/kernel/values";
import { NOW } from "../../kit/scenarios";

export const LISTING = { productId: "prod-1", productCode: "code1", test: false };
export const ARN = "arn:aws:license-manager::123456789012:license:l-e52ca6f38bf84d0fafb8802ca15ac11x";
export const EVENT_ARN = "aws:license-manager:us-east-1:123456789012:l-e52ca6f38bf84d0fafb8802ca15ac11x";

export const arrived = (pricingModel: PricingModel = "subscription") => ({
  ...LISTING,
  pricingModel,
  arrival: "a".repeat(32),
  form: "license" as const,
  awsAccountId: "845735284135",
  licenseArn: ARN,
});

export const licensed = (at: string, pricingModel: PricingModel = "subscription") => ({
  ...LISTING,
  pricingModel,
  licenseArn: EVENT_ARN,
  awsAccountId: "845735284135",
  agreementId: "agmt-1",
  notice: "n".repeat(32),
  at,
});

export const BuyerArrived = (model?: PricingModel): SubscriptionEvent => ({ type: "BuyerArrived", data: { ...arrived(model), at: NOW } });
export const LicenseActivated = (at = NOW, model?: PricingModel): SubscriptionEvent => ({ type: "LicenseActivated", data: licensed(at, model) });
export const LicenseDeprovisioned = (at = NOW, model?: PricingModel): SubscriptionEvent => ({ type: "LicenseDeprovisioned", data: licensed(at, model) });
export const granted = (reason: "licenseActive" | "entitled", at = NOW): SubscriptionEvent => ({ type: "AccessGranted", data: { reason, at } });
export const pending = (reason: "awaitingLicense" | "awaitingEntitlements", at = NOW): SubscriptionEvent => ({ type: "AccessPending", data: { reason, at } });
export const revoked = (reason: "licenseEnded" | "entitlementsLapsed", at = NOW): SubscriptionEvent => ({ type: "AccessRevoked", data: { reason, at } });

export const windowOpened = (endsAt = NOW, at = endsAt): SubscriptionEvent => ({
  type: "FinalUsageWindowOpened",
  data: { endsAt, deadline: later(endsAt, 3_600_000), at },
});

export const Arrive = (model?: PricingModel): SubscriptionCommand => ({ type: "RecordArrival", data: arrived(model) });
export const Activate = (at = NOW, model?: PricingModel): SubscriptionCommand => ({
  type: "RecordFact",
  fact: { type: "LicenseActivated", data: licensed(at, model) },
});
export const Deprovision = (at = NOW, model?: PricingModel): SubscriptionCommand => ({
  type: "RecordFact",
  fact: { type: "LicenseDeprovisioned", data: licensed(at, model) },
});
export const Register = (contact = "c1"): SubscriptionCommand => ({ type: "RegisterBuyer", data: { contact, arrival: "a".repeat(32) } });
export const seats = (value: number, expiresAt = "2027-11-24T00:00:00.000Z") => ({ dimension: "seats", value, expiresAt });
