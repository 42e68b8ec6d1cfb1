// Contrast: text on its ground is at least 4.5:1, controls' edges at least 3:1, in light and dark (WCAG 2.2 AA, 1.4.3 and 1.4.11).
export const stylesheet = `
:root {
  color-scheme: light dark;
  --ground: #f2f4f7; --card: #ffffff; --ink: #16191f; --soft: #545b64; --line: #dfe3e8; --edge: #7d8998;
  --link: #0b63b5; --link-strong: #084a88; --buy: #ffb347; --buy-strong: #ff9d14; --on-buy: #1d1300; --tint: #dfebf9;
  --good: #10693a; --good-tint: #e5f5ea; --bad: #a8231a; --bad-tint: #fdeeec; --warn: #7a4b00; --warn-tint: #fdf3dd;
  --desk: #fbfaf5; --desk-line: #e2dcc8; --code: #f3f5f8;
  --shadow: 0 1px 2px rgb(20 30 45 / 6%), 0 10px 28px -14px rgb(20 30 45 / 20%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0e1319; --card: #171e27; --ink: #e9edf2; --soft: #a6b1bf; --line: #2a3441; --edge: #728196;
    --link: #7cbcff; --link-strong: #a9d3ff; --buy: #ffad3b; --buy-strong: #ffc267; --on-buy: #1d1300; --tint: #182636;
    --good: #7fdba3; --good-tint: #12301f; --bad: #ff9f95; --bad-tint: #381b18; --warn: #f3c56d; --warn-tint: #32270f;
    --desk: #1a1b17; --desk-line: #3a392c; --code: #10161d;
    --shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 16px 36px -16px rgb(0 0 0 / 70%);
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--ground); color: var(--ink); overflow-wrap: break-word;
  font: 1rem/1.55 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
}
a { color: var(--link); text-underline-offset: .18em; }
a:hover { color: var(--link-strong); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: .25rem; }
[tabindex="-1"]:focus { outline: none; }
.skip { position: absolute; left: 1rem; top: -6rem; z-index: 2; padding: .6rem 1rem; background: var(--card); border-radius: .5rem; }
.skip:focus { top: 1rem; }
.quiet { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.strip { margin: 0; background: #fff0cc; color: #4d3300; font-size: .875rem; text-align: center; padding: .45rem 1rem; border-bottom: 1px solid #ecd28b; }
@media (prefers-color-scheme: dark) { .strip { background: #32270f; color: #f3d596; border-color: #54431c; } }
.strip b { font-weight: 700; }
.top { background: #131d2b; color: #fff; }
.top-in { max-width: 84rem; margin-inline: auto; padding: .9rem 1.5rem; display: flex; flex-wrap: wrap; align-items: center; gap: .6rem 2rem; }
.brand { display: flex; align-items: center; gap: .75rem; color: #fff; text-decoration: none; font-weight: 650; letter-spacing: -.01em; font-size: 1.1rem; line-height: 1.2; }
.brand:hover { color: #fff; }
.brand small { display: block; font-weight: 400; font-size: .8rem; letter-spacing: 0; color: #b9c5d4; }
.brand svg { width: 2.25rem; height: 2.25rem; flex: none; }
.top nav { display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; }
.top nav a { color: #dbe4ee; text-decoration: none; font-size: .95rem; padding: .25rem 0; border-bottom: 2px solid transparent; }
.top nav a:hover, .top nav a[aria-current] { color: #fff; border-color: #ffb347; }
.top :focus-visible { outline-color: #ffb347; }
.top .now { margin: 0 0 0 auto; color: #b9c5d4; font-size: .875rem; }
.top .now time { color: #fff; font-variant-numeric: tabular-nums; }

.frame { max-width: 84rem; margin-inline: auto; padding: 1.75rem 1.5rem 4rem; display: grid; grid-template-columns: minmax(0, 1fr) 23rem; gap: 2rem; align-items: start; }
.said { margin: 0 0 1.25rem; padding: .7rem 1rem; border: 1px solid var(--good); border-left-width: 5px; border-radius: .6rem; background: var(--good-tint); color: var(--good); font-weight: 600; }
.said.bad { border-color: var(--bad); background: var(--bad-tint); color: var(--bad); }
.crumb { margin: 0 0 1rem; font-size: .9rem; }
h1 { margin: 0 0 .4rem; font-size: clamp(1.5rem, 3.5vw, 2rem); line-height: 1.2; letter-spacing: -.02em; text-wrap: balance; }
h2 { margin: 0 0 .8rem; font-size: 1.2rem; line-height: 1.3; letter-spacing: -.01em; }
h3 { margin: 0 0 .4rem; font-size: 1rem; line-height: 1.35; }
p { margin: 0 0 .9rem; }
p:last-child { margin-bottom: 0; }
.lead { color: var(--soft); font-size: 1.05rem; max-width: 44rem; margin-bottom: 1.5rem; }
.small { color: var(--soft); font-size: .9rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 1rem; box-shadow: var(--shadow); padding: 1.5rem; margin-bottom: 1.5rem; }
code, .mono { font: .875em ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; overflow-wrap: anywhere; }

.shelf .small { margin-bottom: 0; }
.shelf { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr)); gap: 1.25rem; margin: 0 0 2.5rem; padding: 0; list-style: none; }
.item { display: flex; flex-direction: column; margin: 0; transition: border-color .15s; }
.item:hover, .item:focus-within { border-color: var(--link); }
.item { position: relative; }
.item h3 { font-size: 1.1rem; margin-bottom: .5rem; }
.item h3 a { color: inherit; text-decoration: none; }
.item h3 a::after { content: ""; position: absolute; inset: 0; border-radius: 1rem; }
.item h3 a:focus-visible { outline: none; }
.item h3 a:focus-visible::after { outline: 3px solid var(--link); outline-offset: 2px; }
.item .go { margin-top: auto; padding-top: .9rem; color: var(--link); font-weight: 600; font-size: .95rem; }
.mark { display: grid; place-items: center; width: 3rem; height: 3rem; margin-bottom: .9rem; border-radius: .8rem; color: #fff; font-size: 1.35rem; font-weight: 700; }
.mark.big { width: 4rem; height: 4rem; font-size: 1.8rem; border-radius: 1rem; flex: none; margin: 0; }
.hue0 { background: linear-gradient(145deg, #2f6fd6, #17408c); }
.hue1 { background: linear-gradient(145deg, #11806c, #0a4a40); }
.hue2 { background: linear-gradient(145deg, #8a4fc9, #4c2480); }
.hue3 { background: linear-gradient(145deg, #b5562a, #6f2e12); }
.title { display: flex; gap: 1.25rem; align-items: center; margin-bottom: 1.5rem; }
.title h1 { margin: 0; }
.title p { margin: .25rem 0 0; }

.pill { display: inline-block; padding: .1rem .6rem; border-radius: 1rem; background: var(--tint); color: var(--link); font-size: .8rem; font-weight: 600; line-height: 1.5; white-space: nowrap; }
.pill.good { background: var(--good-tint); color: var(--good); }
.pill.bad { background: var(--bad-tint); color: var(--bad); }
.pill.warn { background: var(--warn-tint); color: var(--warn); }

.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: .95rem; }
th, td { padding: .65rem .75rem .65rem 0; text-align: left; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--soft); font-weight: 600; font-size: .85rem; white-space: nowrap; }
tbody tr:last-child td { border-bottom: 0; padding-bottom: 0; }
thead th { padding-top: 0; }
td:last-child, th:last-child { padding-right: 0; }
th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; padding-left: .75rem; }
tfoot th, tfoot td { border-bottom: 0; border-top: 2px solid var(--line); padding-top: .8rem; padding-bottom: 0; color: var(--ink); font-size: .95rem; font-weight: 650; }
tbody:has(+ tfoot) tr:last-child td { padding-bottom: .65rem; }
.nowrap { white-space: nowrap; }
.tag { display: inline-block; margin: 0 .5rem .2rem 0; padding: .1rem .45rem; border-radius: .35rem; background: var(--code); border: 1px solid var(--line); }
td .mono { font-size: .85em; }
.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .45rem 1.25rem; align-items: baseline; margin: 0; font-size: .95rem; }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; }

.button {
  display: inline-flex; align-items: center; justify-content: center; min-height: 2.75rem; padding: .5rem 1.25rem; border: 1px solid var(--edge); border-radius: 1.5rem;
  background: var(--card); color: var(--ink); font: inherit; font-weight: 650; line-height: 1.25; text-decoration: none; cursor: pointer;
}
.button:hover { border-color: var(--ink); color: var(--ink); }
.button.buy { background: var(--buy); border-color: #b26a00; color: var(--on-buy); }
.button.buy:hover { background: var(--buy-strong); color: var(--on-buy); }
.button.bad { border-color: var(--bad); color: var(--bad); }
.button.large { min-height: 3.25rem; padding-inline: 2rem; font-size: 1.1rem; }
.button.low { min-height: 2.1rem; padding: .2rem .8rem; font-size: .875rem; font-weight: 600; }
.actions { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; margin-top: 1.25rem; }
.next { border-color: #d98e1f; border-left-width: 6px; }
.field { margin-bottom: 1.1rem; }
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: 0 1.25rem; }
label { display: block; margin-bottom: .3rem; font-weight: 600; font-size: .95rem; }
.hint { margin: .3rem 0 0; color: var(--soft); font-size: .875rem; }
input, select {
  width: 100%; min-height: 2.75rem; padding: .4rem .75rem; border: 1px solid var(--edge); border-radius: .55rem; background: var(--card); color: var(--ink); font: inherit;
}
input[type="checkbox"] { width: 1.2rem; height: 1.2rem; min-height: 0; margin: .15rem .6rem 0 0; accent-color: #0b63b5; flex: none; }
.check { display: flex; align-items: flex-start; font-weight: 500; }
fieldset { margin: 0; padding: 0; border: 0; }
legend { padding: 0; margin-bottom: .6rem; font-weight: 650; }
details > summary { cursor: pointer; color: var(--link); font-weight: 600; }
details + details { margin-top: .6rem; }
details[open] > summary { margin-bottom: .9rem; }
details[open] + details { margin-top: 1.4rem; }
.card details form + .buttons { margin-top: .9rem; }
pre { margin: .6rem 0 0; padding: .8rem 1rem; overflow: auto; max-height: 24rem; border-radius: .6rem; background: var(--code); border: 1px solid var(--line); font: .8rem/1.5 ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; }
.told { margin: 0; padding: 0; list-style: none; }
.told > li { padding: .8rem 0; border-top: 1px solid var(--line); }
.told > li:first-child { border-top: 0; padding-top: 0; }
.told > li:last-child { padding-bottom: 0; }
.row { display: grid; grid-template-columns: minmax(0, 1fr) auto auto; align-items: center; gap: .35rem .75rem; }
.desk .row { grid-template-columns: minmax(0, 1fr) auto; }
.row .pill { justify-self: end; }
.desk .row .does { grid-column: 1 / -1; grid-row: 2; justify-content: flex-end; margin: 0; }
.desk .row .when { grid-column: 1; }
.row form { margin: 0; }
.row .when { display: block; font-weight: 400; }
.told h3 { margin: 0; }
.row .does { margin: 0; flex-wrap: nowrap; }
.mailbox { grid-template-columns: minmax(0, 1fr); }
.mailbox .facts { margin: .6rem 0 .8rem; }
.mailbox .mail { width: 100%; height: 40rem; margin: .2rem 0 .9rem; border: 1px solid var(--line, #d5dbdb); border-radius: 8px; background: #fff; resize: vertical; }
.mailbox pre { white-space: pre-wrap; overflow-wrap: anywhere; }
form + form { margin-top: .9rem; }
.buttons form + form { margin-top: 0; }
.told details { margin-top: .3rem; font-size: .925rem; }

.desk { position: sticky; top: 1rem; max-height: calc(100vh - 2rem); overflow-y: auto; background: var(--desk); border: 1px solid var(--desk-line); border-radius: 1rem; padding: 1.25rem 1.25rem .5rem; font-size: .925rem; scrollbar-width: thin; }
.desk h2 { font-size: 1.05rem; margin: 0 0 .25rem; }
.desk section { border-top: 1px solid var(--desk-line); padding: 1rem 0; }
.desk section h3 { display: flex; flex-wrap: wrap; gap: .25rem .6rem; align-items: baseline; justify-content: space-between; margin-bottom: .6rem; }
.desk .small { font-size: .85rem; }
.desk .buttons + p { margin-top: .7rem; }
.desk input:not([type="checkbox"]), .desk select { min-height: 2.25rem; padding: .2rem .55rem; font-size: .9rem; }
.desk label { font-size: .85rem; margin-bottom: .2rem; }
.desk .line { display: flex; gap: .5rem; align-items: end; margin-top: .6rem; }
.desk .line > :first-child { flex: 1; min-width: 0; }
.desk .short { width: 4.5rem; flex: none; }
.buttons { display: flex; flex-wrap: wrap; gap: .4rem; }
.desk ol, .desk ul { margin: .7rem 0 0; padding: 0; list-style: none; }
.desk li { padding: .4rem 0; border-top: 1px dashed var(--desk-line); font-size: .875rem; line-height: 1.4; }

@media (max-width: 66rem) {
  .frame { grid-template-columns: minmax(0, 1fr); }
  .desk { position: static; max-height: none; }
  .top .now { margin-left: 0; }
}
@media (max-width: 32rem) {
  .frame { padding: 1.25rem 1rem 3rem; }
  .top-in { padding-inline: 1rem; }
  .card { padding: 1.1rem; }
  th, td { padding-right: .5rem; }
  th { white-space: normal; }
  th.number, td.number { padding-left: .25rem; }
  .facts { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .facts dd { margin-bottom: .7rem; }
  .button.large { width: 100%; }
}
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
@media (forced-colors: active) { .button, .card, .pill { border: 1px solid ButtonText; } }
`.trim();
