import { Command } from "commander";
import { subscription, subscriptionStream } from "../../../events/subscription/decider";
import type { SubscriptionEvent } from "../../../events/subscription/events";
import type { Commit } from "../../../functions/kernel/streams/event-store";
import { COMMIT_HEADING, commitRows } from "../commit-rows";
import { writeJson, type Context } from "../context";
import { eventsOf, withFilters, type Filters } from "../event-filters";
import { EXIT_HELP, Problem } from "../problem";
import { table } from "../terminal";
import type { Where } from "../where";

export const timeline = ({ terminal, connect }: Context): Command =>
  withFilters(
    new Command("timeline")
      .description("Shows all that happened to a subscription, from the log, with the run that each fact came from")
      .argument("<subscription>", "the subscription's id, such as l-6c8a… or <product code>.<account>"),
  )
    .addHelpText(
      "after",
      `\nExamples:\n  stallkeeper timeline --local l-6c8a5b1f0e4d4f7a9b2c3d4e5f607182\n  stallkeeper timeline l-6c8a5b1f0e4d4f7a9b2c3d4e5f607182 --type AccessGranted AccessRevoked --from 2026-11-01\n${EXIT_HELP}`,
    )
    .action(async (id: string, _: unknown, command: Command) => {
      const where = command.optsWithGlobals<Where & Filters>();
      const { log } = connect(where);
      const commits: Commit<SubscriptionEvent>[] = [];
      for await (const commit of log.history(subscription, subscriptionStream(id))) commits.push(commit);
      if (commits.length === 0) throw new Problem(`Nothing ever happened to a subscription '${id}'. Find its id with 'stallkeeper customers <AWS account>'.`);
      const wanted = commits.filter((commit) => eventsOf(commit, where).length > 0);
      if (wanted.length === 0) throw new Problem(`Of all that happened to '${id}', nothing fits --type, --from and --to.`);
      if (where.json === true) {
        writeJson(terminal, wanted);
        return;
      }
      terminal.line(
        table(
          terminal,
          COMMIT_HEADING,
          wanted.flatMap((commit) => commitRows(terminal, commit, where, { withStream: false })),
        ),
      );
    });
