import { serve } from "@hono/node-server";
import { once } from "node:events";
import { Hono } from "hono";
import { consoleApp, type ConsoleOptions } from "./app";

/** A console that is being served. */
export interface Served {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const BASE = "/console";

/** Serves the console to this machine alone. @throws an error with the code EADDRINUSE for a port that is taken */
export const serveConsole = async (port: number, options: Omit<ConsoleOptions, "base">): Promise<Served> => {
  // Not strict: an address is the same with a slash at its end and without.
  const site = new Hono({ strict: false });
  site.get("/", (context) => context.redirect(`${BASE}/`, 302));
  site.route(BASE, consoleApp({ ...options, base: BASE }));
  const server = serve({ fetch: site.fetch, port, hostname: "127.0.0.1" });
  await once(server, "listening");
  const address = server.address();
  const at = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${at}${BASE}/`,
    stop: async () => {
      const closed = once(server, "close");
      server.close();
      if ("closeAllConnections" in server) server.closeAllConnections();
      await closed;
    },
  };
};
