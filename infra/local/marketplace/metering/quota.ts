const WINDOW_MS = 1000;

/**
 * A quota of calls in any second, by the clock of the cloud: the strictest reading of `10 requests per second`
 * (`DG:metering-service-quotas`), so that whoever is never throttled here is not at AWS. A call that is refused takes nothing of it.
 */
export const callQuota = (now: () => number) => {
  /** Of each Region, when the last calls came: never more than the quota of them. */
  const calls = new Map<string, number[]>();
  return {
    /** Whether one more call is within the quota; it then counts. */
    take: (region: string, perSecond: number): boolean => {
      const at = now();
      const recent = (calls.get(region) ?? []).filter((time) => time > at - WINDOW_MS);
      const within = recent.length < perSecond;
      calls.set(region, within ? [...recent, at] : recent);
      return within;
    },
  };
};
