import { html } from "hono/html";
import type { Html } from "./markup";

const icon = (paths: Html): Html => html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">${paths}</svg>`;

export const ICONS = {
  bag: icon(html`<path d="M5 8h14l1 12H4L5 8Z" /><path d="M8.5 8V7a3.5 3.5 0 0 1 7 0v1" />`),
  tick: icon(html`<path d="m5 12.5 4.5 4.5L19 7.5" />`),
  wheel: icon(html`<path d="M12 3a9 9 0 1 1-8.5 6" />`),
  clock: icon(html`<circle cx="12" cy="12" r="8.5" /><path d="M12 7.5V12l3 2" />`),
  alert: icon(html`<path d="M12 7.5v5.5" /><path d="M12 16.5v.01" /><circle cx="12" cy="12" r="9" />`),
  pause: icon(html`<path d="M9 8v8" /><path d="M15 8v8" /><circle cx="12" cy="12" r="9" />`),
} as const;
