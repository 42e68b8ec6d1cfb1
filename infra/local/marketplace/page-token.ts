/** The place in a list that a NextToken stands for; undefined for one that is not ours. */
export const positionOf = (token: string | undefined): number | undefined => {
  const start = token === undefined ? "0" : Buffer.from(token, "base64url").toString("utf8");
  return /^\d{1,15}$/.test(start) ? Number(start) : undefined;
};

/** The NextToken of a page that begins there. */
export const tokenAt = (start: number): string => Buffer.from(String(start)).toString("base64url");
