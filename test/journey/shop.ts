import { request } from "node:http";
import { eventually } from "../deploy/eventually";
import type { Purchase } from "../deploy/target";

export interface Request {
  readonly method: "GET" | "POST" | "DELETE";
  /** From the root. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly location: string | undefined;
  readonly cookie: string | undefined;
}

/** Sends one request. @throws if there is no answer */
export type Ask = (request: Request) => Promise<Answer>;

/** A connection a request: none is left over from a process that was killed. */
export const askAt =
  (port: number): Ask =>
  ({ method, path, headers, body }) =>
    new Promise((answered, failed) => {
      const sent = request({ host: "127.0.0.1", port, method, path, agent: false, headers: { ...headers, host: `localhost:${port}` } }, (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.once("error", failed);
        answer.once("end", () => {
          const [cookie] = answer.headers["set-cookie"] ?? [];
          answered({
            status: answer.statusCode ?? 0,
            text: Buffer.concat(parts).toString("utf8"),
            location: answer.headers.location,
            cookie: cookie?.split(";")[0],
          });
        });
      });
      sent.once("error", failed);
      sent.end(body);
    });

export interface Notice {
  readonly id: string;
  readonly agreementId: string;
  readonly detailType: string;
  readonly state: "held" | "sent";
}

/** A public event as the sample product received it. */
export interface Heard {
  readonly type: string;
  readonly deliveries: number;
  readonly detail: {
    readonly metadata: { readonly id: string; readonly sequence: number };
    readonly data: { readonly subscriptionId: string; readonly access: string };
  };
}

/** What a person says of themselves in the form. */
export interface Person {
  readonly email: string;
  readonly name: string;
  readonly company: string;
  readonly phone: string;
}

/** Nobody: the names are of a fable. */
export const person = (number: number): Person => ({
  email: `hare-${number}@tortoise.example`,
  name: `Harriet Hare ${number}`,
  company: `Burrow & Sons ${number}`,
  phone: `+1 555 0100 ${String(number).padStart(3, "0")}`,
});

/** Half a minute: whatever is under way takes a few seconds even on a busy machine. */
export const PATIENCE = 30_000;

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const SIGNED = { authorization: "AWS4-HMAC-SHA256 Credential=journey, SignedHeaders=host, Signature=unchecked" };

const expectStatus = (what: string, answer: Answer, status: number): Answer => {
  if (answer.status !== status) throw new Error(`${what} was answered ${answer.status}, not ${status}: ${answer.text.slice(0, 300)}`);
  return answer;
};

const found = (what: string, text: string, pattern: RegExp): string => {
  const value = pattern.exec(text)?.[1];
  if (value === undefined) throw new Error(`There is no ${what} in: ${text.slice(0, 1_000)}`);
  return value.replaceAll("&amp;", "&");
};

/** The subscription of a license: the id in its ARN. */
export const subscriptionOf = ({ licenseArn }: Purchase): string => found("license's id", licenseArn, /(l-[0-9a-zA-Z]+)$/);

/** What buyers, testers and product services ask of a running stall over HTTP. Remembers every URL it asked for or was sent to. */
export const shop = (send: Ask, patience = PATIENCE) => {
  const urls: string[] = [];
  const ask: Ask = async (wanted) => {
    const answer = await send(wanted);
    urls.push(wanted.path, ...(answer.location === undefined ? [] : [answer.location]));
    return answer;
  };

  const simulator = async (path: string, body: unknown = {}): Promise<unknown> => {
    const answer = await ask({ method: "POST", path: `/simulator${path}`, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    if (answer.status >= 300) throw new Error(`The simulator answered ${path} with ${answer.status}: ${answer.text.slice(0, 300)}`);
    return JSON.parse(answer.text);
  };

  const json = async (path: string, headers: Readonly<Record<string, string>> = {}): Promise<unknown> =>
    JSON.parse(expectStatus(path, await ask({ method: "GET", path, headers }), 200).text);

  const status = async (cookie: string): Promise<string> => ((await json("/fulfilment/arrival.json", { cookie })) as { status: string }).status;

  return {
    urls: (): readonly string[] => urls,
    json,
    simulator,
    buy: async (product: string): Promise<Purchase> => (await simulator("/purchases", { product })) as Purchase,
    notices: async (): Promise<readonly Notice[]> => (await json("/simulator/notices")) as Notice[],
    heard: async (): Promise<readonly Heard[]> => (await json("/sample-product/events.json")) as Heard[],

    /** AWS Marketplace has the browser post the token. @returns the cookie */
    postToken: async (token: string): Promise<string> => {
      const body = new URLSearchParams({ "x-amzn-marketplace-token": token }).toString();
      const answer = await ask({ method: "POST", path: "/fulfilment/", headers: { ...FORM, "sec-fetch-site": "cross-site" }, body });
      return expectStatus("The token", answer, 303).cookie ?? "";
    },

    status,
    /** Waits until the page says one of these. */
    reaches: async (cookie: string, ...wanted: readonly string[]): Promise<string> => {
      let last = "";
      const reached = async (): Promise<string | undefined> => ((last = await status(cookie)), wanted.includes(last) ? last : undefined);
      return eventually(`the page says ${wanted.join(" or ")}`, patience, reached, () => last);
    },

    /** Hands the form in, with the cookie's arrival. */
    register: async (cookie: string, arrival: string, who: Person): Promise<void> => {
      const body = new URLSearchParams({ _arrival: arrival, directoryDomain: "burrow.example", ...who }).toString();
      const answer = await ask({ method: "POST", path: "/fulfilment/registration", headers: { ...FORM, cookie, "sec-fetch-site": "same-origin" }, body });
      expectStatus("The form", answer, 303);
    },

    /** The one-time code in the log-in link of a page that is ready. */
    claimCode: async (cookie: string): Promise<string> => {
      const page = expectStatus("The page", await ask({ method: "GET", path: "/fulfilment/arrival", headers: { cookie } }), 200);
      return found("claim code", page.text, /[?&](?:amp;)?claim=([^"&]+)/);
    },

    /** The product, after its own log-in, says in which tenant it is used. */
    claim: async (code: string, tenantId: string): Promise<void> => {
      const headers = { ...SIGNED, "content-type": "application/json" };
      expectStatus("The claim", await ask({ method: "POST", path: `/product-api/claims/${code}`, headers, body: JSON.stringify({ tenantId }) }), 200);
    },

    /** Whom the product may write to. */
    contact: (id: string): Promise<unknown> => json(`/product-api/subscriptions/${id}/contact`, SIGNED),

    /** The subscription as the product API tells it; undefined if there is none yet. */
    subscription: async (id: string): Promise<Readonly<Record<string, unknown>> | undefined> => {
      const answer = await ask({ method: "GET", path: `/product-api/subscriptions/${id}`, headers: SIGNED });
      if (answer.status === 404) return undefined;
      return JSON.parse(expectStatus("The subscription", answer, 200).text) as Readonly<Record<string, unknown>>;
    },
  };
};
export type Shop = ReturnType<typeof shop>;
