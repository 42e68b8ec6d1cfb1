import type { html } from "hono/html";

/** Text that is escaped already, but for markup of our own. */
export type Html = ReturnType<typeof html>;
