import { Command, Option } from "commander";
import { AccessStatus, ReasonCode } from "../../../events/subscription/values";
import { SENTENCES } from "../../../events/subscription/sentences";
import { writeJson, type Context } from "../context";
import { EXIT, EXIT_HELP, Problem } from "../problem";
import { accessTone, table } from "../terminal";
import type { Where } from "../where";

const text = (value: unknown): string => (typeof value === "string" ? value : "");

export const customers = ({ terminal, connect }: Context): Command =>
  new Command("customers")
    .description("Lists the subscriptions that an AWS account has bought, from the projection")
    .argument("<awsAccountId>", "the buyer's AWS account, twelve digits")
    .addOption(new Option("--access <access>", "only those with this access").choices(AccessStatus.options))
    .option("--product <code>", "only those of the product with this code")
    .addHelpText(
      "after",
      `\nExamples:\n  stallkeeper customers --local 111122223333\n  stallkeeper customers 111122223333 --access granted --json\n${EXIT_HELP}`,
    )
    .action(async (account: string, _: unknown, command: Command) => {
      const where = command.optsWithGlobals<Where & { readonly access?: string; readonly product?: string }>();
      if (!/^\d{12}$/.test(account))
        throw new Problem(`'${account}' is no AWS account, which has twelve digits. 'stallkeeper explain' finds a buyer by anything else.`, EXIT.usage);
      const rows = await connect(where).projections.customer(account);
      const known = rows.flatMap(({ content }) => (content === null ? [] : [content]));
      if (known.length === 0) throw new Problem(`The AWS account ${account} has bought nothing that is known here.`);
      const { access = "", product = "" } = where;
      const contents = known.filter((one) => (access === "" || one["access"] === access) && (product === "" || one["productCode"] === product));
      if (contents.length === 0) throw new Problem(`Of what the AWS account ${account} has bought, nothing fits --access and --product.`);
      if (where.json === true) {
        writeJson(terminal, contents);
        return;
      }
      const lines = contents.map((one) => {
        const registered = one["registered"] === true ? "A contact is registered." : "Nobody has registered yet.";
        return {
          cells: [
            text(one["subscriptionId"]),
            text(one["productCode"]),
            terminal.tone(accessTone(text(one["access"])), text(one["access"])),
            text(one["tenantId"]) || "-",
          ],
          beneath: { column: 0, text: `${SENTENCES[ReasonCode.parse(one["reasonCode"])]} ${registered}` },
        };
      });
      terminal.line(table(terminal, ["subscription", "product", "access", "tenant"], lines));
    });
