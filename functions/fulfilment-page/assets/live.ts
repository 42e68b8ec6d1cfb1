import { asset } from "./asset";

/**
 * Keeps a page true while something is under way: asks for the status, at first five times a second, then ever more
 * slowly, and shows the page anew when it changed. A form somebody is typing in is never taken away. On a page with a
 * log-in link it fetches a new link before the old one runs out. Without JavaScript the pages reload by themselves.
 */
const source = `"use strict";
(() => {
  const main = document.querySelector("[data-status]");
  if (!main) return;
  const { status, page, poll, freshFor } = main.dataset;
  const say = document.querySelector("[data-say]");
  const showAnew = () => window.location.replace(page);

  let typed = false;
  document.addEventListener("input", () => (typed = true));
  for (const form of document.querySelectorAll("form")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    });
  }
  window.addEventListener("pageshow", (event) => {
    for (const form of document.querySelectorAll("form")) delete form.dataset.sent;
    if (event.persisted) showAnew();
  });

  if (freshFor) {
    const shown = Date.now();
    const renew = () => {
      if (!typed && Date.now() - shown >= Number(freshFor)) showAnew();
    };
    setInterval(renew, 15000);
    document.addEventListener("visibilitychange", renew);
  }
  if (!poll) return;

  const began = Date.now();
  let pause = 200;
  let timer;
  const changed = () => {
    if (!typed) return showAnew();
    say.textContent = "There is news: reload this page to see it.";
  };
  const look = async () => {
    clearTimeout(timer);
    if (document.hidden) return;
    try {
      const answer = await fetch(poll, { headers: { accept: "application/json" }, cache: "no-store" });
      const now = answer.status < 500 ? await answer.json() : { status };
      if (now.status !== status) return changed();
    } catch {
      // Offline, or a gateway's own error page: ask again.
    }
    if (Date.now() - began > 15000 && main.dataset.patience) say.textContent = main.dataset.patience;
    pause = Math.min(pause * 1.15, 10000);
    timer = setTimeout(look, pause);
  };
  document.addEventListener("visibilitychange", look);
  timer = setTimeout(look, pause);
})();
`;

export const liveScript = asset("live.js", "text/javascript; charset=utf-8", source);
