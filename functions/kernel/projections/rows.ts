import type { Json, ProjectionName } from "../../../events/projections/projection";
import type { Page, Segment } from "../task/page";

/** Where a row stands. */
export interface RowAddress {
  readonly projection: ProjectionName;
  /** Rows of several generations stand side by side while a rebuild runs. */
  readonly generation: string;
  readonly partition: string;
  readonly key: string;
}

/** A row with what it was made from. */
export interface StoredRow extends RowAddress {
  /** The stream it belongs to. */
  readonly stream: string;
  /** The stream's version it shows. */
  readonly version: number;
  /** The projection's shape it was written in. */
  readonly shape: number;
  /** Null for a tombstone. */
  readonly content: { readonly [key: string]: Json } | null;
}

/** The rows of all projections. Every read is strongly consistent. */
export interface ProjectionRows {
  /** Writes a row unless one as new, or newer, stands there. */
  readonly put: (row: StoredRow) => Promise<"written" | "alreadyAsNew">;
  readonly get: (address: RowAddress) => Promise<StoredRow | undefined>;
  /** All rows of a partition but the tombstones. */
  readonly partition: (address: Omit<RowAddress, "key">) => Promise<readonly StoredRow[]>;
  /** A page of a partition's rows between two keys, both included, but the tombstones; from behind the key `after` on. */
  readonly range: (address: Omit<RowAddress, "key">, keys: { readonly from: string; readonly to: string }, after?: string) => Promise<Page<StoredRow>>;
  /** A page of a projection's rows of every generation, in no order; for rebuilds, never on a request's path. */
  readonly page: (projection: ProjectionName, segment: Segment, from?: string) => Promise<Page<StoredRow>>;
  /** Takes rows of a retired generation away. */
  readonly remove: (addresses: readonly RowAddress[]) => Promise<void>;
}
