import { writeFileSync } from "node:fs";
import { newVisitor } from "../browser/visitor";
import { openStall } from "./open-stall";
import { BUYER, buy, logIn, register, setUp, shows } from "./way-in";

/** The picture in the README: `npm run pictures` makes it anew from the running system. */
const PICTURE = "docs/journey.png";
const PRODUCT = "Harbourlight Analytics";

/** Two beside each other are as wide as a README's column on a dense screen, so nothing is scaled down and blurred. */
const SHOT = { width: 780, height: 706 } as const;

interface Shot {
  readonly caption: string;
  readonly png: Buffer;
}

const framed = ({ caption, png }: Shot, index: number): string => `
  <figure>
    <figcaption><b>${index + 1}</b>${caption}</figcaption>
    <img alt="" width="${SHOT.width}" height="${SHOT.height}" src="data:image/png;base64,${png.toString("base64")}">
  </figure>`;

const composed = (shots: readonly Shot[]): string => `<!doctype html><style>
  body { margin: 0; width: max-content; background: #e9efec; font: 22px/1.3 system-ui, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif; color: #14201d; }
  main { display: grid; grid-template-columns: auto auto; gap: 32px; padding: 32px 36px 40px; }
  figure { margin: 0; }
  figcaption { display: flex; align-items: center; gap: 14px; margin-bottom: 14px; font-weight: 650; letter-spacing: -.01em; }
  b { display: grid; place-items: center; width: 36px; height: 36px; border-radius: 50%; background: #0b5f4f; color: #fff; font-size: 18px; }
  img { display: block; border-radius: 14px; border: 1px solid #c9d4cf; }
</style><main>${shots.map(framed).join("")}</main>`;

const main = async (): Promise<void> => {
  const open = await openStall();
  try {
    const { page, context } = await newVisitor(open.browser, { viewport: SHOT, colorScheme: "light", reducedMotion: "reduce" });
    const shots: Shot[] = [];
    const take = async (caption: string): Promise<void> => {
      shots.push({ caption, png: await page.screenshot() });
      process.stdout.write(`${shots.length}. ${caption}\n`);
    };
    await buy(page, open.places.simulator, PRODUCT);
    await take("Buy it in AWS Marketplace (here: the simulator)");
    await setUp(page);
    await register(page, () => take("Set up your account"));
    await shows(page, "You're all set");
    await take("Access follows from what AWS says you bought");
    await logIn(page, PRODUCT, BUYER.company);
    await take("Log in: the product has heard of it all");
    // A page of its own: the product's policy would not let its style in.
    const frame = await context.newPage();
    await frame.setViewportSize({ width: 1700, height: 1000 });
    await frame.setContent(composed(shots));
    writeFileSync(PICTURE, await frame.locator("main").screenshot());
    process.stdout.write(`${PICTURE} is made.\n`);
  } finally {
    await open.close();
  }
};

void main();
