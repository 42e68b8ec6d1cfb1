import { z } from "zod";
import { Access } from "../../events/subscription/values";
import { defineTask } from "../kernel/task/contract";
import { ArrivalHints, PersonsWord, ResolvedCustomer } from "../kernel/purchases/customer";

/** Records that the buyer of a subscription has arrived, in the subscription's stream and then in the arrival's. */
export const RecordArrival = defineTask({
  name: "record-arrival",
  input: z.strictObject({ arrival: z.string().min(1), customer: ResolvedCustomer, hints: z.union([ArrivalHints, PersonsWord]) }).readonly(),
  outcome: z.discriminatedUnion("outcome", [
    /** The product is a contract: what was bought must be read. */
    z.strictObject({ outcome: z.literal("entitlementsNeeded"), subscription: z.string() }).readonly(),
    /** The product has no entitlements: access follows from the license alone. */
    z.strictObject({ outcome: z.literal("decided"), subscription: z.string(), access: Access }).readonly(),
  ]),
  environment: ["EVENT_TABLE", "PRODUCTS_FILE"],
});
