import { Command } from "commander";
import { z } from "zod";
import { clock } from "../../../functions/kernel/task/clock";
import { writeJson, type Context } from "../context";
import { EXIT_HELP, Problem } from "../problem";
import { executionPage } from "../run-links";
import { secondOf } from "../telling";
import { listing } from "../terminal";
import { watchExecution } from "../watch-execution";
import type { Where } from "../where";
import { findNotice, noticeStanding, releaseNotice } from "../work/release";
import { noticesDismiss } from "./notices-dismiss";
import { noticesList } from "./notices-list";

const show = ({ terminal, connect }: Context): Command =>
  new Command("show")
    .description("Shows a notice and its exact text")
    .argument("<notice>", "the notice's id")
    .addHelpText("after", `\nExample:\n  stallkeeper notices show 6c8a5b1f0e4d4f7a9b2c3d4e5f607182 --local\n${EXIT_HELP}`)
    .action(async (id: string, _: unknown, command: Command) => {
      const where = command.optsWithGlobals<Where>();
      const found = await findNotice(connect(where).log, id);
      if (where.json === true) {
        writeJson(terminal, { id, ...found });
        return;
      }
      const { channel, kind, sentAt, body } = found.received;
      terminal.line(
        listing(terminal, [
          ["channel", channel],
          ["kind", kind === "" ? "(none could be read)" : kind],
          ["sent", `${secondOf(sentAt)} UTC`],
          ["state", noticeStanding(found)],
        ]),
      );
      terminal.line(`\n${body}`);
    });

const Outcome = z.object({ outcome: z.string() }).catch({ outcome: "" });

const release = ({ terminal, connect }: Context): Command =>
  new Command("release")
    .description("Has a parked notice dealt with anew, once a release understands it")
    .argument("<notice>", "the notice's id")
    .addHelpText("after", `\nExample:\n  stallkeeper notices release 6c8a5b1f0e4d4f7a9b2c3d4e5f607182\n${EXIT_HELP}`)
    .action(async (id: string, _: unknown, command: Command) => {
      const where = command.optsWithGlobals<Where>();
      const connection = connect(where);
      const execution = await releaseNotice({ ...connection, now: clock.now }, id);
      const link = executionPage(where, execution);
      // A run of a contract goes on for ten minutes to read once more; the notice is settled long before.
      const settled = async (): Promise<boolean> => (await findNotice(connection.log, id)).settled !== undefined;
      const { status, output, error } = await watchExecution(connection.machines, execution, settled);
      if (where.json === true) writeJson(terminal, { id, status, settled: await settled(), execution, run: link });
      if (status !== "RUNNING" && status !== "SUCCEEDED")
        throw new Problem(`The run ended as ${status}${error === undefined ? "" : ` (${error})`}. See ${link}`);
      if (!(await settled())) {
        const { outcome } = Outcome.parse(JSON.parse(output ?? "{}"));
        throw new Problem(`This release can't act on it either (${outcome}): it still waits. Run: ${link}`);
      }
      if (where.json === true) return;
      terminal.line(terminal.tone("good", "The notice was dealt with."));
      terminal.line(terminal.tone("faint", `Run: ${link}`));
    });

export const noticesCommand = (context: Context): Command =>
  new Command("notices")
    .description("Notices of AWS's that wait for a person: list, show, release, dismiss")
    .addCommand(noticesList(context), { isDefault: true })
    .addCommand(show(context))
    .addCommand(release(context))
    .addCommand(noticesDismiss(context))
    .addHelpText("after", EXIT_HELP);
