import { z } from "zod";
import { defineEvent } from "../kernel/event";
import { Day } from "../kernel/hour";
import { UsageProblem, UsageSettlement } from "../kernel/usage-problem";
import { Instant } from "../kernel/values";
import { ReasonCode, Silence } from "./values";

// What follows from the facts. These shapes are what the log holds. Add a fact, or a new version of one; never edit or delete.

const decision = { reason: ReasonCode, at: Instant };

/** Access is about to come: something is known, something is missing. */
export const AccessPending = defineEvent("AccessPending", decision);
/** The buyer may use the product. */
export const AccessGranted = defineEvent("AccessGranted", decision);
/** The buyer may not use the product for now; what was bought goes on. */
export const AccessSuspended = defineEvent("AccessSuspended", decision);
/** The buyer may use the product no longer. */
export const AccessRevoked = defineEvent("AccessRevoked", decision);

/** What was bought is a free trial. */
export const TrialStarted = defineEvent("TrialStarted", { at: Instant });
/** It is one no longer: a paid agreement has taken its place. */
export const TrialConverted = defineEvent("TrialConverted", { at: Instant });

/** What was used until `endsAt` is billed if AWS hears of it by `deadline`, an hour later (`UG:saas-eventbridge-integration`). */
export const FinalUsageWindowOpened = defineEvent("FinalUsageWindowOpened", { endsAt: Instant, deadline: Instant, at: Instant });

/** A buyer has gone silent: a person of the seller's should look. */
export const BuyerSilent = defineEvent("BuyerSilent", { kind: Silence, since: Instant, at: Instant });
/** What the buyer had been silent about has come. */
export const BuyerHeard = defineEvent("BuyerHeard", { kind: Silence, at: Instant });

/** More than one subscription may be the one that this continues: a person has to say which. */
export const ContinuationDoubted = defineEvent("ContinuationDoubted", { candidates: z.array(z.string().min(1)).readonly(), at: Instant });

/** AWS does not bill usage as it was sealed. `day`, `number`: the book that told it, and as which of its news. */
export const UsageProblemRaised = defineEvent("UsageProblemRaised", { day: Day, number: z.int().min(1), problem: UsageProblem, at: Instant });
/** AWS bills it after all, or a person has seen to it. */
export const UsageProblemSettled = defineEvent("UsageProblemSettled", { day: Day, number: z.int().min(1), settlement: UsageSettlement, at: Instant });

/** A time had come at which the facts might mean something else, and they were looked at again. */
export const Reconsidered = defineEvent("Reconsidered", { at: Instant });
