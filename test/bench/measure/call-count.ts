import { subscribe, unsubscribe } from "node:diagnostics_channel";

/** What AWS's clients of this process asked for: how often, by the operation's name. */
export type Calls = Readonly<Record<string, number>>;

/** Node tells of each HTTP request that its clients begin (`node:diagnostics_channel`). */
const CHANNEL = "http.client.request.start";

interface Begun {
  readonly request: { readonly getHeader: (name: string) => unknown };
}

const isBegun = (message: unknown): message is Begun => typeof message === "object" && message !== null && "request" in message;

/** Counts calls while some work is done, without a hand in them. */
export const countingCalls = async <Result>(work: () => Promise<Result>): Promise<{ readonly result: Result; readonly calls: Calls }> => {
  const calls = new Map<string, number>();
  const count = (message: unknown): void => {
    const target = isBegun(message) ? message.request.getHeader("x-amz-target") : undefined;
    if (typeof target !== "string") return;
    const operation = target.slice(target.indexOf(".") + 1);
    calls.set(operation, (calls.get(operation) ?? 0) + 1);
  };
  subscribe(CHANNEL, count);
  try {
    const result = await work();
    return { result, calls: Object.fromEntries([...calls].toSorted(([, one], [, other]) => other - one)) };
  } finally {
    unsubscribe(CHANNEL, count);
  }
};
