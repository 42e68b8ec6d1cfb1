// Contrast: text on its ground is at least 4.5:1, controls' edges at least 3:1, in light and dark (WCAG 2.2 AA, 1.4.3 and 1.4.11).
export const stylesheet = `
:root {
  color-scheme: light dark;
  --ground: #f4f6f5; --card: #fff; --ink: #17201d; --soft: #55625d; --line: #dde4e1; --edge: #7c8a84; --row: #f7f9f8;
  --link: #0a6553; --link-strong: #064236; --brand: #0b5f4f; --on-brand: #fff; --code: #f1f4f3;
  --good: #0f6a3c; --good-tint: #e2f4e9; --bad: #a5231b; --bad-tint: #fdebe9; --wait: #7a4a00; --wait-tint: #fdf1d8; --calm: #4c5a66; --calm-tint: #e9eef2;
  --shadow: 0 1px 2px rgb(15 35 30 / 5%), 0 8px 24px -14px rgb(15 35 30 / 18%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0f1513; --card: #171f1c; --ink: #e8eeeb; --soft: #a3b1ab; --line: #2a3531; --edge: #70807a; --row: #1b2421;
    --link: #74d3bb; --link-strong: #a5e6d5; --brand: #2fa88d; --on-brand: #04150f; --code: #111816;
    --good: #7fdba3; --good-tint: #12301f; --bad: #ff9f95; --bad-tint: #3a1c19; --wait: #f3c56d; --wait-tint: #33280f; --calm: #b6c3cf; --calm-tint: #222c35;
    --shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 14px 32px -16px rgb(0 0 0 / 70%);
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; min-height: 100vh; display: flex; flex-direction: column; background: var(--ground); color: var(--ink); overflow-wrap: break-word;
  font: .9375rem/1.5 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
}
a { color: var(--link); text-underline-offset: .18em; text-decoration-thickness: .06em; }
a:hover { color: var(--link-strong); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: .25rem; }
[tabindex="-1"]:focus { outline: none; }
.skip { position: absolute; left: 1rem; top: -6rem; z-index: 2; padding: .6rem 1rem; background: var(--card); border-radius: .5rem; }
.skip:focus { top: 1rem; }
.quiet { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.top { background: var(--card); border-bottom: 1px solid var(--line); }
.top-in { max-width: 82rem; margin-inline: auto; padding: .7rem 1.5rem; display: flex; flex-wrap: wrap; align-items: center; gap: .6rem 2rem; }
.brand { display: flex; align-items: center; gap: .7rem; color: var(--ink); text-decoration: none; font-weight: 680; letter-spacing: -.01em; font-size: 1.05rem; line-height: 1.15; }
.brand small { display: block; font-weight: 400; font-size: .78rem; letter-spacing: 0; color: var(--soft); }
.brand svg { width: 2.1rem; height: 2.1rem; flex: none; }
.mark-ground { fill: var(--brand); }
.mark-line { fill: none; stroke: var(--on-brand); stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
nav { display: flex; flex-wrap: wrap; gap: .2rem .25rem; }
nav a { padding: .35rem .7rem; border-radius: .5rem; color: var(--soft); text-decoration: none; }
nav a:hover { background: var(--row); color: var(--ink); }
nav a[aria-current] { background: var(--calm-tint); color: var(--ink); font-weight: 600; }
.search { display: flex; gap: .4rem; margin-left: auto; flex: 0 1 24rem; min-width: 0; }
.search input { flex: 1; min-width: 0; }
.hero .search { margin: 0; max-width: 46rem; flex: none; }
.hero .search input { font-size: 1.05rem; padding: .65rem .9rem; }

input, select, button { font: inherit; color: inherit; }
input, select { padding: .42rem .7rem; border: 1px solid var(--edge); border-radius: .5rem; background: var(--card); }
input::placeholder { color: var(--soft); opacity: 1; }
button { padding: .42rem .9rem; border: 1px solid var(--edge); border-radius: .5rem; background: var(--card); cursor: pointer; font-weight: 550; }
button:hover { background: var(--row); border-color: var(--ink); }
button.primary { background: var(--brand); border-color: var(--brand); color: var(--on-brand); }
button.primary:hover { filter: brightness(1.08); }

main { flex: 1; width: 100%; max-width: 82rem; margin-inline: auto; padding: 1.6rem 1.5rem 3rem; }
h1 { margin: 0 0 .3rem; font-size: clamp(1.35rem, 2.6vw, 1.7rem); line-height: 1.25; letter-spacing: -.015em; text-wrap: balance; }
h1 code { font-size: .82em; letter-spacing: 0; }
.title { display: flex; flex-wrap: wrap; align-items: center; gap: .3rem .6rem; margin-bottom: 1.1rem; }
.title h1 { margin: 0; min-width: 0; }
h2 { margin: 0 0 .75rem; font-size: 1.08rem; line-height: 1.3; letter-spacing: -.005em; }
h2 small { font-weight: 400; color: var(--soft); font-size: .875rem; }
h3 { margin: 0; font-size: .9375rem; }
p { margin: 0 0 .75rem; }
p:last-child { margin-bottom: 0; }
.lead { color: var(--soft); max-width: 52rem; margin-bottom: 1.4rem; }
.kicker { margin: 0 0 .15rem; color: var(--soft); font-size: .85rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .8rem; box-shadow: var(--shadow); padding: 1.15rem 1.25rem; margin-bottom: 1.25rem; min-width: 0; }
.hero { padding: 1.5rem 1.4rem; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1.25rem; align-items: start; }
.stack { min-width: 0; }
code, pre { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .86em; overflow-wrap: anywhere; }
pre { margin: 0; padding: .8rem 1rem; border: 1px solid var(--line); border-radius: .55rem; background: var(--code); overflow: auto; max-height: 28rem; font-size: .8125rem; line-height: 1.5; }
pre code { font-size: inherit; white-space: pre-wrap; }
time { white-space: nowrap; font-variant-numeric: tabular-nums; }
time .utc { color: var(--soft); font-size: .85em; }
td time .utc { display: none; }
.empty { color: var(--soft); margin: 0; }
.hint, .small { color: var(--soft); font-size: .875rem; }
.note, .said { padding: .65rem 1rem; border-radius: .6rem; border-left: 4px solid var(--wait); background: var(--wait-tint); color: var(--wait); margin-bottom: 1.25rem; }
.said { border-color: var(--good); background: var(--good-tint); color: var(--good); font-weight: 600; }

.id { display: inline-flex; align-items: baseline; gap: .3rem; max-width: 100%; }
.id a, .id code { min-width: 0; }
.copy { flex: none; position: relative; width: 1.5rem; height: 1.5rem; padding: 0; border: 0; border-radius: .35rem; background: none; align-self: center; }
.copy[hidden] { display: none; }
.copy::before, .copy::after { content: ""; position: absolute; width: .55rem; height: .65rem; border: 1.5px solid var(--soft); border-radius: .15rem; background: var(--card); }
.copy::before { left: .35rem; top: .3rem; }
.copy::after { left: .55rem; top: .5rem; }
.copy:hover::before, .copy:hover::after { border-color: var(--ink); }
.copy.done::before { display: none; }
.copy.done::after { content: "✓"; border: 0; left: .4rem; top: .05rem; background: none; color: var(--good); font-weight: 700; }

.badge { display: inline-block; padding: .08rem .55rem; border-radius: 1rem; font-size: .8125rem; font-weight: 600; line-height: 1.5; white-space: nowrap; }
.badge.good { background: var(--good-tint); color: var(--good); }
.badge.bad { background: var(--bad-tint); color: var(--bad); }
.badge.wait { background: var(--wait-tint); color: var(--wait); }
.badge.calm { background: var(--calm-tint); color: var(--calm); }

.tiles { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 1rem; margin: 0 0 1.25rem; padding: 0; list-style: none; }
.tile { display: block; height: 100%; margin: 0; padding: .95rem 1.1rem; color: inherit; text-decoration: none; border-top: 3px solid var(--line); }
a.tile:hover { color: inherit; border-color: var(--link); }
.tile b { display: block; font-size: 1.9rem; font-weight: 680; line-height: 1.2; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
.tile span { color: var(--soft); }
.tile.bad { border-top-color: var(--bad); } .tile.bad b { color: var(--bad); }
.tile.good { border-top-color: var(--good); }
.tile.wait { border-top-color: var(--wait); }

.scroll { overflow-x: auto; margin-inline: -1.25rem; padding-inline: 1.25rem; }
table { width: 100%; border-collapse: collapse; font-size: .9rem; }
th { text-align: left; font-weight: 600; font-size: .8125rem; color: var(--soft); padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
td { padding: .5rem .8rem .5rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
th:last-child, td:last-child { padding-right: 0; }
th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; }
td pre { max-height: 16rem; margin-top: .4rem; }

dl.facts { display: grid; grid-template-columns: minmax(8rem, max-content) minmax(0, 1fr); gap: .42rem 1.2rem; margin: 0; }
dl.facts dt { color: var(--soft); }
dl.facts dd { margin: 0; min-width: 0; }

.access { border-left: 5px solid var(--calm); }
.access.good { border-left-color: var(--good); } .access.bad { border-left-color: var(--bad); } .access.wait { border-left-color: var(--wait); }
.access p { font-size: 1.05rem; }

.timeline { list-style: none; margin: 0; padding: 0; }
.timeline > li { display: grid; grid-template-columns: 13.5rem minmax(0, 1fr); gap: 0 1.6rem; position: relative; padding: 0 0 1.15rem; }
.timeline > li:last-child { padding-bottom: 0; }
.timeline > li::before { content: ""; position: absolute; left: 14.2rem; top: .55rem; bottom: -.55rem; width: 2px; background: var(--line); }
.timeline > li:last-child::before { display: none; }
.timeline > li::after { content: ""; position: absolute; left: 13.95rem; top: .45rem; width: .6rem; height: .6rem; border-radius: 50%; background: var(--edge); box-shadow: 0 0 0 3px var(--card); }
.timeline > li.good::after { background: var(--good); } .timeline > li.bad::after { background: var(--bad); } .timeline > li.wait::after { background: var(--wait); }
.timeline .when { color: var(--soft); font-size: .875rem; padding-top: .05rem; }
.timeline .what { padding-left: .6rem; min-width: 0; }
.timeline .what > div + div { margin-top: .5rem; }
.timeline .what p { margin: 0; }
.timeline .by { color: var(--soft); font-size: .85rem; margin-top: .25rem; }
.version { color: var(--soft); font-size: .8rem; font-variant-numeric: tabular-nums; }

.pills { gap: .4rem; margin-bottom: 1.25rem; }
.pills a { border: 1px solid var(--line); background: var(--card); font-size: .9rem; padding: .3rem .75rem; border-radius: 1rem; }
.pills a[aria-current] { border-color: var(--edge); }
.pills b { font-weight: 600; font-variant-numeric: tabular-nums; margin-left: .25rem; }
.age { white-space: nowrap; }
@media (min-width: 64rem) { td > code, td > .id code { white-space: nowrap; } }
.letter[open] > summary { margin-bottom: .75rem; }
td .what, .command { margin: 0; } td .small { margin: 0 0 .2rem; }
.plain { margin: 0 0 .75rem; padding-left: 1.2rem; }

.filters { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: end; margin-bottom: 1.1rem; }
.filters label { display: grid; gap: .2rem; font-size: .8125rem; color: var(--soft); min-width: 0; }
.filters select { color: var(--ink); font-size: .9rem; max-width: 100%; }
.more { margin-top: 1rem; }

details > summary { cursor: pointer; }
details > summary:hover { color: var(--link-strong); }
.action { display: inline-block; margin-top: .4rem; }
.action > summary { display: inline-block; list-style: none; padding: .42rem .9rem; border: 1px solid var(--edge); border-radius: .5rem; font-weight: 550; }
.action > summary::-webkit-details-marker { display: none; }
.action form select, .action form input { width: 100%; }
.action form { margin-top: .6rem; padding: .8rem 1rem; border: 1px solid var(--line); border-radius: .6rem; background: var(--row); max-width: 34rem; }
.facts + pre { margin-top: .9rem; }
pre + .actions, pre + .action, pre + .hint { margin-top: .7rem; }
.action label { display: grid; gap: .2rem; margin-bottom: .75rem; }
.actions { display: flex; flex-wrap: wrap; gap: 0 .8rem; align-items: start; }
.folded > summary { display: flex; gap: .6rem; align-items: baseline; }
.folded > summary h2 { margin: 0; }
.folded[open] > summary { margin-bottom: .75rem; }
.letter { border-top: 1px solid var(--line); padding-top: .8rem; margin-top: .8rem; }
.letter:first-child { border-top: 0; padding-top: 0; margin-top: 0; }
.letter > summary { display: flex; flex-wrap: wrap; gap: .3rem .9rem; align-items: baseline; }
.letter > summary::before, .folded > summary::before { content: "▸"; color: var(--soft); }
.letter[open] > summary::before, .folded[open] > summary::before { content: "▾"; }
.letter pre { margin-top: .7rem; }
.persons { list-style: none; margin: 0; padding: 0; }
.persons li { padding: .45rem 0; border-bottom: 1px solid var(--line); }
.persons li:last-child { border: 0; padding-bottom: 0; }
.persons form { display: flex; flex-wrap: wrap; gap: .4rem .8rem; align-items: center; justify-content: space-between; margin: 0; }
.persons button { padding: .2rem .7rem; font-size: .85rem; }
.persons dl { margin-top: .6rem; }

.drawing { overflow-x: auto; margin-inline: -1.25rem; padding: .25rem 1.25rem; }
.graph { display: block; margin-inline: auto; max-width: 100%; height: auto; }
.graph text { font: 13px ui-sans-serif, system-ui, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif; fill: var(--ink); text-anchor: middle; }
.graph .kind { font-size: 10px; letter-spacing: .05em; text-transform: uppercase; fill: var(--soft); }
.graph .label { font-size: 11.5px; fill: var(--soft); paint-order: stroke; stroke: var(--card); stroke-width: 5px; stroke-linejoin: round; }
.graph .label.taken { fill: var(--link); font-weight: 600; }
.graph rect { fill: var(--card); stroke: var(--edge); stroke-width: 1.2; }
.graph .untouched rect { stroke-dasharray: 4 3; }
.graph .untouched text { fill: var(--soft); }
.graph .passed rect { fill: var(--good-tint); stroke: var(--good); stroke-width: 1.6; }
.graph .passed .kind { fill: var(--good); }
.graph .current rect { fill: var(--wait-tint); stroke: var(--wait); stroke-width: 2.6; }
.graph .current .kind { fill: var(--wait); }
.graph .failed rect { fill: var(--bad-tint); stroke: var(--bad); stroke-width: 2.6; }
.graph .failed .kind { fill: var(--bad); }
.graph .way { fill: none; stroke: var(--edge); stroke-width: 1.2; }
.graph .way.taken { stroke: var(--link); stroke-width: 2.4; }
.graph .tip path { fill: var(--edge); } .graph .tip-taken path { fill: var(--link); }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; margin: .8rem 0 0; padding: 0; list-style: none; font-size: .85rem; color: var(--soft); }

.plot { display: block; max-width: 100%; height: auto; margin-inline: auto; }
.plot text { font: 12px ui-sans-serif, system-ui, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif; fill: var(--soft); font-variant-numeric: tabular-nums; }
.plot .value { text-anchor: end; } .plot .day { text-anchor: middle; }
.plot .grid { stroke: var(--line); stroke-width: 1; }
.plot .reach { fill: transparent; } .plot g:hover .reach { fill: var(--row); }
.plot .included { fill: var(--edge); } .plot .billed { fill: var(--good); } .plot .pending { fill: var(--wait); } .plot .elsewhere { fill: var(--bad); }
.plot .mark { stroke: var(--ink); stroke-width: 2; }
.swatch { display: inline-block; width: .75rem; height: .75rem; margin-right: .4rem; border-radius: .15rem; vertical-align: -.05rem; }
.swatch.included { background: var(--edge); } .swatch.billed { background: var(--good); } .swatch.pending { background: var(--wait); } .swatch.elsewhere { background: var(--bad); }
.swatch.mark { height: 2px; vertical-align: .25rem; border-radius: 0; background: var(--ink); }
.days { margin: .9rem 0 0; } .days[open] > summary { margin-bottom: .5rem; }
.hours { display: flex; flex-wrap: wrap; gap: .2rem 1rem; margin: 1.4rem 0 .5rem; } .hours a { font-weight: 400; font-size: .875rem; }
.filters .beside { padding: .42rem 0; white-space: nowrap; }
.filters input { font-size: .9rem; color: var(--ink); }

.foot { border-top: 1px solid var(--line); color: var(--soft); font-size: .8125rem; }
.foot p { max-width: 82rem; margin-inline: auto; padding: .9rem 1.5rem; display: flex; flex-wrap: wrap; gap: .2rem 1.6rem; }

@media (max-width: 62rem) { .columns { grid-template-columns: minmax(0, 1fr); gap: 0; } .search { flex: 1 1 100%; margin: 0; } }
@media (max-width: 44rem) {
  .top-in, main, .foot p { padding-inline: 1rem; }
  nav { margin-inline: -.7rem; }
  .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .7rem; }
  .card { padding: 1rem; }
  .scroll { margin-inline: 0; padding-inline: 0; }
  .scroll table, .scroll tbody, .scroll tr, .scroll td { display: block; width: 100%; }
  .scroll thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .scroll tr { padding: .55rem 0; border-bottom: 1px solid var(--line); }
  .scroll tr:last-child { border: 0; }
  .scroll td, .scroll td.number { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: .6rem; padding: .16rem 0; border: 0; text-align: left; }
  .scroll td::before { content: attr(data-title); color: var(--soft); font-size: .8125rem; }
  .scroll td.blank { display: none; }
  .scroll td .badge { justify-self: start; }
  .graph, .plot { max-width: none; }
  .timeline > li { grid-template-columns: minmax(0, 1fr); padding-left: 1.3rem; }
  .timeline > li::before { left: .25rem; } .timeline > li::after { left: 0; }
  .timeline .what { padding-left: 0; }
  dl.facts { grid-template-columns: minmax(0, 1fr); gap: 0; } dl.facts dd { margin-bottom: .5rem; }
}
@media (max-width: 24rem) { time { white-space: normal; } }
`;
