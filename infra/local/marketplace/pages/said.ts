/** What the page says after something was done. The address carries the key, so nobody can put words in our mouth. */
export const SAID = {
  changed: "The contract was changed.",
  renewed: "Renewed: this is the new agreement.",
  replaced: "Replaced: this is the new agreement.",
  ended: "The agreement has ended.",
  told: "Done. What the seller was told is below.",
  cancelled: "The subscription was cancelled.",
  clock: "The clock was moved on.",
  hold: "Notices wait from now on.",
  release: "Delivered.",
  drop: "Dropped: the seller is never told.",
  reorder: "What was held is delivered, newest first.",
  duplicate: "Delivered once more, to the letter.",
  faults: "The fault is switched on.",
  "clear-faults": "All faults are switched off.",
  settings: "The settings are saved.",
} as const;
export type Said = keyof typeof SAID;

const isSaid = (key: string): key is Said => Object.hasOwn(SAID, key);

/** The sentence of a key in the address, if it is one of ours. */
export const sentenceOf = (key: string | undefined): string | undefined => (key !== undefined && isSaid(key) ? SAID[key] : undefined);
