import { z } from "zod";
import { AgreementId, AwsAccountId, LicenseArn, readInstant } from "../kernel/values";

// Members of AWS's messages. What the log keeps of them must fit its own schemas: a message with a name that doesn't is unreadable.

/** A text, without the blanks that AWS prints around some. */
export const text = z.string().trim().min(1);

/** An account, an agreement or a license, as the log knows them. */
export const account = text.pipe(AwsAccountId);
export const agreementId = text.pipe(AgreementId);
export const licenseArn = text.pipe(LicenseArn);

/** A member that may be absent, or null. */
export const optional = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().transform((value) => value ?? undefined);

/** A time in AWS's spelling, in ours. */
export const time = text.transform((value, context) => {
  const instant = readInstant(value);
  if (instant !== undefined) return instant;
  context.addIssue({ code: "custom", message: "is no point in time" });
  return z.NEVER;
});
