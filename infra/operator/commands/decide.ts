import { Command } from "commander";
import { SENTENCES } from "../../../events/subscription/sentences";
import { clock } from "../../../functions/kernel/task/clock";
import type { OperatorDecision } from "../../../functions/record-operator-decision/contract";
import { writeJson, type Context } from "../context";
import { checkedReason, operatorOf, readDecided, readUntil, refusalText, requestName } from "../decision";
import { EXIT_HELP, Problem } from "../problem";
import { executionPage } from "../run-links";
import { accessTone } from "../terminal";
import { watchExecution } from "../watch-execution";
import type { Where } from "../where";

interface Given extends Where {
  readonly reason: string;
  readonly by?: string;
  readonly until: string;
  readonly from: string;
}

/** A correction of a person's data is made by `mail correct`, usage is closed by `usage close`. */
type Decision = Exclude<OperatorDecision["decision"], "correct" | "closeUsage">;

interface Wording {
  readonly description: string;
  readonly example: string;
  /** What the run is about, and what is said when it is done. */
  readonly done: string;
}

const WORDING: Readonly<Record<Decision, Wording>> = {
  suspend: {
    description: "Takes access away until it is restored; what was bought and its metering go on",
    example: 'suspend l-6c8a5b1f --reason "Chargeback, ticket 4711"',
    done: "suspended",
  },
  restore: {
    description: "Lifts what operators decided, and a suspension by an advisory: access is again what was bought",
    example: 'restore l-6c8a5b1f --reason "Paid, ticket 4711"',
    done: "restored",
  },
  grant: {
    description: "Gives access for at most 30 days, whatever was bought",
    example: 'grant l-6c8a5b1f --until 7d --reason "Renewal is being signed, ticket 4712"',
    done: "granted",
  },
  continue: {
    description: "Says which subscription this one goes on from: registration, contacts and tenant are taken over",
    example: 'continue l-7d9b6c20 --from l-6c8a5b1f --reason "The buyer confirmed, ticket 4713"',
    done: "joined",
  },
  reread: {
    description: "Asks AWS anew what was bought, and decides access anew",
    example: 'reread l-6c8a5b1f --reason "The buyer says they upgraded"',
    done: "read again",
  },
};

const decisionOf = (decision: Decision, subscription: string, given: Given): OperatorDecision => {
  const base = { subscription, reason: checkedReason(given.reason), by: operatorOf(given) };
  switch (decision) {
    case "suspend":
    case "restore":
    case "reread":
      return { decision, ...base };
    case "grant":
      return { decision, ...base, until: readUntil(given.until, clock.now()) };
    case "continue":
      return { decision, ...base, predecessor: given.from };
  }
};

const decide =
  (decision: Decision) =>
  ({ terminal, connect }: Context): Command => {
    const { description, example, done } = WORDING[decision];
    const command = new Command(decision)
      .description(description)
      .argument("<subscription>", "the subscription's id")
      .requiredOption("--reason <text>", "why; it stands in the log for ever, so no personal data")
      .option("--by <name>", "who decides", undefined);
    if (decision === "grant") command.requiredOption("--until <when>", "days (7d), a day (2026-12-24) or a time with its zone");
    if (decision === "continue") command.requiredOption("--from <predecessor>", "the id of the subscription that it goes on from");
    return command
      .addHelpText("after", `\nExample:\n  stallkeeper ${example}\n${EXIT_HELP}`)
      .action(async (subscription: string, _: unknown, called: Command) => {
        const given = called.optsWithGlobals<Given>();
        const asked = decisionOf(decision, subscription, given);
        const { machines, changeMachine } = connect(given);
        const about = `An operator decided to ${decision} ${subscription}.`;
        const execution = await machines.start(changeMachine, requestName(), { about, kind: "operator", decision: asked });
        const link = executionPage(given, execution);
        const decided = readDecided(await watchExecution(machines, execution, () => Promise.resolve()), link);
        if (given.json === true) writeJson(terminal, { ...decided, execution, run: link });
        if (decided.outcome === "refused") throw new Problem(`${refusalText(decided.refusal)}\nRun: ${link}`);
        if (given.json === true) return;
        const { status, reason } = decided.access;
        terminal.line(`${subscription} is ${done}. Access: ${terminal.tone(accessTone(status), status)}. ${SENTENCES[reason]}`);
        terminal.line(terminal.tone("faint", `Run: ${link}`));
      });
  };

export const suspend = decide("suspend");
export const restore = decide("restore");
export const grant = decide("grant");
export const continueCommand = decide("continue");
export const reread = decide("reread");
