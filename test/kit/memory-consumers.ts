import { PROJECTIONS } from "../../events/projections/projections";
import type { ProjectionName } from "../../events/projections/projection";
import type { PublisherCursor, Cursors } from "../../functions/kernel/projections/cursors";
import { FIRST_GENERATION, type Generation, type Generations, type Progress } from "../../functions/kernel/projections/generations";
import type { ProjectionRows, RowAddress, StoredRow } from "../../functions/kernel/projections/rows";

const textOf = ({ projection, generation, partition, key }: RowAddress): string => [projection, generation, partition, key].join("#");

/** Rows in memory, with the adapter's rules. */
export const memoryRows = (rows = new Map<string, StoredRow>()) => {
  const adapter: ProjectionRows = {
    put: async (row) => {
      await Promise.resolve();
      const there = rows.get(textOf(row));
      if (there !== undefined && there.version >= row.version) return "alreadyAsNew";
      rows.set(textOf(row), structuredClone(row));
      return "written";
    },
    get: async (address) => await Promise.resolve(rows.get(textOf(address))),
    partition: async ({ projection, generation, partition }) =>
      await Promise.resolve(
        [...rows.values()].filter(
          (row) => row.projection === projection && row.generation === generation && row.partition === partition && row.content !== null,
        ),
      ),
    range: async ({ projection, generation, partition }, { from, to }, after = "") => {
      await Promise.resolve();
      const here = [...rows.values()]
        .filter((row) => row.projection === projection && row.generation === generation && row.partition === partition)
        .filter(({ key }) => key >= from && key <= to && key > after)
        .toSorted((one, other) => (one.key < other.key ? -1 : 1));
      const page = here.slice(0, 2);
      return { items: page.filter(({ content }) => content !== null), ...(here.length > 2 && { next: page[1]!.key }) };
    },
    // Pages go on after a key, as DynamoDB's do: removing what was read skips nothing.
    page: async (projection, { index, of }, from = "") => {
      await Promise.resolve();
      const keys = [...rows.keys()].filter((key) => key.startsWith(`${projection}#`) && key.length % of === index && key > from).toSorted();
      const items = keys.slice(0, 2).flatMap((key) => rows.get(key) ?? []);
      return { items, ...(keys.length > 2 && { next: keys[1]! }) };
    },
    remove: async (addresses) => {
      await Promise.resolve();
      for (const address of addresses) rows.delete(textOf(address));
    },
  };
  /** What a generation holds but tombstones, by place. */
  const contents = (projection: ProjectionName, generation: string) =>
    Object.fromEntries(
      [...rows.values()]
        .filter((row) => row.projection === projection && row.generation === generation && row.content !== null)
        .map((row) => [`${row.partition}/${row.key}`, { version: row.version, content: row.content }] as const)
        .toSorted(([one], [other]) => (one < other ? -1 : 1)),
    );
  return { ...adapter, all: () => [...rows.values()], contents, tamper: (row: StoredRow) => rows.set(textOf(row), row) };
};

/** Cursors in memory, with the adapter's rules. */
export const memoryCursors = () => {
  const cursors = new Map<string, PublisherCursor>();
  const adapter: Cursors = {
    read: async (stream) => await Promise.resolve(structuredClone(cursors.get(stream))),
    advance: async (stream, from, to) => {
      await Promise.resolve();
      if ((cursors.get(stream)?.version ?? 0) !== from) return "movedByAnother";
      cursors.set(stream, structuredClone(to));
      return "advanced";
    },
  };
  return { ...adapter, at: (stream: string) => cursors.get(stream), set: (stream: string, cursor: PublisherCursor) => cursors.set(stream, cursor) };
};

/** Generations in memory, with the adapter's rules. */
export const memoryGenerations = (): Generations => {
  const pointers = new Map<ProjectionName, Generation>();
  const reports = new Map<ProjectionName, Progress>();
  const of = (projection: ProjectionName): Generation => pointers.get(projection) ?? { live: FIRST_GENERATION };
  return {
    of: async (projection) => await Promise.resolve(of(projection)),
    all: async () =>
      await Promise.resolve({
        customers: of("customers"),
        tenants: of("tenants"),
        deadlines: of("deadlines"),
        worklist: of("worklist"),
        subscriptions: of("subscriptions"),
      }),
    begin: async (projection, generation) => {
      await Promise.resolve();
      pointers.set(projection, { live: of(projection).live, filling: generation });
    },
    swap: async (projection, generation) => {
      await Promise.resolve();
      const { live, filling } = of(projection);
      if (filling !== generation) return live === generation ? "swapped" : "superseded";
      pointers.set(projection, { live: generation });
      return "swapped";
    },
    abandon: async (projection, generation) => {
      await Promise.resolve();
      const { live, filling } = of(projection);
      if (filling === generation) pointers.set(projection, { live });
    },
    report: async (projection, progress) => {
      await Promise.resolve();
      reports.set(projection, progress);
    },
    progress: async (projection) => await Promise.resolve(reports.get(projection)),
  };
};

/** All projections' live generations before any rebuild. */
export const FIRST = Object.fromEntries(Object.keys(PROJECTIONS).map((name) => [name, { live: FIRST_GENERATION }])) as Readonly<
  Record<ProjectionName, Generation>
>;
