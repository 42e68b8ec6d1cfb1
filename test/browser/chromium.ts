import type { Browser } from "playwright-core";

/**
 * Starts the Chromium that comes in the npm package. Both packages are modules, which only a dynamic import loads from
 * here. Of the arguments the package proposes for Lambda none is taken: one switches off the very web security under test.
 */
export const launchChromium = async (): Promise<Browser> => {
  const [{ default: packed }, { chromium }] = await Promise.all([import("@sparticuz/chromium"), import("playwright-core")]);
  return chromium.launch({ executablePath: await packed.executablePath(), args: ["--no-sandbox"], headless: true });
};
