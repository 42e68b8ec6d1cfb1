import { z } from "zod";
import { defineCodec } from "../kernel/codec";
import { DifferenceKind } from "../kernel/differences";
import { defineEvent } from "../kernel/event";
import { Instant } from "../kernel/values";

// These shapes are what the log holds. Add a fact, or a new version of one; never edit or delete.

/** Which of AWS's lists is walked: GetEntitlements by product, or SearchAgreements by time. */
export const ReconciliationWalk = z.enum(["entitlements", "agreements"]);
export type ReconciliationWalk = z.infer<typeof ReconciliationWalk>;

/** What a turn did for one product, in numbers. */
export const Tally = z
  .strictObject({
    /** Rows of AWS's list: entitlements, or agreements. */
    listed: z.int().min(0),
    /** Subscriptions of ours that were compared with it. */
    compared: z.int().min(0),
    differences: z.int().min(0),
    /** Subscriptions read anew though nothing differed: pending ones, and those that ended lately. */
    reread: z.int().min(0),
    /** Subscriptions that neither list can show: pay-as-you-go ones that a channel partner sold. */
    unseen: z.int().min(0),
  })
  .readonly();
export type Tally = z.infer<typeof Tally>;

const turn = { walk: ReconciliationWalk, /** The execution's name. */ turn: z.string().min(1) };

/** A turn began for this product. `since`: agreements that changed, began or ended from then on; absent where all are walked. */
export const ReconciliationStarted = defineEvent("ReconciliationStarted", { ...turn, since: Instant.optional(), at: Instant });
/** AWS's list and our log differ in this subscription. A run was started that asks AWS about it alone. */
export const DifferenceFound = defineEvent("DifferenceFound", { ...turn, subscription: z.string().min(1), what: DifferenceKind, at: Instant });
/** AWS lets us search no agreements: pay-as-you-go purchases are followed by messages only. */
export const AgreementsNotReadable = defineEvent("AgreementsNotReadable", { turn: z.string().min(1), reason: z.enum(["notPermitted"]), at: Instant });
/** The turn has been through with this product. */
export const ReconciliationFinished = defineEvent("ReconciliationFinished", { ...turn, tally: Tally, at: Instant });

export const ReconciliationEvent = z.discriminatedUnion("type", [ReconciliationStarted, DifferenceFound, AgreementsNotReadable, ReconciliationFinished]);
export type ReconciliationEvent = z.infer<typeof ReconciliationEvent>;

export const reconciliationCodec = defineCodec<ReconciliationEvent>({
  ReconciliationStarted: { version: 1, schema: ReconciliationStarted },
  DifferenceFound: { version: 1, schema: DifferenceFound },
  AgreementsNotReadable: { version: 1, schema: AgreementsNotReadable },
  ReconciliationFinished: { version: 1, schema: ReconciliationFinished },
});
