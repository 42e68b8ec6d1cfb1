import { Command } from "commander";
import type { Context } from "../context";
import { EXIT_HELP } from "../problem";
import { mailCorrect } from "./mail-correct";
import { mailResend } from "./mail-resend";
import { mailShow } from "./mail-show";

export const mailCommand = (context: Context): Command => {
  const command = new Command("mail")
    .description("Shows the mails buyers got, sends one again, and corrects the address of a person")
    .addHelpText("after", EXIT_HELP);
  for (const child of [mailShow, mailResend, mailCorrect]) command.addCommand(child(context));
  return command;
};
