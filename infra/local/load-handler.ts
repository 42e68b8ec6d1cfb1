import { z } from "zod";
import type { Handler } from "./cloud/functions";

const Module = z.object({ handler: z.custom<Handler>((value) => typeof value === "function") });

/** The handler of a function, from the folder that bears its name. */
export const loadHandler = async (name: string): Promise<Handler> => {
  const loaded: unknown = await import(`../../functions/${name}/handler`);
  return Module.parse(loaded).handler;
};
