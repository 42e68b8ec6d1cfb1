import { Command } from "commander";
import { clock } from "../../../functions/kernel/task/clock";
import { findLagging } from "../../../functions/kernel/projections/find-lagging";
import { writeJson, type Context } from "../context";
import { EXIT_HELP } from "../problem";
import type { Where } from "../where";

export const sweep = ({ terminal, connect }: Context): Command =>
  new Command("sweep")
    .description("Walks the whole log once and has every stream dealt with whose projections or public events lag")
    .addHelpText("after", `\nExample:\n  stallkeeper sweep --local\n${EXIT_HELP}`)
    .action(async (_: unknown, command: Command) => {
      const where = command.optsWithGlobals<Where>();
      const { log, rows, cursors, generations, lagging } = connect(where);
      const find = findLagging({ store: log, rows, cursors, generations, lagging: await lagging(), clock });
      const { streams, lagging: found } = await find("", { spent: () => false });
      if (where.json === true) writeJson(terminal, { streams, lagging: found });
      else if (found === 0) terminal.line(terminal.tone("good", `Nothing lags: ${streams} streams looked at.`));
      else terminal.line(`${terminal.tone("wait", String(found))} of ${streams} streams lag. They were sent to the lagging queue and will be dealt with now.`);
    });
