import { z } from "zod";
import { Instant } from "./values";

/** Why an agreement was made: `intent` of `Purchase Agreement Created` and `Amended` (`UG:notifications-eventbridge`). */
export const AgreementIntent = z.enum(["NEW", "AMEND", "REPLACE", "RENEW"]);
export type AgreementIntent = z.infer<typeof AgreementIntent>;

/** How an agreement ended: `status` of `Purchase Agreement Ended` (`BG:agreement-eventbridge` spells out the five). */
export const AgreementEnding = z.enum(["CANCELLED", "EXPIRED", "TERMINATED", "RENEWED", "REPLACED"]);
export type AgreementEnding = z.infer<typeof AgreementEnding>;

/** An end after which something else goes on in the agreement's place: no reason to revoke. */
export const isSuperseded = (status: AgreementEnding): boolean => status === "RENEWED" || status === "REPLACED";

/** How an agreement ended, and AWS's own time of it. */
export const AgreementEnd = z.strictObject({ status: AgreementEnding, at: Instant }).readonly();
export type AgreementEnd = z.infer<typeof AgreementEnd>;

/** AWS suspects abuse, fraud or a compromised account of the buyer, or has resolved it; AWS's own times. */
export const Advisory = z.strictObject({ issuedAt: Instant.optional(), resolvedAt: Instant.optional() }).readonly();
export type Advisory = z.infer<typeof Advisory>;

/** Whether an advisory is still open: of two facts with one time, the resolution counts. */
export const isOpen = ({ issuedAt, resolvedAt }: Advisory): boolean => issuedAt !== undefined && (resolvedAt === undefined || resolvedAt < issuedAt);
