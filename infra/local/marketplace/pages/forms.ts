import type { Context } from "hono";
import type { z } from "zod";
import type { Order } from "../marketplace";
import { Refusal } from "../refusal";
import { ChangeRequest, OrderRequest } from "../requests";
import { QUANTITY, type Entered } from "./listing";

/** A browser's form, the last value of each field. */
export const readForm = async (context: Context): Promise<Entered> => new Map(new URLSearchParams(await context.req.text()));

/** Checks what a form asks for. @throws Refusal in words for a person */
export const checked = <Schema extends z.ZodType>(schema: Schema, asked: unknown): z.output<Schema> => {
  const parsed = schema.safeParse(asked);
  if (parsed.success) return parsed.data;
  const what = parsed.error.issues.map(({ path, message }) => `${path.join(" ") || "The form"}: ${message}`).join("; ");
  throw new Refusal(400, `That can't be done. ${what}.`);
};

const filled = (entered: Entered, name: string): string | undefined => entered.get(name)?.trim() || undefined;

const quantities = (entered: Entered): Readonly<Record<string, number>> | undefined => {
  const all = [...entered].filter(([name]) => name.startsWith(QUANTITY)).map(([name, value]): [string, number] => [name.slice(QUANTITY.length), Number(value)]);
  return all.length === 0 ? undefined : Object.fromEntries(all);
};

const number = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

/** The order in a listing's form. */
export const readOrder = (product: string, entered: Entered): Order =>
  checked(OrderRequest, {
    product,
    accountId: filled(entered, "account"),
    quantities: quantities(entered),
    months: number(filled(entered, "months")),
    freeTrial: entered.has("freeTrial"),
  });

/** The change in an agreement's form. */
export const readChange = (entered: Entered): z.output<typeof ChangeRequest> =>
  checked(ChangeRequest, { quantities: quantities(entered), months: number(filled(entered, "months")) });
