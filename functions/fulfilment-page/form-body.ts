import { mediaType, readBody } from "../kernel/web/read-body";
import type { Entered } from "../kernel/buyers/registration-form";

/** What a form POST brought. */
export type FormBody = { readonly kind: "form"; readonly entered: Entered } | { readonly kind: "tooLarge" } | { readonly kind: "notAForm" };

/** Reads a form as browsers send it (`application/x-www-form-urlencoded`), with all values of each field. */
export const readFormBody = async (request: Request): Promise<FormBody> => {
  const body = await readBody(request);
  if (body.kind === "tooLarge") return body;
  if (mediaType(request) !== "application/x-www-form-urlencoded") return { kind: "notAForm" };
  const parameters = new URLSearchParams(body.text);
  return { kind: "form", entered: new Map([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)])) };
};
