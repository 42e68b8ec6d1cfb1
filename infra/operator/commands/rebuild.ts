import { SingleBar } from "cli-progress";
import { Argument, Command, Option } from "commander";
import { z } from "zod";
import { ProjectionName } from "../../../events/projections/projection";
import { clock } from "../../../functions/kernel/task/clock";
import type { Generations, Progress } from "../../../functions/kernel/projections/generations";
import type { ExecutionView } from "../../../functions/kernel/aws/state-machines";
import { writeJson, type Context } from "../context";
import { EXIT_HELP, Problem } from "../problem";
import { watchExecution } from "../watch-execution";
import type { Where } from "../where";

/** The three walks of a rebuild, each of as many parts as a walk has. */
const PHASES: readonly Progress["phase"][] = ["filling", "comparing", "clearing"];

/** How much of the whole is done, from 0 to 100. */
export const percentOf = ({ phase, done, of }: Progress): number => {
  if (phase === "done") return 100;
  return Math.floor(((PHASES.indexOf(phase) + done / of) / PHASES.length) * 100);
};

const ON_DIFFERENCE = z.enum(["keep", "replace"]);

const Result = z.object({ summary: z.string() });

const summaryOf = ({ status, output, error, cause }: ExecutionView): string => {
  if (status === "SUCCEEDED") return Result.safeParse(JSON.parse(output ?? "{}")).data?.summary ?? "";
  return `${error ?? status}${cause === undefined ? "" : `: ${cause}`}`;
};

const advice = ({ error }: ExecutionView, projection: string, execution: string): string =>
  error === "RowsDiffer"
    ? `The live rows say something else than the log. If the log is to win: stallkeeper rebuild ${projection} --on-difference replace`
    : `The live rows are as they were. Look at the execution ${execution}, then rebuild again.`;

/** A name that sorts by time and is free: rebuilds of one projection a millisecond apart are the same rebuild. */
const newGeneration = (): string => clock.now().replaceAll(/[^0-9]/g, "");

const barFor = (where: Where, { isTty }: Context["terminal"]): SingleBar | undefined =>
  where.json === true || !isTty
    ? undefined
    : new SingleBar({ format: "{bar} {percentage} %  {phase}", barCompleteChar: "█", barIncompleteChar: "░", hideCursor: true, clearOnComplete: true });

/** Shows how far this rebuild is; another one's progress is none of ours. */
const showing =
  (
    generations: Generations,
    { projection, generation }: { readonly projection: ProjectionName; readonly generation: string },
    show: (progress: Progress) => void,
  ) =>
  async (): Promise<void> => {
    const progress = await generations.progress(projection);
    if (progress?.generation === generation) show(progress);
  };

export const rebuild = ({ terminal, connect }: Context): Command =>
  new Command("rebuild")
    .description("Builds a projection again from the log, beside the live rows and while writes go on; compares the two; swaps them")
    .addArgument(new Argument("<projection>", "which one").choices(ProjectionName.options))
    .addOption(
      new Option("--on-difference <what>", "if live rows say something else than the log: keep them and fail, or replace them")
        .choices(ON_DIFFERENCE.options)
        .default("keep"),
    )
    .addHelpText(
      "after",
      `\nExamples:\n  stallkeeper rebuild --local subscriptions\n  stallkeeper rebuild customers --on-difference replace --json\n${EXIT_HELP}`,
    )
    .action(async (argument: string, _: unknown, command: Command) => {
      const where = command.optsWithGlobals<Where & { readonly onDifference: string }>();
      const projection = ProjectionName.parse(argument);
      const onDifference = ON_DIFFERENCE.parse(where.onDifference);
      const { machines, generations, rebuildMachine } = connect(where);
      const generation = newGeneration();
      const about = `The projection '${projection}' is built again from the log.`;
      const execution = await machines.start(rebuildMachine, `rebuild-${projection}-${generation}`, { about, projection, generation, onDifference });

      const bar = barFor(where, terminal);
      bar?.start(100, 0, { phase: "starting" });
      const show = (progress: Progress): void => bar?.update(percentOf(progress), { phase: progress.phase });
      const view = await watchExecution(machines, execution, showing(generations, { projection, generation }, show)).finally(() => bar?.stop());

      const swapped = view.status === "SUCCEEDED";
      const summary = summaryOf(view);
      if (where.json === true) writeJson(terminal, { projection, generation, execution, swapped, summary });
      if (!swapped) throw new Problem(`The projection '${projection}' was not rebuilt. ${summary}\n${advice(view, projection, execution)}`);
      if (where.json !== true) terminal.line(terminal.tone("good", `The rebuilt '${projection}' is live: ${summary}.`));
    });
