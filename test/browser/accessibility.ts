import { source as axe } from "axe-core";
import type { Page } from "playwright-core";

/** WCAG 2.2 A and AA, and what axe-core counts as good practice. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe-core complains of on a page: rules and the markup that breaks them. The page's policy keeps even the checker out: visit with `bypassCSP`. */
export const accessibilityFaults = async (page: Page): Promise<readonly (readonly [string, readonly string[]])[]> => {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
    `axe.run(document, { runOnly: ${JSON.stringify(RULES)} })`,
  );
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
};
