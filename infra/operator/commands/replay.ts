import { SingleBar } from "cli-progress";
import { Command } from "commander";
import { z } from "zod";
import { SEGMENTS } from "../../../functions/kernel/streams/walk";
import type { Rule, RuleTarget } from "../../../functions/kernel/aws/rule-targets";
import { writeJson, type Context } from "../context";
import { EXIT, EXIT_HELP, Problem } from "../problem";
import { replay, type Replayed } from "../replay";
import { folded, table, type Row, type Terminal } from "../terminal";
import type { Where } from "../where";

const HELP = `
The events have the ids, numbers and times they had, and 'metadata.replay' true, so that a consumer which
keeps to docs/events.md takes each once. One that is to take them again forgets its sequences first.
'data.tenantAccess' says what is so now. Only what the rule's own pattern lets through is sent.

A period costs more than a subscription: the whole log is read once, at a read unit for 4 KB, to find the
subscriptions that something happened to at that time, and these once more from their beginning. If it
breaks off, it says how to go on.

Examples:
  stallkeeper replay --local l-6c8a5b1f0e4d4f7a9b2c3d4e5f607182 --rule sample-product --dry-run
  stallkeeper replay --from 2026-11-24T09:00:00Z --to 2026-11-24T12:00:00Z --rule billing-service
${EXIT_HELP}`;

interface Options extends Where {
  readonly rule: string;
  readonly bus?: string;
  readonly from?: string;
  readonly to?: string;
  readonly position?: string;
  readonly dryRun?: boolean;
}

type Queue = Extract<RuleTarget, { readonly kind: "queue" }>;

const Time = z.iso.datetime({ offset: true });

/** A time of the command line in the log's own form. */
const instantOf = (name: string, text: string): string => {
  const time = Time.safeParse(text);
  if (!time.success) throw new Problem(`--${name} is '${text}', which is no time. Write it like 2026-11-24T09:00:00Z.`, EXIT.usage);
  return new Date(time.data).toISOString();
};

const wantedOf = (subscription: string | undefined, { from, to, position = "" }: Options) => {
  if (subscription === undefined && (from === undefined || to === undefined)) {
    throw new Problem("Name a subscription, or a period with --from and --to.", EXIT.usage);
  }
  const period = { ...(from !== undefined && { from: instantOf("from", from) }), ...(to !== undefined && { to: instantOf("to", to) }) };
  if (period.from !== undefined && period.to !== undefined && period.from >= period.to) throw new Problem("--from must be before --to.", EXIT.usage);
  return { ...(subscription !== undefined && { subscription }), ...period, position };
};

/** The rule's queues. @throws Problem if it has none, or a target of another kind: nothing is then sent to any */
const queuesOf = ({ targets }: Rule, name: string): readonly Queue[] => {
  if (targets.length === 0) throw new Problem(`The rule '${name}' has no target. Give it one, such as an SQS queue, and replay again.`);
  return targets.map((target) => {
    if (target.kind === "queue") return target;
    throw new Problem(
      `The rule '${name}' has the target ${target.arn}, which can't be sent to: ${target.because}. Nothing was sent. ` +
        `Make a rule with the same pattern whose only target is an SQS queue that takes events as they are, let the consumer read it too, and replay to that rule.`,
    );
  });
};

const COLUMNS = ["when (UTC)", "event", "#", "subscription"];

/** What a dry run lists at most; the counts go on. */
const LISTED = 200;

/** The events by their times, those of one subscription in the order of their numbers. */
const byTime = (rows: readonly Row[]): readonly Row[] =>
  rows.toSorted((one, other) => ((one.cells[0] ?? "") < (other.cells[0] ?? "") ? -1 : Number(one.cells[0] !== other.cells[0])));

const tell = (terminal: Terminal, rows: readonly Row[], { streams, events, notForRule, messages }: Replayed, { rule, dryRun }: Options): void => {
  if (rows.length > 0) terminal.line(`${table(terminal, COLUMNS, byTime(rows))}\n`);
  if (rows.length > 0 && rows.length < events) terminal.line(`${rows.length} of them are listed.`);
  const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
  const kept = notForRule === 0 ? "" : ` ${notForRule} more ${notForRule === 1 ? "is" : "are"} kept back by the rule's pattern.`;
  const what = `${counted(events, "event")}, as ${counted(messages, "message")} to the targets of '${rule}'. ${counted(streams, "subscription")} read.${kept}`;
  const said = folded(terminal, 0, dryRun === true ? `Nothing was sent. It would be: ${what}` : `Sent: ${what}`).join("\n");
  terminal.line(dryRun === true ? said : terminal.tone("good", said));
};

export const replayCommand = ({ terminal, connect }: Context): Command =>
  new Command("replay")
    .description("Sends public events again, of a subscription or a period, to the targets of one rule and nobody else")
    .argument("[subscription]", "the subscription's id")
    .requiredOption("--rule <name>", "the rule whose targets are to hear them")
    .option("--from <time>", "the first moment of the period")
    .option("--to <time>", "the moment after its last")
    .option("--bus <name>", "the rule's bus, if it is not the deployment's own")
    .option("--position <text>", "where a period's replay that broke off goes on, as it said")
    .option("--dry-run", "show what would be sent, and send nothing")
    .addHelpText("after", HELP)
    .action(async (subscription: string | undefined, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const wanted = wantedOf(subscription, options);
      const { log, projections, targets, bus } = connect(options);
      const rule = await targets.rule(options.bus ?? bus, options.rule);
      if (rule === undefined) throw new Problem(`The bus '${options.bus ?? bus}' has no rule '${options.rule}'. See 'aws events list-rules'.`);
      const queues = queuesOf(rule, options.rule);

      const rows: Row[] = [];
      const isDryRun = options.dryRun === true;
      const walks = wanted.subscription === undefined && options.json !== true && terminal.isTty;
      const bar = walks ? new SingleBar({ format: "{bar} {percentage} %  {events} events", hideCursor: true, clearOnComplete: true }) : undefined;
      bar?.start(SEGMENTS, 0, { events: 0 });
      let { position } = wanted;
      let events = 0;
      let done: Replayed;
      try {
        done = await replay(
          {
            store: log,
            othersGrant: projections.othersGrant,
            targets,
            rule,
            queues,
            isDryRun,
            onEvent: ({ type, detail: { metadata, data } }) => {
              events += 1;
              if (isDryRun && rows.length < LISTED)
                rows.push({ cells: [metadata.time.slice(0, 19).replace("T", " "), type, String(metadata.sequence), data.subscriptionId] });
            },
            onPage: (at, segments) => {
              position = at;
              bar?.update(segments, { events });
            },
          },
          wanted,
        );
      } catch (error) {
        // An event that is sent twice is taken once, so that going on from the last page is safe.
        const goOn = wanted.subscription === undefined && position !== "" ? ` Go on with --position '${position}'.` : "";
        throw new Problem(`It broke off after ${events} events: ${error instanceof Error ? error.message : String(error)}${goOn}`);
      } finally {
        bar?.stop();
      }
      if (options.json === true) writeJson(terminal, { rule: options.rule, dryRun: isDryRun, ...done });
      else tell(terminal, rows, done, options);
      if (done.events === 0) throw new Problem("No event was found that the rule would hear. Check the id, the period and the rule's pattern.");
    });
