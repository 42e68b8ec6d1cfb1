export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where the next page starts; undefined after the last. */
  readonly next?: string;
}

/** One part of a walk over everything. */
export interface Segment {
  readonly index: number;
  readonly of: number;
}
