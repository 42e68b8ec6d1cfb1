import { createServer } from "node:net";

/** A port that nothing listens on at this moment. */
export const freePort = (): Promise<number> =>
  new Promise((found, failed) => {
    const server = createServer();
    server.once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        found(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
  });
