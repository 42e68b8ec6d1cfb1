import { serve } from "@hono/node-server";
import type { AddressInfo } from "node:net";
import { stall } from "../functions/fulfilment-page/stall";

/** What stands in for AWS Marketplace: a page on another host name, whose button posts the token to ours. */
const marketplace = (url: string, token: string): string => `<!doctype html><html lang="en"><title>Marketplace</title>
<form method="post" action="${url}/"><input type="hidden" name="x-amzn-marketplace-token" value="${token}"><button>Set up your account</button></form></html>`;

const BASE = "/prod";

/** Serves the page under a base path at `localhost`, and the stand-in at `127.0.0.1`, which for a browser is another site. */
export const servePage = async () => {
  const page = stall({ base: BASE });
  let port = 0;
  const server = serve({
    port: 0,
    hostname: "0.0.0.0",
    fetch: async (request: Request) => {
      const url = new URL(request.url);
      if (url.pathname === "/marketplace") {
        return new Response(marketplace(`http://localhost:${port}${BASE}`, url.searchParams.get("buy") ?? ""), { headers: { "content-type": "text/html" } });
      }
      if (!url.pathname.startsWith(`${BASE}/`)) return new Response("Nothing here.", { status: 404 });
      const body = request.method === "POST" ? await request.arrayBuffer() : null;
      const inner = new Request(`${url.origin}${url.pathname.slice(BASE.length)}${url.search}`, { method: request.method, headers: request.headers, body });
      return page.app.fetch(inner, page.gateway);
    },
  });
  await new Promise((resolve) => server.once("listening", resolve));
  port = (server.address() as AddressInfo).port;
  return {
    ...page,
    url: `http://localhost:${port}${BASE}`,
    marketplaceUrl: (token: string) => `http://127.0.0.1:${port}/marketplace?buy=${token}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
};
