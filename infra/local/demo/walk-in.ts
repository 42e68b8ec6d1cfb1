import { z } from "zod";
import { until } from "./patience";

/** What the simulator answers a purchase with. */
export const Bought = z.object({
  agreementId: z.string(),
  licenseArn: z.string().nullish(),
  accountId: z.string(),
  token: z.string(),
  fulfillmentUrl: z.string(),
});
type Bought = z.infer<typeof Bought>;
const Status = z.object({ status: z.string() });
const Heard = z.array(z.object({ type: z.string() }));

/** Who walks in. Nobody: the names are of a fable. */
const BUYER = { email: "hare@tortoise.example", name: "A. Hare", company: "Tortoise & Hare" };

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

/** Buys a product; the same buyer again, if an account is named. */
export const buy = async (url: string, product: string, accountId?: string): Promise<Bought> => {
  const order = { product, ...(accountId !== undefined && { accountId }) };
  return Bought.parse(
    await (await expectStatus("The purchase", await fetch(`${url}/simulator/purchases`, { method: "POST", body: JSON.stringify(order) }), 201)).json(),
  );
};

/** From 'Set up your account' to the tenant. */
export const setUp = async (url: string, { token, fulfillmentUrl }: Bought, tell: (sentence: string) => void): Promise<{ readonly subscription: string }> => ({
  subscription: await logIn(url, await visit(fulfillmentUrl, token, tell), tell),
});

/** A buyer's way in, from the purchase to the log-in. @throws an error that says what did not come true */
export const walkIn = async (url: string, product: string, tell: (sentence: string) => void): Promise<{ readonly subscription: string }> => {
  const bought = await buy(url, product);
  tell(`AWS account ${bought.accountId} bought ${product} in the simulated AWS Marketplace.`);
  return setUp(url, bought, tell);
};
