import { MOST_RECORDS } from "../../../../events/public/usage";
import { inParallel } from "../../../../functions/kernel/task/batches";
import type { UsageClient } from "../../../../functions/kernel/usage/usage-client";
import { refusalOf, type RefusedLine } from "./refused-line";
import type { UsageLine } from "./usage-file";

/** What became of the lines so far. */
export interface Imported {
  readonly lines: number;
  readonly accepted: number;
  /** Of the accepted, those whose hour may be sealed already. */
  readonly late: number;
  /** Taken before, by this file or otherwise. */
  readonly duplicates: number;
  readonly refused: number;
}

const NOTHING: Imported = { lines: 0, accepted: 0, late: 0, duplicates: 0, refused: 0 };

/** Calls under way at once: the API allows a hundred a second, and each waits for DynamoDB. */
const WIDTH = 4;

type Reporting = Extract<UsageLine, { readonly report: unknown }>;

interface Parts {
  readonly client: UsageClient;
  readonly refuse: (refused: RefusedLine) => Promise<void>;
  /** Told after each step how far it is, in lines and in bytes of the file. */
  readonly progress: (imported: Imported, bytes: number) => void;
}

const sliced = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));

/**
 * Reports lines of usage, some two thousand at a time: no more of the file is in memory. Done again it goes on where it stopped,
 * since what was taken counts once.
 * @throws UsageUnanswered where no answer comes; `progress` was told of what is done
 */
export const importUsage = async (lines: AsyncIterable<UsageLine>, { client, refuse, progress }: Parts): Promise<Imported> => {
  let imported = NOTHING;
  let waiting: Reporting[] = [];
  const add = (more: Partial<Imported>): void => {
    const of = (key: keyof Imported): number => imported[key] + (more[key] ?? 0);
    imported = { lines: of("lines"), accepted: of("accepted"), late: of("late"), duplicates: of("duplicates"), refused: of("refused") };
  };
  const report = async (some: readonly Reporting[]): Promise<void> => {
    const answers = await client.report(...some.map((one) => one.report));
    for (const [index, { report: reported, answer }] of answers.entries()) {
      const refused = refusalOf(some[index]?.line ?? 0, reported, answer);
      if (refused !== undefined) await refuse(refused);
      const { status } = answer;
      add({
        accepted: Number(status === "accepted"),
        late: Number(status === "accepted" && answer.late),
        duplicates: Number(status === "duplicate"),
        refused: Number(refused !== undefined),
      });
    }
  };
  const send = async (bytes: number): Promise<void> => {
    await inParallel(sliced(waiting, MOST_RECORDS), WIDTH, report);
    waiting = [];
    progress(imported, bytes);
  };
  let read = 0;
  for await (const one of lines) {
    add({ lines: 1 });
    read = one.bytes;
    if ("report" in one) waiting.push(one);
    else {
      await refuse(one.refused);
      add({ refused: 1 });
    }
    if (waiting.length === WIDTH * MOST_RECORDS) await send(read);
  }
  await send(read);
  return imported;
};
