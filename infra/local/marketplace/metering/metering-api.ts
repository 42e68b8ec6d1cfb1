import { Hono } from "hono";
import type { Context } from "hono";
import type { Controls } from "../controls";
import type { Marketplace } from "../marketplace";
import { Refusal } from "../refusal";
import { monthOf } from "./billing-time";
import { jsonStream } from "./json-stream";

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** The month that was asked for, in UTC; this one unless told. @throws Refusal */
export const readMonth = (asked: string | undefined, now: string): string => {
  if (asked === undefined || asked === "") return monthOf(now);
  if (!MONTH.test(asked)) throw new Refusal(400, `'${asked}' is no month: give it as 2026-11.`);
  return asked;
};

/** What AWS holds of a month's usage, what it bills for it, and what it tells the seller of it. */
export const meteringApi = ({ kept, products, product, invoices, feeds }: Marketplace, { now }: Pick<Controls, "now">): Hono => {
  const api = new Hono();
  const month = (context: Context): string => readMonth(context.req.query("month"), now());

  async function* held(codes: readonly string[], ofMonth: string): AsyncGenerator {
    for (const code of codes) {
      for await (const record of kept.metering.ofMonth(code, ofMonth)) {
        const { allocations: _, ...members } = record;
        const usageAllocations = await kept.metering.allocationsOf(record);
        yield { ...members, ...(usageAllocations !== undefined && { usageAllocations }) };
      }
    }
  }

  api.get("/metering", (context) => {
    const asked = context.req.query("product");
    const codes = asked === undefined || asked === "" ? products().map(({ code }) => code) : [product(asked).code];
    return jsonStream(held(codes, month(context)));
  });
  api.get("/invoices", async (context) => context.json(await invoices.ofMonth(month(context))));
  api.get("/cloudtrail", (context) => jsonStream(feeds.cloudTrail.ofMonth(month(context)), "Records"));
  api.get("/daily-usage.csv", async (context) =>
    context.body(await feeds.dailyUsage.ofMonth(month(context)), 200, { "content-type": "text/csv; charset=utf-8" }),
  );
  return api;
};
