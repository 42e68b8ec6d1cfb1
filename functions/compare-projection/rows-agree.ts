import { compareRows } from "../../events/projections/comparison";
import { Failure } from "../kernel/task/failure";
import type { Generation } from "../kernel/projections/generations";
import { bringUp, isProjected, type Projector } from "../kernel/projections/projector";
import type { ProjectionRows, RowAddress, StoredRow } from "../kernel/projections/rows";

interface Dependencies {
  readonly rows: Pick<ProjectionRows, "get">;
  readonly projector: Projector;
}

/** A stream that is written to all the time may be between its two rows whenever we look; so often is no chance any more. */
const TRIES = 5;

const isPresent = (row: StoredRow | undefined): row is StoredRow => row !== undefined && row.content !== null;

/** Says whether the two rows of one place agree, once both are up to date. */
export const rowsAgree =
  ({ rows, projector }: Dependencies) =>
  async (row: StoredRow, { live, filling }: Required<Generation>): Promise<boolean> => {
    const at = (generation: string): RowAddress => ({ projection: row.projection, generation, partition: row.partition, key: row.key });
    if (!isProjected(row.stream)) return false;
    let lag = false;
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const [one, other] = await Promise.all([rows.get(at(live)), rows.get(at(filling))]);
      const comparison = compareRows(one, other);
      if (comparison !== "unlike") return comparison === "same";
      // Live wake-ups write both, but not at the same instant: write both now, and look again.
      const version = await bringUp(projector, row.stream, { [row.projection]: { live, filling } });
      lag = isPresent(one) && isPresent(other) && Math.max(one.version, other.version) <= version;
    }
    // One is missing, or shows a version the log has not: that is no lag.
    if (!lag) return false;
    throw new Failure("Transient", `${row.stream} is written to faster than its rows can be compared. The comparison goes on later.`);
  };
