import { z } from "zod";
import { defineCodec } from "../kernel/codec";
import { defineEvent } from "../kernel/event";
import { AwsAccountId, Instant, ProductCode } from "../kernel/values";
import { IdentityForm } from "../product/product";

// These shapes are what the log holds. Add a fact, or a new version of one; never edit or delete.

/** Why AWS, or this deployment, would not take the buyer's token. */
export const ArrivalRefusal = z.enum(["tokenExpired", "tokenInvalid", "productUnknown", "formNotAllowed"]);
export type ArrivalRefusal = z.infer<typeof ArrivalRefusal>;

/** The arrival is of this subscription. */
export const ArrivalResolved = defineEvent("ArrivalResolved", {
  subscription: z.string().min(1),
  form: IdentityForm,
  productCode: ProductCode,
  /** The subscription had a registered person before this arrival: the buyer is welcomed back. */
  returning: z.boolean(),
  at: Instant,
});

/** The arrival came to nothing, for a reason the buyer is told. */
export const ArrivalRefused = defineEvent("ArrivalRefused", { reason: ArrivalRefusal, at: Instant });

/** AWS knew the buyer but named no license, though the product is sold by license. It is resolved again later. */
export const ArrivalUnlicensed = defineEvent("ArrivalUnlicensed", { productCode: ProductCode, awsAccountId: AwsAccountId.optional(), at: Instant });

/**
 * AWS named no license however often it was asked, and not exactly one of the account's was free: a person has to say which
 * is the buyer's. `candidates` are the subscriptions it may be, none or several.
 */
export const LicenseLeftOpen = defineEvent("LicenseLeftOpen", { candidates: z.array(z.string().min(1)).max(100).readonly(), at: Instant });

/** A person said whose license it is. The reason and the name stand here for ever: they are no place for a buyer's data. */
export const LicenseChosen = defineEvent("LicenseChosen", { subscription: z.string().min(1), reason: z.string().min(1), by: z.string().min(1), at: Instant });

/**
 * A person says that nothing needs to be done about a visit without a license: it waits for nobody, but may still be resolved. The
 * reason and the name stand here for ever: they are no place for a buyer's data.
 */
export const ArrivalDismissed = defineEvent("ArrivalDismissed", { reason: z.string().min(1), by: z.string().min(1), at: Instant });

/** The seller's topic was told of the visit that waits; `mark`: since when it does, for of each waiting the topic is told once. */
export const SellerNotified = defineEvent("SellerNotified", { mark: z.string().min(1), at: Instant });

export const ArrivalEvent = z.discriminatedUnion("type", [
  ArrivalResolved,
  ArrivalRefused,
  ArrivalUnlicensed,
  LicenseLeftOpen,
  LicenseChosen,
  ArrivalDismissed,
  SellerNotified,
]);
export type ArrivalEvent = z.infer<typeof ArrivalEvent>;

export const arrivalCodec = defineCodec<ArrivalEvent>({
  ArrivalResolved: { version: 1, schema: ArrivalResolved },
  ArrivalRefused: { version: 1, schema: ArrivalRefused },
  ArrivalUnlicensed: { version: 1, schema: ArrivalUnlicensed },
  LicenseLeftOpen: { version: 1, schema: LicenseLeftOpen },
  LicenseChosen: { version: 1, schema: LicenseChosen },
  ArrivalDismissed: { version: 1, schema: ArrivalDismissed },
  SellerNotified: { version: 1, schema: SellerNotified },
});
