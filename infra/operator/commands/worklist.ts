import { Command, Option } from "commander";
import { z } from "zod";
import { WorkKind } from "../../../events/projections/worklist";
import { clock } from "../../../functions/kernel/clock";
import { readWorklist, type WorkItem } from "../../../functions/kernel/read-worklist";
import { parkedNotices } from "../console/walks/parked-notices";
import { writeJson, type Context } from "../context";
import { EXIT_HELP } from "../problem";
import { table, type Row } from "../terminal";
import type { Where } from "../where";

const KINDS = [...WorkKind.options, "parkedNotice"] as const;

/** What each kind is, and the command that settles it. */
const MEANING: Readonly<Record<WorkKind, { readonly what: string; readonly settle: (item: WorkItem) => string }>> = {
  notArrived: { what: "bought, and has not come to set up the account", settle: () => "write to the buyer: AWS Marketplace Management Portal, 'Agreements'" },
  notRegistered: { what: "came, and has not handed in the form", settle: () => "write to the buyer: AWS Marketplace Management Portal, 'Agreements'" },
  noLicense: { what: "registered, and AWS has named no license", settle: ({ subscriptionId: id }) => `stallkeeper reread ${id} --reason "…"` },
  notProvisioned: {
    what: "the product has not confirmed that it has provisioned",
    settle: ({ subscriptionId: id }) => `see to the product, then its confirmation for ${id}`,
  },
  notRenewed: { what: "ends soon, and nothing says that it goes on", settle: () => "ask the buyer whether they renew" },
  ambiguousRenewal: {
    what: "a renewal that may go on from more than one",
    settle: ({ subscriptionId: id }) => `stallkeeper continue ${id} --from <predecessor> --reason "…"`,
  },
  mailFailed: { what: "a mail to the buyer could not be sent", settle: ({ subscriptionId: id }) => `stallkeeper subscription ${id}` },
};

const UNITS = [
  { name: "d", length: 86_400_000 },
  { name: "h", length: 3_600_000 },
  { name: "min", length: 60_000 },
] as const;

/** How long ago, in its largest unit: `3 d`. */
export const ageText = (since: string | null, now: string): string => {
  if (since === null) return "";
  const age = Date.parse(now) - Date.parse(since);
  const unit = UNITS.find(({ length }) => age >= length);
  return unit === undefined ? "now" : `${Math.floor(age / unit.length)} ${unit.name}`;
};

const candidatesOf = ({ detail }: WorkItem): string => {
  const candidates = z.array(z.string()).safeParse(detail["candidates"]);
  return candidates.success ? ` (${candidates.data.join(" or ")})` : "";
};

const rowOf = (item: WorkItem, now: string): Row => {
  const { what, settle } = MEANING[item.kind];
  return {
    cells: [ageText(item.since, now), item.subscriptionId, item.awsAccountId ?? "", `${what}${candidatesOf(item)}${item.test ? ", a test" : ""}`],
    beneath: { column: 1, text: settle(item) },
  };
};

export const worklistCommand = ({ terminal, connect }: Context): Command =>
  new Command("worklist")
    .description("Shows what waits for a person, the longest waiting first, each with the command that settles it")
    .addOption(new Option("--kind <kind>", "only these").choices(KINDS))
    .addHelpText("after", `\nExamples:\n  stallkeeper worklist --local\n  stallkeeper worklist --kind notRegistered --json\n${EXIT_HELP}`)
    .action(async (_: unknown, command: Command) => {
      const where = command.optsWithGlobals<Where & { readonly kind?: string }>();
      const connection = connect(where);
      const only = WorkKind.safeParse(where.kind);
      const items = where.kind === "parkedNotice" ? [] : await readWorklist(connection, only.success ? [only.data] : undefined);
      const notices = where.kind === undefined || where.kind === "parkedNotice" ? (await parkedNotices(connection.log)).items : [];
      if (where.json === true) {
        writeJson(terminal, { items, notices: notices.map(({ body: _body, ...notice }) => notice) });
        return;
      }
      if (items.length + notices.length === 0) {
        terminal.line(terminal.tone("good", "Nothing waits for a person."));
        return;
      }
      const now = clock.now();
      const rows = [
        ...items.map((item) => rowOf(item, now)),
        ...notices.map(({ id, kind, parkedAt }): Row => ({
          cells: [ageText(parkedAt, now), id, "", `AWS sent what this release can't act on: ${kind === "" ? "it can't be read" : kind}`],
          beneath: { column: 1, text: `stallkeeper notices show ${id}` },
        })),
      ];
      terminal.line(table(terminal, ["waits", "subscription or notice", "AWS account", "what"], rows));
    });
