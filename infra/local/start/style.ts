// Contrast: text on its ground is at least 4.5:1 in light and dark (WCAG 2.2 AA, 1.4.3).
export const stylesheet = `
:root {
  color-scheme: light dark;
  --ground: #f4f3ef; --card: #ffffff; --ink: #1b1f24; --soft: #565d66; --line: #dcdad2; --accent: #0b5f4f; --tint: #e6f2ee; --code: #faf9f6;
  --shadow: 0 1px 2px rgb(20 25 30 / 6%), 0 12px 32px -12px rgb(20 25 30 / 16%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #101317; --card: #191d23; --ink: #eceef0; --soft: #a9b0b9; --line: #2c323a; --accent: #63d2b4; --tint: #16302a; --code: #14171c;
    --shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 16px 40px -16px rgb(0 0 0 / 70%);
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; min-height: 100vh; min-height: 100dvh; color: var(--ink);
  background: radial-gradient(70rem 26rem at 50% -8rem, var(--tint), transparent) no-repeat var(--ground);
  font: 1rem/1.6 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
}
header, main { max-width: 66rem; margin-inline: auto; padding-inline: clamp(1rem, 4vw, 2rem); }
header { display: flex; align-items: center; gap: .8rem; padding-block: 2rem 0; font-size: 1.15rem; font-weight: 650; letter-spacing: -.01em; }
header svg { width: 2.5rem; height: 2.5rem; flex: none; }
main { padding-block: clamp(1.75rem, 6vh, 3.5rem) 4rem; }
h1 { margin: 0 0 .6rem; font-size: clamp(1.9rem, 6vw, 2.75rem); line-height: 1.15; letter-spacing: -.03em; }
h2 { margin: 3rem 0 1rem; font-size: 1.2rem; letter-spacing: -.01em; }
.lead { max-width: 44rem; margin: 0; text-wrap: pretty; color: var(--soft); font-size: 1.1rem; }
.places { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: 1.25rem; margin: 0; padding: 0; list-style: none; counter-reset: place; }
.places li {
  position: relative; display: flex; flex-direction: column; padding: 1.5rem; counter-increment: place;
  background: var(--card); border: 1px solid var(--line); border-radius: 1.1rem; box-shadow: var(--shadow); transition: border-color .15s;
}
.places li:hover, .places li:focus-within { border-color: var(--accent); }
.places li::before {
  content: counter(place); display: grid; place-items: center; width: 2.25rem; height: 2.25rem; margin-bottom: 1rem;
  border-radius: 50%; background: var(--tint); color: var(--accent); font-weight: 700;
}
.places h3 { margin: 0 0 .35rem; font-size: 1.2rem; line-height: 1.3; letter-spacing: -.01em; }
.places a { color: inherit; text-decoration: none; }
.places a::after { content: ""; position: absolute; inset: 0; border-radius: 1.1rem; }
.places a:focus-visible { outline: none; }
.places a:focus-visible::after { outline: 3px solid var(--accent); outline-offset: 2px; }
.places p { margin: 0 0 1rem; color: var(--soft); font-size: .95rem; }
.url { margin-top: auto; color: var(--accent); font: .85rem/1.4 ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.lead a { color: var(--accent); text-underline-offset: .18em; }
.commands { margin: 1.25rem 0 0; padding: .5rem 1.5rem 1.5rem; background: var(--card); border: 1px solid var(--line); border-radius: 1.1rem; box-shadow: var(--shadow); }
.commands dt { margin-top: 1rem; color: var(--soft); font-size: .95rem; }
.commands dd { margin: .35rem 0 0; padding: .65rem .9rem; background: var(--code); border: 1px solid var(--line); border-radius: .6rem; }
.commands code { font: .875rem/1.5 ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
@media (forced-colors: active) { .places li { border-color: ButtonText; } }
`.trim();
