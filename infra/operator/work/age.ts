const UNITS = [
  { name: "d", length: 86_400_000 },
  { name: "h", length: 3_600_000 },
  { name: "min", length: 60_000 },
] as const;

/** How long ago, in its largest unit: `3 d`. Empty where no time is known. */
export const ageText = (since: string | null, now: string): string => {
  if (since === null) return "";
  const age = Date.parse(now) - Date.parse(since);
  const unit = UNITS.find(({ length }) => age >= length);
  return unit === undefined ? "now" : `${Math.floor(age / unit.length)} ${unit.name}`;
};
