import { initialSubscription, type Subscription } from "../../../events/subscription/state";
import { letter } from "../../../functions/send-mail/letter";

const PRODUCT = {
  name: "Quay <b>& Sons</b>",
  logInUrl: "https://quay.example/log-in?a=1&b=2",
  support: { email: "help@quay.example", url: "https://quay.example/help" },
};
const READY: Partial<Subscription> = { access: { status: "granted", reason: "licenseActive" }, registeredAt: "2026-11-24T09:30:00.000Z" };
/** Lines are broken between words. */
const flat = (text: string): string => text.replaceAll(/\s+/g, " ");
const write = (kind: "received" | "ready", state: Partial<Subscription> = {}) =>
  letter(kind, { product: PRODUCT, subscription: "l-1", state: { ...initialSubscription, ...state } });

describe("a letter to a buyer", () => {
  test.each(["received", "ready"] as const)("escapes what the seller configured, and names product, support and reference: %s", async (kind) => {
    const { subject, text, html } = await write(kind, READY);
    expect(subject).toContain(PRODUCT.name);
    expect(html).not.toContain("<b>&");
    expect(html).toContain("Quay &lt;b&gt;&amp; Sons&lt;/b&gt;");
    for (const part of [text, html]) for (const told of ["help@quay.example", "https://quay.example/help", "l-1"]) expect(part).toContain(told);
  });

  test("says what comes next as it is: AWS confirms, the product provisions, or all is ready", async () => {
    const provisioning = { requestedAt: "2026-11-24T09:30:00.000Z", deadline: "2026-11-24T10:30:00.000Z" };
    expect(flat((await write("received")).text)).toContain("AWS is confirming your purchase");
    expect(flat((await write("received", { ...READY, provisioning })).text)).toContain("preparing your workspace");
    expect(flat((await write("received", READY)).text)).toContain("A second mail");
  });

  test("leads to the log-in, without a claim, and back to AWS Marketplace as long as no tenant is linked", async () => {
    const { text, html } = await write("ready", READY);
    expect(text).toContain("https://quay.example/log-in?a=1&b=2\n");
    expect(html).toContain('href="https://quay.example/log-in?a=1&amp;b=2"');
    expect(flat(text)).toContain("Set up your account");
    expect(flat((await write("ready", { ...READY, tenantId: "acme" })).text)).not.toContain("Set up your account");
  });

  test("keeps its plain text within the width that every mail program shows", async () => {
    for (const line of (await write("ready", READY)).text.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });
});
