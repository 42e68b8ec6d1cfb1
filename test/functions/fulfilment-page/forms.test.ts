import fc from "fast-check";
import { PASS_SECONDS, readPass, signPass } from "../../../functions/kernel/buyers/arrival-pass";
import { deriveKeys } from "../../../functions/kernel/buyers/keys";
import { readBody } from "../../../functions/kernel/web/read-body";
import { contactId, formFields, readForm } from "../../../functions/kernel/buyers/registration-form";
import { PRODUCTS } from "./stall";

const keys = deriveKeys("a secret that is long enough for a test");
const fields = formFields(PRODUCTS[0]!);

describe("a registration form", () => {
  test("keeps nothing but its own fields, whatever is sent", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.array(fc.string(), { maxLength: 2 })), (extra) => {
        const entered = new Map([...Object.entries(extra), ["email", ["a@example.com"]] as const, ["costCentre", ["1"]] as const]);
        const form = readForm(fields, entered);
        const own = new Set(fields.map(({ name }) => name));
        if (form.accepted)
          for (const name of [...Object.keys(form.details), ...Object.keys(form.details.fields)]) expect(own.has(name) || name === "fields").toBe(true);
      }),
    );
  });

  test("takes its own fields before a product's of the same name", () => {
    const [email, ...others] = formFields({ registrationFields: [{ name: "email", label: "Any text", required: false, maxLength: 500 }] });
    expect(email).toMatchObject({ label: "Work e-mail", required: true, type: "email" });
    expect(others.map(({ name }) => name)).toEqual(["name", "company", "phone"]);
  });
});

describe("a contact's id", () => {
  const details = { email: "ada@example.com", fields: { b: "2", a: "1" } };

  test("is the same for the same form of the same arrival, in whatever order its fields came", () => {
    expect(contactId("a1", { ...details, fields: { a: "1", b: "2" } }, keys)).toBe(contactId("a1", details, keys));
  });

  test("differs by arrival, by content, by which field holds what, and by deployment", () => {
    const ids = [
      contactId("a1", details, keys),
      contactId("a2", details, keys),
      contactId("a1", { ...details, name: "Ada" }, keys),
      contactId("a1", { ...details, company: "Ada" }, keys),
      contactId("a1", details, deriveKeys("another secret that is long enough here")),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("an arrival's pass", () => {
  const NOW = "2026-11-24T09:00:00.000Z";
  const ARRIVAL = "0123456789abcdef0123456789abcdef";

  test("names its arrival until it runs out", () => {
    const pass = signPass(ARRIVAL, NOW, keys);
    const ending = Date.parse(NOW) + PASS_SECONDS * 1000;
    expect(readPass(pass, NOW, keys)).toBe(ARRIVAL);
    expect(readPass(pass, new Date(ending - 1).toISOString(), keys)).toBe(ARRIVAL);
    expect(readPass(pass, new Date(ending).toISOString(), keys)).toBeUndefined();
  });

  test("is worth nothing once any letter of what it says is another", () => {
    const pass = signPass(ARRIVAL, NOW, keys);
    const signed = pass.lastIndexOf(".");
    fc.assert(
      fc.property(fc.nat({ max: signed }), fc.constantFrom(..."0 1 2 3 4 5 6 7 8 9 a b c d e f . - _ v Z".split(" ")), (at, letter) => {
        fc.pre(pass[at] !== letter);
        expect(readPass(pass.slice(0, at) + letter + pass.slice(at + 1), NOW, keys)).toBeUndefined();
      }),
    );
  });

  test("is never read from what nobody signed", () => {
    fc.assert(fc.property(fc.string(), (text) => readPass(text, NOW, keys) === undefined));
  });
});

describe("a body", () => {
  const send = (body: BodyStream, headers: Record<string, string> = {}) => new Request("http://localhost/", { method: "POST", body, headers, duplex: "half" });
  type BodyStream = string | ReadableStream<Uint8Array>;

  test("is read up to the limit, and not a byte beyond", async () => {
    expect(await readBody(send("é".repeat(4)), 8)).toEqual({ kind: "text", text: "éééé" });
    expect(await readBody(send("é".repeat(4) + "a"), 8)).toEqual({ kind: "tooLarge" });
  });

  test("is refused by the length it claims, before any of it is read", async () => {
    expect(await readBody(send("a", { "content-length": "1000000" }))).toEqual({ kind: "tooLarge" });
  });

  test("without end is given up at the limit", async () => {
    let given = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        given += 1;
        controller.enqueue(new Uint8Array(16_384));
      },
    });
    expect(await readBody(send(endless))).toEqual({ kind: "tooLarge" });
    expect(given).toBeLessThan(10);
  });
});
