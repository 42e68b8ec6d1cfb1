import { z } from "zod";

/**
 * Declares one kind of fact. The schema is the storage format; its type is derived, never written twice.
 * Name it in the past tense and in the seller's language.
 */
export const defineEvent = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.strictObject({ type: z.literal(type), data: z.strictObject(shape).readonly() }).readonly();

/** What every event looks like once decoded. */
export interface AnyEvent {
  readonly type: string;
  readonly data: unknown;
}
