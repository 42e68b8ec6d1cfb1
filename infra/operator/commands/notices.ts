import { Command } from "commander";
import { z } from "zod";
import { notice as notices, noticeStream, type Notice } from "../../../events/notice/decider";
import { clock } from "../../../functions/kernel/clock";
import type { Connection } from "../connection";
import { parkedNotices } from "../console/walks/parked-notices";
import { writeJson, type Context } from "../context";
import { EXIT_HELP, Problem } from "../problem";
import { executionPage } from "../run-links";
import { listing, table } from "../terminal";
import { watchExecution } from "../watch-execution";
import type { Where } from "../where";

const find = async ({ log }: Connection, id: string): Promise<Notice & { readonly received: NonNullable<Notice["received"]> }> => {
  const { received, ...rest } = (await log.load(notices, noticeStream(id))).state;
  if (received === undefined) throw new Problem(`No notice '${id}' is in the log. See 'stallkeeper notices list'.`);
  return { ...rest, received };
};

const standingOf = ({ settled, parked }: Notice): string => {
  if (settled !== undefined) return `dealt with: ${settled}`;
  return parked === undefined ? "being dealt with" : `waits for a person: ${parked}`;
};

const list = ({ terminal, connect }: Context): Command =>
  new Command("list")
    .description("Shows the notices that wait for a person, newest first")
    .addHelpText("after", `\nExample:\n  stallkeeper notices list --local\n${EXIT_HELP}`)
    .action(async (_: unknown, command: Command) => {
      const where = command.optsWithGlobals<Where>();
      const { items } = await parkedNotices(connect(where).log);
      if (where.json === true) {
        writeJson(terminal, items);
        return;
      }
      if (items.length === 0) {
        terminal.line(terminal.tone("good", "No notice waits for a person."));
        return;
      }
      const rows = items.map(({ id, kind, reason, parkedAt }) => ({ cells: [id, parkedAt.slice(0, 19), reason, kind === "" ? "(can't be read)" : kind] }));
      terminal.line(table(terminal, ["notice", "parked at (UTC)", "why", "kind"], rows));
      terminal.line(terminal.tone("faint", "\nAfter a release that understands it: stallkeeper notices release <notice>"));
    });

const show = ({ terminal, connect }: Context): Command =>
  new Command("show")
    .description("Shows a notice and its exact text")
    .argument("<notice>", "the notice's id")
    .addHelpText("after", `\nExample:\n  stallkeeper notices show 6c8a5b1f0e4d4f7a9b2c3d4e5f607182 --local\n${EXIT_HELP}`)
    .action(async (id: string, _: unknown, command: Command) => {
      const where = command.optsWithGlobals<Where>();
      const found = await find(connect(where), id);
      if (where.json === true) {
        writeJson(terminal, { id, ...found });
        return;
      }
      const { channel, kind, sentAt, body } = found.received;
      terminal.line(
        listing(terminal, [
          ["channel", channel],
          ["kind", kind],
          ["sent", sentAt],
          ["state", standingOf(found)],
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
      const before = await find(connection, id);
      if (before.parked === undefined) throw new Problem(`The notice '${id}' does not wait for a person: it is ${standingOf(before)}.`);
      const about = `An operator released a parked notice: ${before.received.kind === "" ? "one that could not be read" : before.received.kind}.`;
      const name = `notice-${id}-${clock.now().replaceAll(/[^0-9]/g, "")}`;
      const execution = await connection.machines.start(connection.changeMachine, name, { about, kind: "notice", notice: id });
      const link = executionPage(where, execution);
      // A run of a contract goes on for ten minutes to read once more; the notice is settled long before.
      const settled = async (): Promise<boolean> => (await find(connection, id)).settled !== undefined;
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
    .description("Notices of AWS's that wait for a person: list, show, release")
    .addCommand(list(context), { isDefault: true })
    .addCommand(show(context))
    .addCommand(release(context));
