import { Command } from "commander";
import type { Month } from "../../../events/kernel/hour";
import { compareCloudTrail } from "../compare/compare-cloud-trail";
import { compareDailyUsage } from "../compare/compare-daily-usage";
import { jsonOutput, tableOutput } from "../compare/compare-output";
import { filesMeant } from "../compare/input-files";
import type { Context } from "../context";
import { EXIT, Problem } from "../problem";
import { monthOption } from "../usage/month-option";
import { walkBar } from "../usage/walk-bar";
import type { Where } from "../where";

interface Options extends Where {
  readonly cloudtrail?: readonly string[];
  readonly dailyUsage?: readonly string[];
  readonly month?: Month;
}

const HELP = `
--cloudtrail takes the files that CloudTrail delivers (JSON, gzip or not; folders with all that is beneath them): which records
of which hour AWS took. --daily-usage takes the seller's Daily Usage feed (CSV): what AWS counted of each day and agreement.

Examples:
  aws s3 sync s3://my-trail/AWSLogs/123456789012/CloudTrail/us-east-1/2026/11 trail
  stallkeeper usage compare --cloudtrail trail
  stallkeeper usage compare --daily-usage DailyUsageFeed_*.csv --month 2026-10 --json

Nothing is changed. What differs is for a person: RUNBOOK.md says what each difference means.

Exit codes:
  0  AWS and the ledger agree
  1  they differ
  2  a file is not what it should be, or the command line makes no sense
  3  the deployment can't be reached, or refuses`;

/** Which of the two is compared with. @throws Problem unless it is exactly one */
const sourceOf = ({ cloudtrail, dailyUsage }: Options) => {
  if (cloudtrail !== undefined && dailyUsage === undefined)
    return { named: cloudtrail, endings: [".json.gz", ".json"], compare: compareCloudTrail, grain: "hour" } as const;
  if (dailyUsage !== undefined && cloudtrail === undefined)
    return { named: dailyUsage, endings: [".csv.gz", ".csv"], compare: compareDailyUsage, grain: "day" } as const;
  throw new Problem("Name what to compare with: the files of --cloudtrail, or those of --daily-usage. One of them at a time.", EXIT.usage);
};

export const usageCompare = ({ terminal, connect }: Context): Command =>
  new Command("compare")
    .description("Compares the ledger with AWS's own word, in both directions: CloudTrail's calls, or the seller's Daily Usage feed")
    .option("--cloudtrail <files...>", "files of CloudTrail, or folders of them")
    .option("--daily-usage <files...>", "files of the Daily Usage feed, or folders of them")
    .option("--month <YYYY-MM>", "only the hours, or days, of this month; without it all that the files hold", monthOption)
    .addHelpText("after", HELP)
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const { named, endings, compare, grain } = sourceOf(options);
      const files = await filesMeant(named, endings);
      const output = options.json === true ? jsonOutput(terminal) : tableOutput(terminal, grain);
      const bar = walkBar("subscriptions compared");
      const compared = await compare(connect(options), { files, month: options.month }, output.report, bar.update).finally(bar.stop);
      const found = output.end(compared);
      if (found > 0) throw new Problem(`AWS and the ledger differ in ${found} ${grain}${found === 1 ? "" : "s"} of a dimension.`);
    });
