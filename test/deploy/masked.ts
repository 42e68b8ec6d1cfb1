/** What AWS names anew with each purchase. */
interface NamedByAws {
  readonly agreementId: string;
  readonly licenseArn: string;
  readonly accountId: string;
}

/** The part of a text that a pattern names. @throws an error that says what is missing */
export const found = (what: string, text: string, pattern: RegExp): string => {
  const value = pattern.exec(text)?.[1];
  if (value === undefined) throw new Error(`There is no ${what} in: ${text.slice(0, 2_000)}`);
  return value;
};

/** Replaces what differs from one purchase to the next. */
export const masked = (value: unknown, { agreementId, licenseArn, accountId }: NamedByAws): unknown => {
  const license = found("license's id", licenseArn, /(l-[0-9a-zA-Z]+)$/);
  const text = JSON.stringify(value);
  return JSON.parse(
    text
      .replaceAll(agreementId, "<agreement>")
      .replaceAll(licenseArn, "<license arn>")
      .replaceAll(license, "<license>")
      .replaceAll(accountId, "<account>")
      .replace(/offer-[0-9a-z]+/g, "<offer>")
      .replace(/(deadlines|worklist)#first#([a-zA-Z]+#)?\d+/g, "$1#first#$2<part>")
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z/g, "<time>")
      .replace(/\d{4}-\d\d-\d\dT\d\d(?=[#"])/g, "<hour>")
      .replace(/"\d{4}-\d\d-\d\d"/g, '"<day>"')
      // Mails are sent beside everything else, and are facts of the same stream: which number the others have is chance.
      .replace(/("id":"subscription-<license>)@\d+"/g, '$1@<version>"')
      .replace(/\b[0-9a-f]{32}\b/g, "<hash>")
      .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "<uuid>"),
  ) as unknown;
};
