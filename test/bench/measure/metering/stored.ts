import type { AbstractLevel } from "abstract-level";
import { Level } from "level";
import type { StreamId } from "../../../../events/kernel/stream";
import { assertContiguous, fromItem, toItem } from "../../../../functions/kernel/streams/commit-item";
import type { EventStore } from "../../../../functions/kernel/streams/event-store";
import { foldCommits, prepare, SNAPSHOT_EVERY, usable } from "../../../../functions/kernel/streams/snapshot";
import type { UsageTable } from "../../../../functions/kernel/usage/usage-table";
import { right } from "../../right";
import type { VirtualTime } from "./virtual-time";

/** Between a partition and what sorts in it: in neither of them, and before every character of a key. */
const BETWEEN = "\u0000";
const AFTER = "\u0001";

/** A Query or a Scan answers with at most so much (DynamoDB's quotas); an item is smaller than this. */
const MOST_PAGE_BYTES = 1024 ** 2;
const MOST_ITEM_BYTES = 400 * 1024;
const MOST_IN_A_BATCH = 25;

/** One unit reads 4 KB and writes 1 KB (DynamoDB developer guide, "Read and write operations"); an item counts for no less than one. */
const READ_UNIT = 4096;
const WRITE_UNIT = 1024;

const units = (bytes: number, unit: number): number => Math.max(1, Math.ceil(bytes / unit));

/** Calls of DynamoDB's, by kind; what AWS charges for them, and what they left in the log for good. */
export interface DynamoCalls {
  reads: number;
  readUnits: number;
  writes: number;
  writeUnits: number;
  logBytes: number;
  largestPage: number;
  largestItem: number;
}

const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) => (member instanceof Uint8Array ? { bytes: Buffer.from(member).toString("base64") } : member));

const valueOf = (text: string): Record<string, unknown> => {
  const value = JSON.parse(text, (_, member: unknown) => {
    const bytes = typeof member === "object" && member !== null && "bytes" in member ? member.bytes : undefined;
    return typeof bytes === "string" ? new Uint8Array(Buffer.from(bytes, "base64")) : member;
  }) as Record<string, unknown>;
  return value;
};

/**
 * The log and the usage table on disk, with DynamoDB's rules and limits, and each call as long as DynamoDB's would be: a
 * hundred thousand customers fit, and their books are not in the memory that is measured.
 */
