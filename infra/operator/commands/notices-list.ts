import { Command } from "commander";
import { readDismissedNotices, readWorklist } from "../../../functions/kernel/projections/read-worklist";
import type { Connection } from "../connection";
import { writeJson, type Context } from "../context";
import { EXIT_HELP } from "../problem";
import { secondOf } from "../telling";
import { table, type Terminal } from "../terminal";
import type { Where } from "../where";
import { PARKED_BECAUSE } from "../work/release";

const kindOf = (kind: string): string => (kind === "" ? "-" : kind);

const listDismissed = async (terminal: Terminal, connection: Connection, { json }: Where): Promise<void> => {
  const items = await readDismissedNotices(connection);
  if (json === true) {
    writeJson(
      terminal,
      items.map(({ noticeId, dismissed, detail: { noticeKind, ...detail } }) => ({ id: noticeId, kind: noticeKind, ...detail, dismissed })),
    );
    return;
  }
  if (items.length === 0) {
    terminal.line("No notice was dismissed.");
    return;
  }
  const rows = items.map(({ noticeId, dismissed: { at, by, reason }, detail: { noticeKind } }) => ({
    cells: [noticeId, secondOf(at), by, kindOf(noticeKind)],
    beneath: { column: 0, text: reason },
  }));
  terminal.line(table(terminal, ["notice", "dismissed (UTC)", "by", "kind"], rows));
  terminal.line(terminal.tone("faint", "\nIts exact text: stallkeeper notices show <notice>"));
  terminal.line(terminal.tone("faint", "Have it dealt with after all: stallkeeper notices release <notice>"));
};

export const noticesList = ({ terminal, connect }: Context): Command =>
  new Command("list")
    .description("Shows the notices that wait for a person, the longest waiting first")
    .option("--dismissed", "those that were dismissed, the newest dismissal first")
    .addHelpText("after", `\nExamples:\n  stallkeeper notices list --local\n  stallkeeper notices list --dismissed --json\n${EXIT_HELP}`)
    .action(async (_: unknown, command: Command) => {
      const where = command.optsWithGlobals<Where & { readonly dismissed?: boolean }>();
      if (where.dismissed === true) {
        await listDismissed(terminal, connect(where), where);
        return;
      }
      const items = (await readWorklist(connect(where), ["parkedNotice"])).filter((item) => item.kind === "parkedNotice");
      if (where.json === true) {
        const told = items.map(({ noticeId, since, detail: { noticeKind, ...detail } }) => ({ id: noticeId, parkedAt: since, kind: noticeKind, ...detail }));
        writeJson(terminal, told);
        return;
      }
      if (items.length === 0) {
        terminal.line(terminal.tone("good", "No notice waits for a person."));
        return;
      }
      const rows = items.map(({ noticeId, since, detail: { noticeKind, reason } }) => ({
        cells: [noticeId, since === null ? "" : secondOf(since), PARKED_BECAUSE[reason], kindOf(noticeKind)],
      }));
      terminal.line(table(terminal, ["notice", "parked (UTC)", "why", "kind"], rows));
      terminal.line(terminal.tone("faint", "\nIts exact text: stallkeeper notices show <notice>"));
      terminal.line(terminal.tone("faint", "After a release of Stallkeeper that understands it: stallkeeper notices release <notice>"));
      terminal.line(terminal.tone("faint", 'If nothing needs to be done about it: stallkeeper notices dismiss <notice> --reason "…"'));
    });
