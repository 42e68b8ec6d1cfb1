import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

const Bought = z.object({ agreementId: z.string(), accountId: z.string(), token: z.string(), fulfillmentUrl: z.string() });
const Status = z.object({ status: z.string() });
const Heard = z.array(z.object({ type: z.string() }));

/** Who walks in. Nobody: the names are of a fable. */
const BUYER = { email: "hare@tortoise.example", name: "A. Hare", company: "Tortoise & Hare" };

/** A cold start of a dozen functions on a busy laptop takes a few seconds; twenty mean that something is wrong. */
const PATIENCE_MS = 20_000;

/** Asks until the answer is there. @throws an error that says what did not come true */
const until = async <Answer>(what: string, ask: () => Promise<Answer | undefined>): Promise<Answer> => {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`It did not happen within ${PATIENCE_MS / 1000} seconds: ${what}.`);
    await sleep(100);
  }
};

const found = (what: string, text: string, pattern: RegExp): string => {
  const value = pattern.exec(text)?.[1];
  if (value === undefined) throw new Error(`There is no ${what} where one was expected.`);
  return value.replaceAll("&amp;", "&");
};

const expectStatus = async (what: string, response: Response, status: number): Promise<Response> => {
  if (response.status !== status) throw new Error(`${what} was answered ${response.status}, not ${status}: ${(await response.text()).slice(0, 300)}`);
  return response;
};

/** A browser's part: the form POST from AWS Marketplace, the cookie, the form, the log-in link. */
const visit = async (fulfilmentUrl: string, token: string, tell: (sentence: string) => void): Promise<string> => {
  const page = fulfilmentUrl.replace(/\/$/, "");
  const form = new URLSearchParams({ "x-amzn-marketplace-token": token });
  const posted = await expectStatus("The token", await fetch(`${page}/`, { method: "POST", body: form, redirect: "manual" }), 303);
  tell("The buyer's browser posted the token, and was sent to the status page.");
  const cookie = found("cookie", posted.headers.get("set-cookie") ?? "", /^([^;]+)/);
  const headers = { cookie, "sec-fetch-site": "same-origin" };

  const reached = (...wanted: readonly string[]) =>
    until(`the page says ${wanted.join(" or ")}`, async () => {
      const { status } = Status.parse(await (await fetch(`${page}/arrival.json`, { headers })).json());
      return wanted.includes(status) ? status : undefined;
    });

  await reached("registrationNeeded");
  const shown = await (await fetch(`${page}/arrival`, { headers })).text();
  const asked = [...shown.matchAll(/<input[^>]*\brequired\b[^>]*>/g)].map(([input]) => found("name", input, /name="([^"]+)"/));
  const answers = {
    ...Object.fromEntries(asked.map((name) => [name, "tortoise.example"])),
    ...BUYER,
    _arrival: found("visit", shown, /name="_arrival" value="([^"]+)"/),
  };
  await expectStatus("The form", await fetch(`${page}/registration`, { method: "POST", headers, body: new URLSearchParams(answers), redirect: "manual" }), 303);
  tell("AWS resolved the token, the form came up, and the buyer registered.");

  await reached("ready");
  tell("AWS confirmed the license; access is granted.");
  return found("log-in link", await (await fetch(`${page}/arrival`, { headers })).text(), /<a [^>]*\bid="log-in"[^>]*href="([^"]+)"/);
};

/** The sample product's part: it claims the log-in, and hears of it on the bus. */
const logIn = async (url: string, link: string, tell: (sentence: string) => void): Promise<string> => {
  const claim = new URL(link).searchParams.get("claim") ?? "";
  const subscription = Buffer.from(found("subscription", claim, /^([\w-]+)/), "base64url").toString("utf8");
  await expectStatus(
    "The log-in",
    await fetch(link.split("?")[0] ?? link, { method: "POST", body: new URLSearchParams({ claim, tenant: "tortoise-and-hare" }), redirect: "manual" }),
    303,
  );
  tell("The buyer followed the log-in link, and opened a workspace in the sample product.");
  const wanted = ["Customer Registered", "Access Granted", "Tenant Linked"];
  const heard = await until("the sample product hears of the customer, the access and the tenant", async () => {
    const events = Heard.parse(await (await fetch(`${url}/sample-product/events.json?subscription=${encodeURIComponent(subscription)}`)).json()).map(
      ({ type }) => type,
    );
    return wanted.every((type) => events.includes(type)) ? events : undefined;
  });
  tell(`The sample product received ${heard.length} events: ${heard.join(", ")}.`);
  return subscription;
};

/** A buyer's way in, from the purchase to the log-in. @throws an error that says what did not come true */
export const walkIn = async (url: string, product: string, tell: (sentence: string) => void): Promise<{ readonly subscription: string }> => {
  const order = await expectStatus("The purchase", await fetch(`${url}/simulator/purchases`, { method: "POST", body: JSON.stringify({ product }) }), 201);
  const { accountId, token, fulfillmentUrl } = Bought.parse(await order.json());
  tell(`AWS account ${accountId} bought ${product} in the simulated AWS Marketplace.`);
  const link = await visit(fulfillmentUrl, token, tell);
  return { subscription: await logIn(url, link, tell) };
};
