import { lookupName, lookupNames } from "../../../../functions/kernel/buyers/contact-lookup";
import { deriveKeys } from "../../../../functions/kernel/buyers/keys";

const KEYS = deriveKeys("a secret of more than thirty-two characters");
const OTHER = deriveKeys("another secret of more than thirty-two characters");

describe("the name of a lookup", () => {
  test.each([
    ["email", "ada@example.com", " Ada@Example.COM "],
    ["company", "Fjord & Sons Ltd", "  fjord  &  SONS, ltd. "],
    ["company", "Müller", "Mu\u0308ller"],
    ["company", "東京電機", "東京電機"],
  ] as const)("by %s is the same for '%s' and '%s'", (kind, one, other) => {
    expect(lookupName(kind, one, KEYS)).toBe(lookupName(kind, other, KEYS));
  });

  test.each([
    ["email", "ada@example.com", "ada@example.org"],
    ["company", "Fjord", "Fjord Two"],
    ["company", "C", "C++"],
  ] as const)("by %s tells '%s' from '%s'", (kind, one, other) => {
    expect(lookupName(kind, one, KEYS)).not.toBe(lookupName(kind, other, KEYS));
  });

  test("says nothing to one who does not hold the key", () => {
    const name = lookupName("email", "ada@example.com", KEYS);
    expect(name).toMatch(/^email-[0-9a-f]{64}$/);
    expect(name).not.toBe(lookupName("email", "ada@example.com", OTHER));
  });

  test("is of an e-mail address or of a company, never of both", () => {
    expect(lookupName("email", "acme", KEYS).slice(-64)).toBe(lookupName("company", "acme", KEYS).slice(-64));
    expect(lookupName("email", "acme", KEYS)).not.toBe(lookupName("company", "acme", KEYS));
  });
});

describe("a person's lookups", () => {
  test("are the address and the company", () => {
    expect(lookupNames({ email: "ada@example.com", company: "Fjord" }, KEYS)).toEqual([
      lookupName("email", "ada@example.com", KEYS),
      lookupName("company", "Fjord", KEYS),
    ]);
  });

  test.each([undefined, "", " - "])("are the address alone for the company '%s'", (company) => {
    expect(lookupNames({ email: "ada@example.com", ...(company !== undefined && { company }) }, KEYS)).toHaveLength(1);
  });
});
