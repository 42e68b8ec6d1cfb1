import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { MOST_BYTES, MOST_RECORDS } from "../../../events/public/usage";
import { signedPost } from "../../../functions/kernel/usage/signed-post";
import { usageReporter, UsageUnanswered, type Usage } from "../../../functions/kernel/usage/usage-client";
import { NOW, record, running } from "./running";

interface Call {
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** What stands before the API may go wrong with the next calls, one after the other. */
type Trouble = "none" | "lostReply" | "throttle" | "outage" | "forbidden" | "notJson";

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
};

const closing: (() => void)[] = [];
afterEach(() => {
  closing.splice(0).forEach((close) => {
    close();
  });
});

/** The running handler behind HTTP, and the client that product services use. */
const connected = async (...troubles: Trouble[]) => {
  const { api, table } = await running();
  const calls: Call[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    calls.push({ headers: request.headers, body });
    const trouble = troubles.shift();
    if (trouble === "throttle") return void response.writeHead(429).end('{"message":"Too Many Requests"}');
    if (trouble === "outage") return void response.writeHead(503).end("{}");
    if (trouble === "forbidden") return void response.writeHead(403).end('{"message":"Missing Authentication Token"}');
    if (trouble === "notJson") return void response.writeHead(200).end('{"hello":"world"}');
    const served = await api.fetch(
      new Request(`https://api.example${(request.url ?? "").replace("/v1", "")}`, {
        method: "POST",
        headers: { "content-type": request.headers["content-type"] ?? "" },
        body,
      }),
      { base: "", requestId: "r" },
    );
    if (trouble === "lostReply") return void response.destroy();
    response.writeHead(served.status, Object.fromEntries(served.headers)).end(await served.text());
  };
  const server = createServer((request, response) => void answer(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const credentials = async () => ({ accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" });
  const { report } = usageReporter({ post: signedPost({ url, region: "eu-west-1", credentials, attempts: 3 }), now: () => NOW });
  return { report, calls, kept: () => table.size("record#") };
};

const usage = (more: Partial<Usage> = {}): Usage => ({ subscription: "l-1", dimension: "gb", quantity: "2.5", ...more });
const statuses = (answered: readonly { readonly answer: { readonly status: string } }[]) => answered.map(({ answer }) => answer.status);

describe("a product's client for usage", () => {
  test("names what has no name, and answers each by itself and in order", async () => {
    const { report, kept } = await connected();
    const answered = await report(usage(), usage({ dimension: "none" }), record("a"), record("a"), record("a", { quantity: "3" }));
    expect(statuses(answered)).toEqual(["accepted", "refused", "accepted", "duplicate", "conflict"]);
    expect(answered[0]?.report).toEqual({ ...usage(), recordId: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/) as string, usedAt: NOW });
    expect(answered[0]?.answer).toMatchObject({ billsInHour: "2026-11-24T09", deadline: "2026-11-25T09:00:00.000Z", late: false });
    expect(answered[1]?.answer).toMatchObject({ code: "unknownDimension", retryable: false });
    expect(kept()).toBe(2);
  });

  test("asks nothing where there is nothing to report", async () => {
    const { report, calls } = await connected();
    expect([await report(), calls]).toEqual([[], []]);
  });

  test("makes as few calls as the API's limits allow", async () => {
    const { report, calls, kept } = await connected();
    const answered = await report(...Array.from({ length: 1_201 }, (_, index) => usage({ recordId: `r-${index}` })));
    expect(answered.map(({ report: { recordId } }) => recordId)).toEqual(Array.from({ length: 1_201 }, (_, index) => `r-${index}`));
    expect(calls.map(({ body }) => (JSON.parse(body) as { records: unknown[] }).records.length)).toEqual([MOST_RECORDS, MOST_RECORDS, 201]);
    expect(kept()).toBe(1_201);
  });

  test("keeps every call below a megabyte, also of letters that take several bytes", async () => {
    const { report, calls } = await connected();
    const answered = await report(...Array.from({ length: 400 }, (_, index) => usage({ recordId: `r-${index}`, tags: { team: "ü".repeat(2_500) } })));
    expect(new Set(statuses(answered))).toEqual(new Set(["refused"]));
    expect(calls).toHaveLength(2);
    expect(Math.max(...calls.map(({ body }) => Buffer.byteLength(body)))).toBeLessThanOrEqual(MOST_BYTES);
  });

  test("signs each attempt for the API of its Region", async () => {
    const { report, calls } = await connected();
    await report(usage());
    await report(usage({ quantity: "1" }));
    const signatures = calls.map(({ headers }) => headers.authorization ?? "");
    expect(new Set(signatures).size).toBe(2);
    for (const signature of signatures)
      expect(signature).toMatch(
        /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/execute-api\/aws4_request, SignedHeaders=\S*host\S*, Signature=[0-9a-f]{64}$/,
      );
    expect(calls[0]?.headers["x-amz-date"]).toMatch(/^\d{8}T\d{6}Z$/);
  });

  test.each<Trouble>(["lostReply", "throttle", "outage"])("sends the very same again after trouble (%s), and it counts once", async (trouble) => {
    const { report, calls, kept } = await connected(trouble);
    const [answered] = await report(usage());
    expect(answered?.answer.status).toBe(trouble === "lostReply" ? "duplicate" : "accepted");
    expect(calls).toHaveLength(2);
    expect(calls[1]?.body).toBe(calls[0]?.body);
    expect(kept()).toBe(1);
  });

  test("hands back what got no answer, under the names it has, so that it is reported again and counts once", async () => {
    const { report, kept } = await connected("lostReply", "outage", "outage");
    const failed = await report(usage(), usage()).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(UsageUnanswered);
    const { unanswered, answered, message } = failed as UsageUnanswered;
    expect([unanswered.length, answered, message]).toEqual([2, [], expect.stringContaining("503")]);
    expect(statuses(await report(...unanswered))).toEqual(["duplicate", "duplicate"]);
    expect(kept()).toBe(2);
  });

  test("keeps the answers there are, when a later call gets none", async () => {
    const { report } = await connected("none", "outage", "outage", "outage");
    const failed = await report(...Array.from({ length: MOST_RECORDS + 1 }, (_, index) => usage({ recordId: `r-${index}` }))).catch((error: unknown) => error);
    const { unanswered, answered } = failed as UsageUnanswered;
    expect(statuses(answered)).toEqual(Array.from({ length: MOST_RECORDS }, () => "accepted"));
    expect(unanswered).toEqual([usage({ recordId: `r-${MOST_RECORDS}`, usedAt: NOW })]);
  });

  test("takes no answer for one that is none of the API's", async () => {
    const { report } = await connected("notJson");
    await expect(report(usage())).rejects.toThrow("check its address");
  });

  test("does not repeat what is refused as a whole", async () => {
    const { report, calls } = await connected("forbidden");
    await expect(report(usage())).rejects.toThrow("Missing Authentication Token");
    expect(calls).toHaveLength(1);
  });
});
