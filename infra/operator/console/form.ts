/** What was entered in a field of a form, without blanks around it; empty if nothing was. */
export const fieldOf = (form: Readonly<Record<string, unknown>>, name: string): string => {
  const value = form[name];
  return typeof value === "string" ? value.trim() : "";
};