export const storedInFolder = async (folder: string, time: VirtualTime, callMs: number) => {
  const level: AbstractLevel<string | Buffer | Uint8Array> = new Level(folder);
  await level.open();
  const calls: DynamoCalls = { reads: 0, readUnits: 0, writes: 0, writeUnits: 0, logBytes: 0, largestPage: 0, largestItem: 0 };

  const read = <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    calls.reads += 1;
    return time.taking(callMs, work);
  };
  const write = <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    calls.writes += 1;
    return time.taking(callMs, work);
  };
  const noteItem = (text: string): string => {
    calls.largestItem = Math.max(calls.largestItem, text.length);
    calls.writeUnits += units(text.length, WRITE_UNIT);
    right(text.length < MOST_ITEM_BYTES, `An item of ${text.length} bytes is more than DynamoDB takes.`);
    return text;
  };
  const notePage = (texts: readonly string[]): void => {
    const bytes = texts.reduce((sum, text) => sum + text.length, 0);
    calls.largestPage = Math.max(calls.largestPage, bytes);
    calls.readUnits += units(bytes, READ_UNIT);
    right(bytes < MOST_PAGE_BYTES, `A page of ${bytes} bytes is more than DynamoDB answers with.`);
  };

  const keyOf = (pk: string, sk: string): string => `${pk}${BETWEEN}${sk}`;
  const versionKey = (stream: StreamId, version: number): string => keyOf(stream, String(version).padStart(8, "0"));

  /** DynamoDB's condition and its write are one: whoever comes to a key meanwhile looks after that. */
  const writing = new Map<string, Promise<unknown>>();
  const putNew = (key: string, text: string): Promise<string | undefined> => {
    const before = writing.get(key) ?? Promise.resolve();
    const mine = before.then(async () => {
      const there = await level.get(key);
      // What is refused is charged for like what is written.
      const noted = noteItem(text);
      if (there === undefined) await level.put(key, noted);
      return there;
    });
    writing.set(key, mine);
    return mine.finally(() => {
      if (writing.get(key) === mine) writing.delete(key);
    });
  };

  const store: EventStore = {
    load: (definition, stream) =>
      read(async () => {
        const texts = await level.values({ gt: keyOf(stream, ""), lt: `${stream}${AFTER}`, reverse: true, limit: SNAPSHOT_EVERY }).all();
        notePage(texts);
        const stored = texts.map((text) => fromItem(definition.codec, stream, valueOf(text))).toReversed();
        const fromSnapshot = stored.some(({ snapshot }) => usable(definition, snapshot) !== undefined);
        assertContiguous(stream, stored, fromSnapshot ? undefined : 1);
        return foldCommits(definition, stream, stored);
      }),
    append: (definition, after, commit) =>
      write(async () => {
        const { stored, loaded } = prepare(definition, after, commit);
        const { stream, first } = stored.commit;
        const text = textOf(toItem(definition.codec, stored));
        const there = await putNew(versionKey(stream, first), text);
        if (there === undefined) {
          calls.logBytes += text.length;
          return { outcome: "appended", loaded };
        }
        const winner = fromItem(definition.codec, stream, valueOf(there)).commit;
        return winner.id === commit.id ? { outcome: "alreadyAppended", loaded } : { outcome: "conflict", winner };
      }),
    // eslint-disable-next-line require-yield -- nobody here asks for a stream's history
    history: async function* () {
      await Promise.reject(new Error("Histories are not kept here."));
    },
    streams: () => Promise.reject(new Error("Streams are not listed here.")),
  };

  const inBatches = async <Item>(items: readonly Item[], work: (batch: readonly Item[]) => Promise<void>): Promise<void> => {
    for (let from = 0; from < items.length; from += MOST_IN_A_BATCH) {
      const batch = items.slice(from, from + MOST_IN_A_BATCH);
      await write(() => work(batch));
    }
  };

  const table: UsageTable = {
    claim: (item) =>
      write(async () => {
        const there = await putNew(keyOf(item.pk, item.sk), textOf(item));
        return there === undefined ? undefined : valueOf(there);
      }),
    put: (items) =>
      inBatches(items, (batch) => level.batch(batch.map((item) => ({ type: "put", key: keyOf(item.pk, item.sk), value: noteItem(textOf(item)) })))),
    get: ({ pk, sk }) =>
      read(async () => {
        const text = await level.get(keyOf(pk, sk));
        calls.readUnits += units(text?.length ?? 0, READ_UNIT);
        return text === undefined ? undefined : valueOf(text);
      }),
    page: (schema, { pk, upTo, most = 1_000 }, after) =>
      read(async () => {
        const from = after === undefined ? { gte: keyOf(pk, "") } : { gt: keyOf(pk, after) };
        const to = upTo === undefined ? { lt: `${pk}${AFTER}` } : { lte: keyOf(pk, upTo) };
        const texts = await level.values({ ...from, ...to, limit: most }).all();
        notePage(texts);
        const items = texts.map((text) => valueOf(text));
        const last = texts.length === most ? items.at(-1)?.["sk"] : undefined;
        return { items: items.map((item) => schema.parse(item)), ...(typeof last === "string" && { next: last }) };
      }),
    remove: (keys) =>
      inBatches(keys, (batch) => {
        calls.writeUnits += batch.length;
        return level.batch(batch.map(({ pk, sk }) => ({ type: "del", key: keyOf(pk, sk) })));
      }),
  };

  return {
    store,
    table,
    /** The calls since it was asked last. */
    takeCalls: (): DynamoCalls => {
      const taken = { ...calls };
      Object.assign(calls, { reads: 0, readUnits: 0, writes: 0, writeUnits: 0, logBytes: 0 });
      return taken;
    },
    /** How many items a partition holds, and all that begin like it. */
    count: async (prefix: string): Promise<number> => {
      let found = 0;
      for await (const _ of level.keys({ gte: prefix, lt: `${prefix}\uffff` })) found += 1;
      return found;
    },
    close: () => level.close(),
  };
};
