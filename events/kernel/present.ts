/** Only the members that are there: a fact that is silent on one leaves what is known. */
export const present = <Members extends object>(members: { readonly [Key in keyof Members]: Members[Key] | null | undefined }): Partial<Members> => {
  const known: Partial<Members> = {};
  for (const key in members) {
    const value = members[key];
    if (value !== null && value !== undefined) known[key] = value;
  }
  return known;
};
