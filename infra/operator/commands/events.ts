import { Command, InvalidArgumentError } from "commander";
import { agreement } from "../../../events/agreement/decider";
import { arrival } from "../../../events/arrival/decider";
import type { StreamId } from "../../../events/kernel/stream";
import { meter } from "../../../events/meter/meter";
import { notice } from "../../../events/notice/decider";
import { reconciliation } from "../../../events/reconciliation/decider";
import { run } from "../../../events/run/run";
import { subscription, subscriptionStream } from "../../../events/subscription/decider";
import type { Commit, EventStore } from "../../../functions/kernel/streams/event-store";
import { usage } from "../../../events/usage/decider";
import { SEGMENTS } from "../../../functions/kernel/streams/walk";
import { COMMIT_HEADING, commitRows } from "../commit-rows";
import { writeJson, type Context } from "../context";
import { eventsOf, withFilters, type Filters } from "../event-filters";
import { EXIT, EXIT_HELP, Problem } from "../problem";
import { table } from "../terminal";
import type { Where } from "../where";

type Log = Pick<EventStore, "history" | "streams">;

/** How the streams of each category are read, and the types of their events. */
const CATEGORIES: Readonly<Record<string, { readonly types: readonly string[]; readonly read: (log: Log, stream: StreamId) => AsyncIterable<Commit> }>> = {
  subscription: { types: Object.keys(subscription.codec.versions), read: ({ history }, stream) => history(subscription, stream) },
  agreement: { types: Object.keys(agreement.codec.versions), read: ({ history }, stream) => history(agreement, stream) },
  arrival: { types: Object.keys(arrival.codec.versions), read: ({ history }, stream) => history(arrival, stream) },
  notice: { types: Object.keys(notice.codec.versions), read: ({ history }, stream) => history(notice, stream) },
  reconciliation: { types: Object.keys(reconciliation.codec.versions), read: ({ history }, stream) => history(reconciliation, stream) },
  meter: { types: Object.keys(meter.codec.versions), read: ({ history }, stream) => history(meter, stream) },
  usage: { types: Object.keys(usage.codec.versions), read: ({ history }, stream) => history(usage, stream) },
  run: { types: Object.keys(run.codec.versions), read: ({ history }, stream) => history(run, stream) },
};

interface Options extends Where, Filters {
  readonly subscription?: string;
  readonly stream?: string;
  readonly limit: number;
}

const HELP = `
Examples:
  stallkeeper events --local --stream agreement-agmt-1a2b3c
  stallkeeper events --subscription l-6c8a5b1f0e4d4f7a9b2c3d4e5f607182 --type AccessGranted AccessRevoked
  stallkeeper events --type SuspendedByOperator --from 2026-11-01 --json

With --stream or --subscription one stream is read. Without, the log is walked stream by stream, in no order, until --limit
events fit: on a large log that reads much, and costs what reading the whole log costs if few fit. Name a --type: streams
that can't hold it are not read.
${EXIT_HELP}`;

const count = (text: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 10_000) throw new InvalidArgumentError("A limit is a whole number from 1 to 10000.");
  return number;
};

const categoryOf = (stream: string): string => stream.slice(0, stream.indexOf("-"));

const isStream = (text: string): text is StreamId => CATEGORIES[categoryOf(text)] !== undefined && text.length > categoryOf(text).length + 1;

/** All streams of a category, each once: the commits of one may lie on several pages. */
async function* streamsOf(category: string, { streams }: Log): AsyncIterable<StreamId> {
  const seen = new Set<string>();
  for (let at: { readonly index: number; readonly from?: string } = { index: 0 }; at.index < SEGMENTS;) {
    const page = await streams(category, { index: at.index, of: SEGMENTS }, at.from);
    for (const { stream } of page.streams.filter((one) => !seen.has(one.stream))) {
      seen.add(stream);
      yield stream;
    }
    at = page.next === undefined ? { index: at.index + 1 } : { index: at.index, from: page.next };
  }
}

/** The streams to read: one, or all that can hold what is asked for. */
async function* streamsFor({ subscription: id, stream, type }: Options, log: Log): AsyncIterable<StreamId> {
  const named = id === undefined ? stream : subscriptionStream(id);
  if (named !== undefined) {
    if (!isStream(named)) throw new Problem(`'${named}' is no stream's name. A name starts with ${Object.keys(CATEGORIES).join("-, ")}-.`, EXIT.usage);
    yield named;
    return;
  }
  const categories = Object.entries(CATEGORIES).filter(([, { types }]) => type === undefined || types.some((one) => type.includes(one)));
  for (const [category] of categories) yield* streamsOf(category, log);
}

/** What fits, and how much was read for it. */
interface Read {
  readonly commits: readonly Commit[];
  readonly streams: number;
  readonly complete: boolean;
}

const read = async (options: Options, log: Log): Promise<Read> => {
  const commits: Commit[] = [];
  let streams = 0;
  let found = 0;
  for await (const stream of streamsFor(options, log)) {
    streams += 1;
    for await (const commit of CATEGORIES[categoryOf(stream)]?.read(log, stream) ?? []) {
      const wanted = eventsOf(commit, options).length;
      if (wanted === 0) continue;
      commits.push(commit);
      found += wanted;
      if (found >= options.limit) return { commits, streams, complete: false };
    }
  }
  return { commits, streams, complete: true };
};

const checkTypes = ({ type }: Filters): void => {
  const known = Object.values(CATEGORIES).flatMap(({ types }) => types);
  const unknown = type?.filter((one) => !known.includes(one)) ?? [];
  if (unknown.length > 0) throw new Problem(`There is no event type '${unknown.join("', '")}'. The types: ${known.join(", ")}.`, EXIT.usage);
};

export const eventsCommand = ({ terminal, connect }: Context): Command =>
  withFilters(
    new Command("events")
      .description("Shows events of the log as they are: of one stream, or of all that fit")
      .option("--subscription <id>", "of this subscription's stream alone")
      .option("--stream <name>", "of this stream alone, such as agreement-agmt-…, notice-…, run-… or arrival-…")
      .option("--limit <number>", "no more events than this", count, 100),
  )
    .addHelpText("after", HELP)
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      checkTypes(options);
      const { commits, streams, complete } = await read(options, connect(options).log);
      const sorted = commits.toSorted((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)));
      if (options.json === true) {
        writeJson(terminal, { complete, streamsRead: streams, events: sorted.flatMap((commit) => eventsOf(commit, options)) });
        return;
      }
      if (sorted.length === 0) throw new Problem(`No event fits; ${streams} ${streams === 1 ? "stream was" : "streams were"} read.`);
      const rows = sorted.flatMap((commit) =>
        commitRows(terminal, commit, options, { withStream: options.stream === undefined && options.subscription === undefined }),
      );
      terminal.line(table(terminal, COMMIT_HEADING, rows));
      const more = complete ? "That is all." : `There may be more: --limit ${options.limit} was reached, and streams are read in no order.`;
      terminal.line(terminal.tone("faint", `\n${streams} ${streams === 1 ? "stream" : "streams"} read. ${more}`));
    });
