import { SingleBar } from "cli-progress";
import { Command, Option } from "commander";
import { z } from "zod";
import { ReconciliationWalk } from "../../../events/reconciliation/events";
import { clock } from "../../../functions/kernel/task/clock";
import type { Connection } from "../connection";
import { writeJson, type Context } from "../context";
import { EXIT_HELP, Problem } from "../problem";
import { watchExecution } from "../watch-execution";
import type { Where } from "../where";
import { lastTurns, turnsText, type Turn } from "./reconciliation-turns";

type Options = Where & { readonly product?: string; readonly only?: string; readonly show?: boolean };

/** Turns that are shown of a product, unless one was just made. */
const SHOWN = 20;

const barFor = ({ json }: Where, { isTty }: Context["terminal"]): SingleBar | undefined =>
  json === true || !isTty ? undefined : new SingleBar({ format: "{said}", hideCursor: true, clearOnComplete: true });

const Output = z.object({ outcome: z.string(), run: z.string().optional() });

/** What an execution came to, for a person; undefined if it did what it should. */
const troubleOf = ({ status, output, error, cause }: Awaited<ReturnType<typeof watchExecution>>, walk: ReconciliationWalk): string | undefined => {
  if (status !== "SUCCEEDED") return `${error ?? status}${cause === undefined ? "" : `: ${cause}`}`;
  const { outcome, run } = Output.catch({ outcome: "" }).parse(JSON.parse(output ?? "{}"));
  if (outcome === "underWay") return `Another turn is walking AWS's ${walk}: ${run ?? ""}. See what it finds with 'stallkeeper reconcile --show'.`;
  return outcome === "superseded" ? "It stood still for a quarter of an hour, and another turn has taken its place." : undefined;
};

const turn = async (
  { machines, lanes, reconciliationMachine }: Connection,
  walk: ReconciliationWalk,
  { product = "", bar }: { readonly product?: string | undefined; readonly bar: SingleBar | undefined },
): Promise<string> => {
  const name = `reconcile-${walk}-${clock.now().replaceAll(/[^0-9]/g, "")}`;
  const about = `What AWS lists of ${walk} is compared with our log, at an operator's request.`;
  const execution = await machines.start(reconciliationMachine, name, { about, walk, product });
  const view = await watchExecution(machines, execution, async () => {
    const lane = await lanes.look(walk);
    if (lane?.run === name) bar?.update(0, { said: `AWS's ${walk}, ${lane.said}` });
  });
  const trouble = troubleOf(view, walk);
  if (trouble !== undefined) throw new Problem(`AWS's ${walk} were not compared. ${trouble}`);
  return name;
};

/** A turn over each list that is asked for, one after the other. @returns their names */
const makeTurns = async (connection: Connection, where: Options, terminal: Context["terminal"]): Promise<readonly string[]> => {
  const { product, only } = where;
  const bar = barFor(where, terminal);
  bar?.start(1, 0, { said: "starting" });
  const names: string[] = [];
  try {
    for (const walk of ["agreements", "entitlements"] as const) {
      if (only === undefined || only === walk) names.push(await turn(connection, walk, { product, bar }));
    }
  } finally {
    bar?.stop();
  }
  return names;
};

const turnsOf = async ({ log, lanes }: Connection, product: string | undefined): Promise<readonly Turn[]> => {
  const products = product === undefined ? await lanes.products() : [product];
  return (await Promise.all(products.map((code) => lastTurns(log, code)))).flat();
};

export const reconcile = ({ terminal, connect }: Context): Command =>
  new Command("reconcile")
    .description("Compares what AWS lists with the log and has every difference looked into; or shows what the last turns found")
    .option("--product <code>", "this product only")
    .addOption(new Option("--only <list>", "one of AWS's two lists").choices(ReconciliationWalk.options))
    .option("--show", "start nothing: show the last turns")
    .addHelpText(
      "after",
      `
AWS is asked at a quarter of its quotas: a thousand agreements take about half a minute, ten thousand rows of
entitlements about three. Schedules do the same by themselves, agreements every hour and entitlements every day.
What channel partners sold pay-as-you-go is in neither list: AWS shows a partner's agreements to the partner only.

Examples:
  stallkeeper reconcile --local
  stallkeeper reconcile --product harbourlight0contract0001 --only entitlements
  stallkeeper reconcile --show --json
${EXIT_HELP}`,
    )
    .action(async (_: unknown, command: Command) => {
      const where = command.optsWithGlobals<Options>();
      const connection = connect(where);
      const { product, show } = where;
      const names = show === true ? [] : await makeTurns(connection, where, terminal);
      const known = await turnsOf(connection, product);
      const turns =
        show === true
          ? known.toSorted((one, other) => (one.startedAt < other.startedAt ? 1 : -1)).slice(0, SHOWN)
          : known.filter((one) => names.includes(one.turn));
      if (where.json === true) writeJson(terminal, turns);
      else if (turns.length === 0) terminal.line("AWS and the log were not compared yet. Start a turn with 'stallkeeper reconcile'.");
      else terminal.line(turnsText(terminal, turns));
    });
