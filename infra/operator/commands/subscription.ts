import { Command } from "commander";
import { z } from "zod";
import { ReasonCode } from "../../../events/subscription/values";
import { SENTENCES } from "../../../events/subscription/sentences";
import type { StoredRow } from "../../../functions/kernel/projections/rows";
import { writeJson, type Context } from "../context";
import { EXIT_HELP, Problem } from "../problem";
import { phraseOf, plainText } from "../telling";
import { accessTone, listing, type Terminal } from "../terminal";
import type { Where } from "../where";

const Entitlements = z.array(z.object({ dimension: z.string(), value: z.union([z.string(), z.number(), z.boolean()]), expiresAt: z.string().nullable() }));

const valueText = ({ tone }: Terminal, name: string, value: unknown): string => {
  if (name === "access") return tone(accessTone(String(value)), String(value));
  if (name === "reasonCode") return SENTENCES[ReasonCode.parse(value)];
  const entitlements = name === "entitlements" ? Entitlements.safeParse(value).data : undefined;
  if (entitlements !== undefined) {
    return entitlements.map((one) => `${one.dimension} ${String(one.value)}${one.expiresAt === null ? "" : ` until ${one.expiresAt.slice(0, 10)}`}`).join(", ");
  }
  if (name === "silences") return plainText(value).replaceAll(/[A-Za-z]+/g, phraseOf);
  return plainText(value);
};

const isKnown = (value: unknown): boolean => value !== null && !(typeof value === "object" && Object.keys(value).length === 0);

const show = (terminal: Terminal, { content, version }: StoredRow): string => {
  const entries = Object.entries(content ?? {}).filter(([, value]) => isKnown(value));
  return listing(terminal, [...entries.map(([name, value]) => [phraseOf(name), valueText(terminal, name, value)] as const), ["version", String(version)]]);
};

export const subscriptionCommand = ({ terminal, connect }: Context): Command =>
  new Command("subscription")
    .description("Shows what is known of a subscription now, from the projection")
    .argument("<subscription>", "the subscription's id")
    .addHelpText("after", `\nExample:\n  stallkeeper subscription --local l-6c8a5b1f0e4d4f7a9b2c3d4e5f607182\n${EXIT_HELP}`)
    .action(async (id: string, _: unknown, command: Command) => {
      const where = command.optsWithGlobals<Where>();
      const row = await connect(where).projections.subscription(id);
      if (row === undefined) throw new Problem(`No subscription '${id}' is known. Find its id with 'stallkeeper customers <AWS account>'.`);
      if (where.json === true) writeJson(terminal, { version: row.version, ...row.content });
      else terminal.line(show(terminal, row));
    });
