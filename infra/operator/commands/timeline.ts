import { Command } from "commander";
import { subscription, subscriptionStream } from "../../../events/subscription/decider";
import type { SubscriptionEvent } from "../../../events/subscription/events";
import type { Commit } from "../../../functions/kernel/event-store";
import { writeJson, type Context } from "../context";
import { EXIT_HELP, Problem } from "../problem";
import { awsTimeOf, secondOf, tellEvent } from "../telling";
import { accessTone, table, type Row, type Terminal } from "../terminal";
import type { Where } from "../where";

/** What an event says, with AWS's own time where AWS told it. */
const said = (event: SubscriptionEvent): string => {
  const time = awsTimeOf(event);
  return [time === undefined ? "" : `AWS's time ${time}`, tellEvent(event)].filter((part) => part !== "").join(", ");
};

const named = ({ tone }: Terminal, { type }: SubscriptionEvent): string => {
  if (!type.startsWith("Access")) return type;
  return tone(accessTone(type.slice("Access".length).toLowerCase()), type);
};

/** A commit's facts, and beneath them in which step of which run it was written. */
const rowsOf = (terminal: Terminal, { first, at, events, meta }: Commit<SubscriptionEvent>): readonly Row[] =>
  events.map((event, index) => ({
    cells: [String(first + index), index === 0 ? secondOf(at) : "", named(terminal, event), said(event)],
    ...(index === events.length - 1 && { beneath: { column: WHAT, text: `${meta.state ?? meta.causation}: ${meta.run ?? meta.actor}` } }),
  }));

const HEADING = ["#", "when (UTC)", "what happened", ""];
/** The column of what happened. */
const WHAT = 2;

export const timeline = ({ terminal, connect }: Context): Command =>
  new Command("timeline")
    .description("Shows all that happened to a subscription, from the log, with the run that each fact came from")
    .argument("<subscription>", "the subscription's id, such as l-6c8a… or <product code>.<account>")
    .addHelpText("after", `\nExample:\n  stallkeeper timeline --local l-6c8a5b1f0e4d4f7a9b2c3d4e5f607182\n${EXIT_HELP}`)
    .action(async (id: string, _: unknown, command: Command) => {
      const where = command.optsWithGlobals<Where>();
      const { log } = connect(where);
      const commits: Commit<SubscriptionEvent>[] = [];
      for await (const commit of log.history(subscription, subscriptionStream(id))) commits.push(commit);
      if (commits.length === 0) throw new Problem(`Nothing ever happened to a subscription '${id}'. Find its id with 'stallkeeper customers <AWS account>'.`);
      if (where.json === true) {
        writeJson(terminal, commits);
        return;
      }
      terminal.line(
        table(
          terminal,
          HEADING,
          commits.flatMap((commit) => rowsOf(terminal, commit)),
        ),
      );
    });
