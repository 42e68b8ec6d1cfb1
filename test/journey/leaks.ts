import type { Evidence, Execution } from "./evidence";
import type { Person, Shop } from "./shop";
import type { StallProcess } from "./stall-process";

/**
 * Kinds of the embedded cloud's own documents that stand for places meant for secrets or persons: Secrets Manager, the sample
 * product's own database, and what SES and SNS were handed for a buyer and for the seller.
 */
const VAULTS = new Set(["secret", "sample-workspace", "outbox"]);

interface Searched {
  readonly process: StallProcess;
  readonly shop: Shop;
  readonly seen: Evidence;
  readonly runs: readonly Execution[];
}

/** Every place where something was written that is kept, read by others, or seen on the way. */
const places = async ({ process, shop, seen, runs }: Searched): Promise<Readonly<Record<string, readonly string[]>>> => {
  const texts = (values: readonly unknown[]): readonly string[] => values.map((value) => JSON.stringify(value));
  const documents = (await process.kept()).filter(({ kind }) => !VAULTS.has(kind));
  return {
    "a log line": process.written().split("\n"),
    "a run's history": texts(runs),
    "the event log": texts(await seen.scan("stallkeeper-log")),
    "a projection": texts(await seen.scan("stallkeeper-projections")),
    "a cursor": texts(await seen.scan("stallkeeper-cursors")),
    // Its messages, invocations, executions and notices, whether they were read or not.
    "a queue, or what the cloud keeps": documents.map(({ text }) => text),
    "a public event": texts(await shop.heard()),
    "a URL": shop.urls(),
  };
};

/** As it is, in a URL, in a form, in JSON within JSON, and in base64. */
const spellings = (secret: string): readonly string[] => [
  secret,
  encodeURIComponent(secret),
  new URLSearchParams({ "": secret }).toString().slice(1),
  Buffer.from(secret).toString("base64").replace(/=+$/, ""),
];

/** @returns where something stands that should stand nowhere, and what. @throws if a place has nothing in it to be searched */
export const leaks = async (
  searched: Searched,
  { tokens, people }: { readonly tokens: readonly string[]; readonly people: readonly Person[] },
): Promise<readonly string[]> => {
  const secret = await searched.seen.secret();
  const hidden = [secret, ...tokens, ...people.flatMap((one) => Object.values(one) as string[])];
  if (hidden.some((one) => one.length < 8)) throw new Error("Something so short is found anywhere.");
  return Object.entries(await places(searched)).flatMap(([place, texts]) => {
    if (texts.join("").trim() === "") throw new Error(`Nothing was found in ${place}: where was it searched?`);
    const whole = texts.join("\n");
    return hidden.filter((one) => spellings(one).some((spelt) => whole.includes(spelt))).map((one) => `${place}: ${one}`);
  });
};
