import { asset } from "./asset";

// Contrast: text on its ground is at least 4.5:1, controls' edges at least 3:1, in light and dark (WCAG 2.2 AA, 1.4.3 and 1.4.11).
const source = `
:root {
  color-scheme: light dark;
  --ground: #f4f3ef; --card: #ffffff; --ink: #1b1f24; --soft: #565d66; --line: #dcdad2; --edge: #7d838b;
  --accent: #0b5f4f; --accent-strong: #084a3e; --on-accent: #ffffff; --tint: #e6f2ee;
  --bad: #a3261c; --bad-tint: #fcefed; --warn: #7a4d00; --warn-tint: #fdf4e1;
  --shadow: 0 1px 2px rgb(20 25 30 / 6%), 0 12px 32px -12px rgb(20 25 30 / 16%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #101317; --card: #191d23; --ink: #eceef0; --soft: #a9b0b9; --line: #2c323a; --edge: #78818c;
    --accent: #63d2b4; --accent-strong: #8be3cb; --on-accent: #06251e; --tint: #16302a;
    --bad: #ff9a8f; --bad-tint: #341a18; --warn: #f2c26b; --warn-tint: #2f2512;
    --shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 16px 40px -16px rgb(0 0 0 / 70%);
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; min-height: 100vh; min-height: 100dvh; display: flex; flex-direction: column;
  background: radial-gradient(60rem 24rem at 50% -8rem, var(--tint), transparent) no-repeat var(--ground);
  color: var(--ink);
  font: 1rem/1.6 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
  overflow-wrap: break-word;
}
a { color: var(--accent); text-underline-offset: .18em; }
a:hover { color: var(--accent-strong); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: .25rem; }
[tabindex="-1"]:focus { outline: none; }
.skip { position: absolute; left: 1rem; top: -4rem; padding: .6rem 1rem; background: var(--card); border-radius: .5rem; }
.skip:focus { top: 1rem; }
.quiet { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.bar, .page, .foot { width: 100%; max-width: 42rem; margin-inline: auto; padding-inline: 1.25rem; }
.bar { display: flex; align-items: center; gap: .85rem; padding-block: 2rem 1.25rem; }
.mark {
  flex: none; display: grid; place-items: center; width: 2.75rem; height: 2.75rem; border-radius: .8rem;
  background: linear-gradient(145deg, #13806b, #0a5145); color: #fff; font-size: 1.3rem; font-weight: 700;
}
.mark svg { width: 1.5rem; height: 1.5rem; }
.name { margin: 0; font-size: 1.1rem; font-weight: 650; line-height: 1.25; letter-spacing: -.01em; }
.from { margin: .1rem 0 0; color: var(--soft); font-size: .875rem; line-height: 1.3; }
.page { flex: 1; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 1.1rem; box-shadow: var(--shadow); padding: clamp(1.4rem, 5vw, 2.5rem); }
.foot { padding-block: 1.5rem 2.5rem; color: var(--soft); font-size: .9rem; }
.foot p { margin: 0 0 .25rem; }
code { font: .9em ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; }

.steps { display: flex; gap: .5rem; margin: 0 0 2rem; padding: 0; list-style: none; font-size: .875rem; color: var(--soft); }
.steps li { flex: 1; padding-top: .6rem; border-top: 3px solid var(--line); line-height: 1.3; }
.steps .done { border-color: var(--accent); color: var(--ink); }
.steps [aria-current] { border-color: var(--accent); color: var(--accent); font-weight: 650; }
.steps .done::before { content: "✓ " / ""; color: var(--accent); font-weight: 700; }

.icon { display: grid; place-items: center; width: 3.25rem; height: 3.25rem; margin-bottom: 1.1rem; border-radius: 50%; background: var(--tint); color: var(--accent); }
.icon svg { width: 1.7rem; height: 1.7rem; }
.icon.bad { background: var(--bad-tint); color: var(--bad); }
.icon.warn { background: var(--warn-tint); color: var(--warn); }
svg { fill: none; stroke: currentcolor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.spin svg { animation: turn 1.1s linear infinite; }
@keyframes turn { to { transform: rotate(1turn); } }

h1 { margin: 0 0 .6rem; font-size: clamp(1.5rem, 5vw, 1.9rem); line-height: 1.2; letter-spacing: -.02em; text-wrap: balance; }
h2 { margin: 2.25rem 0 .5rem; font-size: 1.15rem; line-height: 1.3; letter-spacing: -.01em; }
p { margin: 0 0 1rem; }
p:last-child { margin-bottom: 0; }
.lead { color: var(--soft); font-size: 1.05rem; }
.small { color: var(--soft); font-size: .9rem; }
.say { margin-top: 1rem; color: var(--soft); font-size: .95rem; }
.say:empty { margin: 0; }
.after { margin-top: 1.5rem; }

.how { margin: 1.25rem 0 0; padding: 0; list-style: none; counter-reset: how; }
.how li { position: relative; padding: 0 0 .95rem 2.9rem; counter-increment: how; }
.how li:last-child { padding-bottom: 0; }
.how li::before {
  content: counter(how); position: absolute; left: 0; top: -.1rem; display: grid; place-items: center; width: 1.9rem; height: 1.9rem;
  border-radius: 50%; background: var(--tint); color: var(--accent); font-weight: 650; font-size: .95rem;
}
.products { margin: 1rem 0 0; padding: 0; list-style: none; }
.products li { padding: .9rem 0; border-top: 1px solid var(--line); display: grid; grid-template-columns: 1fr auto; gap: .1rem 1rem; align-items: baseline; }
.products li:last-child { padding-bottom: 0; }
.products b { font-weight: 600; }
.products .small { grid-column: 1 / -1; }

.button {
  display: inline-flex; align-items: center; justify-content: center; gap: .5rem; min-height: 3rem; padding: .65rem 1.5rem; border: 1px solid transparent;
  border-radius: .7rem; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 650; line-height: 1.3; text-align: center; text-decoration: none; cursor: pointer;
}
.button:hover { background: var(--accent-strong); color: var(--on-accent); }
.button.plain { background: transparent; border-color: var(--edge); color: var(--ink); }
.button.plain:hover { border-color: var(--ink); }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.5rem; }

form { margin-top: 1.75rem; }
.field { margin-bottom: 1.2rem; }
.pair { display: grid; gap: 0 1rem; align-items: end; }
@media (min-width: 34rem) { .pair { grid-template-columns: 1fr 1fr; } }
label { display: block; margin-bottom: .35rem; font-weight: 600; font-size: .95rem; }
.optional { color: var(--soft); font-weight: 400; }
input {
  width: 100%; min-height: 3rem; padding: .55rem .85rem; border: 1px solid var(--edge); border-radius: .6rem;
  background: var(--card); color: var(--ink); font: inherit;
}
input:focus-visible { outline-offset: 0; border-color: var(--accent); border-radius: .6rem; }
input[aria-invalid] { border: 2px solid var(--bad); }
.fault { margin: 0 0 .35rem; color: var(--bad); font-size: .9rem; font-weight: 600; }
.faults { margin-bottom: 1.75rem; padding: 1.1rem 1.25rem; border: 1px solid var(--bad); border-left-width: 5px; border-radius: .7rem; background: var(--bad-tint); }
.faults h2 { margin: 0 0 .4rem; }
.faults ul { margin: 0; padding-left: 1.2rem; }
.faults a { color: var(--bad); font-weight: 600; }
details { margin-top: 1.75rem; border-top: 1px solid var(--line); padding-top: 1.25rem; }
summary { cursor: pointer; font-weight: 600; color: var(--accent); }
details form { margin-top: 1.25rem; }

@media (max-width: 30rem) {
  .bar { padding-block: 1.25rem 1rem; }
  .bar, .page, .foot { padding-inline: 1rem; }
  .actions .button, form .button { width: 100%; }
}
@media (prefers-reduced-motion: reduce) { .spin svg { animation-duration: 6s; } }
@media (forced-colors: active) { .button { border-color: ButtonText; } .steps [aria-current] { text-decoration: underline; } }
@media print { body { background: none; } .card { box-shadow: none; } }
`;

export const stylesheet = asset("style.css", "text/css; charset=utf-8", source.trim());
