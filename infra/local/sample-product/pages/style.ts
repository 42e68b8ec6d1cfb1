// Contrast: text on its ground is at least 4.5:1, controls' edges at least 3:1, in light and dark (WCAG 2.2 AA, 1.4.3 and 1.4.11).
export const stylesheet = `
:root {
  color-scheme: light dark;
  --ground: #f6f5fb; --card: #ffffff; --ink: #1c1a2b; --soft: #5d5a70; --line: #e2dff0; --edge: #827e98;
  --accent: #5a3fc0; --accent-strong: #432b9c; --on-accent: #ffffff; --tint: #efecfb;
  --good: #10693a; --good-tint: #e5f5ea; --bad: #a8231a; --bad-tint: #fdeeec; --warn: #7a4b00; --warn-tint: #fdf3dd; --code: #f6f5fb;
  --shadow: 0 1px 2px rgb(30 25 60 / 6%), 0 12px 32px -14px rgb(30 25 60 / 20%);
}
.hue0 { --accent: #1f5cc0; --accent-strong: #174794; --tint: #e9f1fd; }
.hue1 { --accent: #0b6b59; --accent-strong: #084f42; --tint: #e4f3ef; }
.hue2 { --accent: #6c36ad; --accent-strong: #512684; --tint: #f2eafb; }
.hue3 { --accent: #9a4519; --accent-strong: #753312; --tint: #fbeee6; }
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12111a; --card: #1b1a26; --ink: #edebf5; --soft: #aaa6bf; --line: #302e40; --edge: #7b7795; --on-accent: #14121f;
    --good: #7fdba3; --good-tint: #12301f; --bad: #ff9f95; --bad-tint: #381b18; --warn: #f3c56d; --warn-tint: #32270f; --code: #14131c;
    --accent: #b6a2ff; --accent-strong: #d0c3ff; --tint: #262140;
    --shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 16px 36px -16px rgb(0 0 0 / 70%);
  }
  .hue0 { --accent: #85b6ff; --accent-strong: #b0d0ff; --tint: #172742; }
  .hue1 { --accent: #63d2b4; --accent-strong: #8be3cb; --tint: #14302a; }
  .hue2 { --accent: #cda4ff; --accent-strong: #dfc5ff; --tint: #2c1e40; }
  .hue3 { --accent: #ffb184; --accent-strong: #ffcbad; --tint: #3a2214; }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; min-height: 100vh; min-height: 100dvh; background: var(--ground); color: var(--ink); overflow-wrap: break-word;
  font: 1rem/1.55 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
}
a { color: var(--accent); text-underline-offset: .18em; }
a:hover { color: var(--accent-strong); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .25rem; }
[tabindex="-1"]:focus { outline: none; }
.skip { position: absolute; left: 1rem; top: -6rem; z-index: 2; padding: .6rem 1rem; background: var(--card); border-radius: .5rem; }
.skip:focus { top: 1rem; }
.quiet { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.top { background: var(--card); border-bottom: 1px solid var(--line); }
.top-in { max-width: 64rem; margin-inline: auto; padding: .9rem 1.5rem; display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1.5rem; }
.brand { display: flex; align-items: center; gap: .7rem; color: var(--ink); font-weight: 650; font-size: 1.1rem; text-decoration: none; letter-spacing: -.01em; }
.brand:hover { color: var(--ink); }
.mark { display: grid; place-items: center; width: 2.25rem; height: 2.25rem; border-radius: .65rem; background: var(--accent); color: var(--on-accent); font-weight: 700; }
.top .sample { margin-left: auto; color: var(--soft); font-size: .85rem; }
main { max-width: 64rem; margin-inline: auto; padding: 2rem 1.5rem 4rem; }
main.narrow { max-width: 33rem; padding-top: clamp(2rem, 8vh, 5rem); }
h1 { margin: 0 0 .4rem; font-size: clamp(1.5rem, 4vw, 2rem); line-height: 1.2; letter-spacing: -.02em; text-wrap: balance; }
h2, h3 { margin: 0 0 .9rem; font-size: 1.15rem; line-height: 1.3; letter-spacing: -.01em; }
p { margin: 0 0 .9rem; }
p:last-child { margin-bottom: 0; }
.lead { color: var(--soft); font-size: 1.05rem; margin-bottom: 1.5rem; }
.small { color: var(--soft); font-size: .9rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 1rem; box-shadow: var(--shadow); padding: 1.5rem; margin-bottom: 1.5rem; }
.card.roomy { padding: clamp(1.5rem, 5vw, 2.25rem); }
code, .mono { font: .875em ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.said { margin: 0 0 1.25rem; padding: .75rem 1rem; border: 1px solid var(--bad); border-left-width: 5px; border-radius: .6rem; background: var(--bad-tint); color: var(--bad); font-weight: 600; }
.banner { display: flex; gap: 1rem; align-items: flex-start; border-color: transparent; box-shadow: none; background: var(--good-tint); }
.banner.bad { background: var(--bad-tint); }
.banner.warn { background: var(--warn-tint); }
.banner > div { min-width: 0; }
.banner h2 { margin-bottom: .15rem; }
.banner p { margin-bottom: .15rem; }
.sign { flex: none; display: grid; place-items: center; width: 2.5rem; height: 2.5rem; border-radius: 50%; background: var(--good); color: var(--card); font-size: 1.15rem; font-weight: 700; line-height: 1; }
.banner.bad .sign { background: var(--bad); }
.banner.warn .sign { background: var(--warn); }
.purchase + .purchase { margin-top: 3rem; padding-top: 3rem; border-top: 1px solid var(--line); }
.pill { display: inline-block; padding: .1rem .65rem; border-radius: 1rem; background: var(--tint); color: var(--accent); font-size: .8rem; font-weight: 600; line-height: 1.5; white-space: nowrap; }
.pill.good { background: var(--good-tint); color: var(--good); }
.pill.bad { background: var(--bad-tint); color: var(--bad); }
.pill.warn { background: var(--warn-tint); color: var(--warn); }
.heading { display: flex; flex-wrap: wrap; gap: .4rem 1rem; align-items: baseline; justify-content: space-between; margin-bottom: .9rem; }
.heading h3 { margin: 0; }
.button {
  display: inline-flex; align-items: center; justify-content: center; min-height: 2.9rem; padding: .55rem 1.4rem; border: 1px solid transparent; border-radius: .7rem;
  background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 650; line-height: 1.25; text-decoration: none; cursor: pointer;
}
.button:hover { background: var(--accent-strong); color: var(--on-accent); }
.field { margin-bottom: 1.1rem; }
label { display: block; margin-bottom: .35rem; font-weight: 600; font-size: .95rem; }
.hint { margin: .35rem 0 0; color: var(--soft); font-size: .875rem; }
input, select { width: 100%; min-height: 2.9rem; padding: .5rem .8rem; border: 1px solid var(--edge); border-radius: .6rem; background: var(--card); color: var(--ink); font: inherit; }
.full { width: 100%; }
.choices { margin: 0; padding: 0; list-style: none; }
.choices li { border-top: 1px solid var(--line); padding: .7rem 0; display: flex; gap: 1rem; align-items: center; justify-content: space-between; }
.choices li:first-child { border-top: 0; padding-top: 0; }
.choices li:last-child { padding-bottom: 0; }
.choices form { margin: 0; }
.link { border: 0; background: none; padding: .3rem .1rem; font: inherit; font-weight: 650; color: var(--accent); text-decoration: underline; text-underline-offset: .18em; cursor: pointer; }
.link:hover { color: var(--accent-strong); }
.use { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 1fr) auto; gap: 1rem; align-items: end; margin-bottom: 1.25rem; }
.choices strong { font-variant-numeric: tabular-nums; }
.choices .small { margin: 0; }
.meters { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: 1rem; margin: 0 0 1.25rem; }
.meters > div { padding: 1rem 1.1rem; border-radius: .8rem; background: var(--tint); }
.meters dt { color: var(--soft); font-size: .9rem; }
.meters dd { margin: .1rem 0 0; font-size: 1.6rem; font-weight: 650; letter-spacing: -.02em; line-height: 1.25; }
.meters dd small { display: block; font-size: .85rem; font-weight: 400; letter-spacing: 0; color: var(--soft); }
.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .4rem 1.25rem; align-items: baseline; margin: 0 0 1rem; font-size: .95rem; }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; }
.events { margin: 0; padding: 0; list-style: none; }
.events li { position: relative; padding: 0 0 1.1rem 3.1rem; }
.events li::before { content: ""; position: absolute; left: 1.05rem; top: 2.2rem; bottom: -.15rem; width: 2px; background: var(--line); }
.events li:last-child { padding-bottom: 0; }
.events li:last-child::before { display: none; }
.number { position: absolute; left: 0; top: 0; display: grid; place-items: center; width: 2.15rem; height: 2.15rem; border-radius: 50%; background: var(--tint); color: var(--accent); font-weight: 650; font-size: .9rem; }
.events p { margin: .1rem 0 .15rem; }
.events h4 { margin: .25rem 0 0; font-size: 1rem; }
.events .missing { color: var(--warn); }
.events .missing .number { background: var(--warn-tint); color: var(--warn); }
details > summary { cursor: pointer; color: var(--accent); font-weight: 600; font-size: .9rem; }
pre { margin: .6rem 0 0; padding: .8rem 1rem; overflow: auto; max-height: 24rem; border-radius: .6rem; background: var(--code); border: 1px solid var(--line); font: .8rem/1.5 ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; }
.shelf { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%), 1fr)); gap: 1.25rem; padding: 0; margin: 0 0 1.5rem; list-style: none; }
.shelf li { margin: 0; }
.shelf .mark { margin-bottom: .8rem; }
@media (max-width: 32rem) {
  main { padding: 1.5rem 1rem 3rem; }
  .use { grid-template-columns: minmax(0, 1fr); }
  .facts { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .facts dd { margin-bottom: .7rem; }
}
@media (forced-colors: active) { .button, .card, .pill { border: 1px solid ButtonText; } }
`.trim();
