import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

let server: Server | undefined;

/** A service of AWS's on this machine that gives one answer, and what it was asked, as text. */
export const answering = async (answer: RequestListener) => {
  const asked: string[] = [];
  const begun = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      asked.push(Buffer.concat(parts).toString("utf8"));
      answer(request, response);
    });
  });
  server = begun;
  begun.listen(0, "127.0.0.1");
  await once(begun, "listening");
  const client = {
    endpoint: `http://127.0.0.1:${(begun.address() as AddressInfo).port}`,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  };
  return { client, asked };
};

/** Ends the service, after each test that had one. */
export const endAnswering = async (): Promise<void> => {
  const ended = server;
  server = undefined;
  if (ended === undefined) return;
  ended.closeAllConnections();
  ended.close();
  await once(ended, "close");
};
