import { Command } from "commander";
import type { Context } from "../context";
import { EXIT_HELP } from "../problem";
import { usageAdjust } from "./usage-adjust";
import { usageClose } from "./usage-close";
import { usageCompare } from "./usage-compare";
import { usageImport } from "./usage-import";
import { usageShow } from "./usage-show";

export const usageCommand = (context: Context): Command =>
  new Command("usage")
    .description("Shows usage and where every unit of it is, exports it for finance, and compares it with AWS's own word")
    .addCommand(usageShow(context), { isDefault: true })
    .addCommand(usageCompare(context))
    .addCommand(usageClose(context))
    .addCommand(usageAdjust(context))
    .addCommand(usageImport(context))
    .addHelpText(
      "after",
      `
Examples:
  stallkeeper usage --local l-6c8a5b1f0e4d4f7a9b2c3d4e5f607182 --month 2026-11
  stallkeeper usage --month 2026-10 --csv > usage-2026-10.csv
  stallkeeper usage compare --cloudtrail trail

'stallkeeper usage' with anything but a command's name is 'stallkeeper usage
show': see 'stallkeeper usage show --help'.
${EXIT_HELP}`,
    );
