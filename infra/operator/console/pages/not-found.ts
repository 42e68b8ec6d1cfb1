import { html } from "hono/html";
import { searchBox, type Page } from "../parts/layout";
import type { Ui } from "../parts/ui";

/** Nothing was found, and what to try next. */
export const notFoundPage = (ui: Ui, { title, advice, text = "" }: { readonly title: string; readonly advice: string; readonly text?: string }): Page => ({
  title,
  part: "home",
  body: html`<section class="card hero">
    <h1>${title}</h1>
    <p class="lead">${advice}</p>
    ${searchBox(ui, { name: "Search again", text })}
  </section>`,
});

/** Something went wrong, told in words. */
export const troublePage = (title: string, sentence: string): Page => ({
  title,
  body: html`<section class="card access bad">
    <h1>${title}</h1>
    ${sentence.split("\n").map((line) => html`<p>${line}</p>`)}
  </section>`,
});
