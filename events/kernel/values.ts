import { z } from "zod";

/** An instant in UTC, as ISO 8601 with milliseconds: `2026-11-24T09:30:00.000Z`. Sorts as text. */
export const Instant = z.iso.datetime({ precision: 3 });
export type Instant = z.infer<typeof Instant>;

/**
 * AWS's times come with and without fractions; ours always have three digits, so that they compare as text.
 * @returns undefined for what is no point in time, and for years of more than four digits, which would not compare
 */
export const readInstant = (time: string | Date): Instant | undefined => {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? undefined : Instant.safeParse(date.toISOString()).data;
};

/** The same for what can't be anything else. @throws RangeError */
export const toInstant = (time: string | Date): Instant => {
  const instant = readInstant(time);
  if (instant === undefined) throw new RangeError(`Not a point in time: '${String(time)}'.`);
  return instant;
};

/** The instant so many milliseconds after another. */
export const later = (instant: Instant, milliseconds: number): Instant => new Date(Date.parse(instant) + milliseconds).toISOString();

/** Twelve digits. The metering API's own pattern is looser (`^[0-9]+$`, 1 to 255), and AWS decides, so we take that. */
export const AwsAccountId = z.string().regex(/^\d{1,255}$/);
export type AwsAccountId = z.infer<typeof AwsAccountId>;

/** A listing's code (`ProductCode` of the metering API), not its entity id `prod-…`. */
export const ProductCode = z.string().regex(/^[-a-zA-Z0-9/=:_.@]{1,255}$/);
export type ProductCode = z.infer<typeof ProductCode>;

/** Opaque; kept as received. AWS's own examples disagree on its shape, so nothing is parsed but the `l-…` in it. */
export const LicenseArn = z.string().min(1).max(2048);
export type LicenseArn = z.infer<typeof LicenseArn>;

/** `agmt-…`, as AWS names an agreement. */
export const AgreementId = z.string().min(1).max(255);
export type AgreementId = z.infer<typeof AgreementId>;
