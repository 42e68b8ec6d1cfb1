import { ACCOUNT, agreementCreated, arn, arrives, claims, instant, licenseUpdated, registers, type Fact, type Purchase } from "./aws-says";

/** What AWS lists of so many seats. */
export const seats = (value: number, expiresAt = "2027-11-24T00:00:00.000Z") => [{ dimension: "seats", value, expiresAt }];

/** A story's purchase of this number: each has a license and an agreement of its own. */
export const purchase = (product: string, number = 1): Purchase => ({ product, license: `l-${number}`, agreement: `agmt-${number}` });

/** AWS tells of a purchase. */
export const begins = (bought: Purchase): readonly Fact[] => [agreementCreated("08:00", bought), licenseUpdated("08:01", bought)];

/** Its buyer sets up their account and registers. */
export const setsUp = ({ product, license }: Purchase): readonly Fact[] => [
  arrives("08:10", product, { awsAccountId: ACCOUNT, licenseArn: arn(license) }),
  registers("08:20", license),
];

/** And logs in for the first time. */
export const setsUpAndLogsIn = (bought: Purchase): readonly Fact[] => [...setsUp(bought), claims("08:30", bought.license)];

/** What a successor has of the one before: the buyer notices nothing. */
export const inherited = { registered: true, tenantId: "tenant-1", contacts: ["contact-1"] };

/** The final hour of usage. */
export const window = (endsAt: string, deadline: string) => ({ endsAt: instant(endsAt), deadline: instant(deadline) });
