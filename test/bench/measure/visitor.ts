import { right } from "../right";

/** Who walks in. Nobody: the names are of a fable. */
const ANSWERS = { email: "hare@tortoise.example", name: "A. Hare", company: "Tortoise & Hare" };

/** What stands in a page where it is expected. @throws Wrong if it does not */
const found = (what: string, text: string, pattern: RegExp): string => {
  const value = pattern.exec(text)?.[1];
  right(value !== undefined, `There is no ${what} where one was expected.`);
  return value.replaceAll("&amp;", "&");
};

const expected = async (what: string, response: Response, status: number): Promise<Response> => {
  right(response.status === status, `${what} was answered ${response.status}, not ${status}: ${(await response.clone().text()).slice(0, 200)}`);
  return response;
};

/** A browser's requests without a browser: each step makes exactly the requests of one page view. */
export const visitor = (fulfilmentUrl: string) => {
  const page = fulfilmentUrl.replace(/\/$/, "");
  let headers: Record<string, string> = {};
  let shown = "";
  return {
    postToken: async (token: string): Promise<void> => {
      const body = new URLSearchParams({ "x-amzn-marketplace-token": token });
      const posted = await expected("The token", await fetch(`${page}/`, { method: "POST", body, redirect: "manual" }), 303);
      headers = { cookie: found("cookie", posted.headers.get("set-cookie") ?? "", /^([^;]+)/), "sec-fetch-site": "same-origin" };
    },
    look: async (): Promise<void> => {
      shown = await (await expected("The page", await fetch(`${page}/arrival`, { headers }), 200)).text();
    },
    register: async (): Promise<void> => {
      const asked = [...shown.matchAll(/<input[^>]*\brequired\b[^>]*>/g)].map(([input]) => found("name", input, /name="([^"]+)"/));
      const body = new URLSearchParams({
        ...Object.fromEntries(asked.map((name) => [name, "tortoise.example"])),
        ...ANSWERS,
        _arrival: found("visit", shown, /name="_arrival" value="([^"]+)"/),
      });
      await expected("The form", await fetch(`${page}/registration`, { method: "POST", headers, body, redirect: "manual" }), 303);
    },
    logIn: async (): Promise<void> => {
      const link = new URL(found("log-in link", shown, /<a [^>]*\bid="log-in"[^>]*href="([^"]+)"/));
      const body = new URLSearchParams({ claim: link.searchParams.get("claim") ?? "", tenant: "tortoise-and-hare" });
      await expected("The log-in", await fetch(`${link.origin}${link.pathname}`, { method: "POST", body, redirect: "manual" }), 303);
    },
  };
};
