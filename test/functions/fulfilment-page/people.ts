import type { Stall } from "./stall";

export const ADA = { email: "ada@example.com", name: "Ada", company: "Engines Ltd", phone: "+44 20 7946 0000", costCentre: "CC 12" };
export const GRACE = { email: "grace@example.org", costCentre: "CC 77" };

export const show = async (page: Stall, cookie: string): Promise<string> => (await page.get("/arrival", { cookie })).text();
export const statusOf = async (page: Stall, cookie: string): Promise<unknown> =>
  ((await (await page.get("/arrival.json", { cookie })).json()) as { status: string }).status;
export const titleOf = (text: string): string | undefined => /<h1>(.*?)<\/h1>/.exec(text)?.[1];
export const logInOf = (text: string): URL => new URL((/id="log-in" href="([^"]+)"/.exec(text)?.[1] ?? "").replaceAll("&amp;", "&"));
