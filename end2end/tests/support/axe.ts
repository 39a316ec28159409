import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { expect } from "./test";

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The page as it stands has no fault that a machine can find. */
export async function expectAccessible(page: Page, state: string): Promise<void> {
  // Our pages hold no frames, so the older way of running it finds the same in half the time.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(STANDARDS).analyze();
  const told = violations.map(({ id, help, nodes }) => {
    const places = nodes.slice(0, 3).map(({ target, failureSummary }) => `    ${target.join(" ")}: ${failureSummary}`);
    return `  ${id}: ${help}\n${places.join("\n")}`;
  });
  expect.soft(told, `${state} (${page.url()})`).toEqual([]);
}

/** Nothing sticks out sideways on the narrowest screen, which is also a wide one at 400 %. */
export async function expectNarrow(page: Page, state: string): Promise<void> {
  const size = page.viewportSize()!;
  await page.setViewportSize({ width: 320, height: 640 });
  const sticking = await page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const wide = [...document.querySelectorAll("body *:not(:has(*))")].filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return left < -1 || right > root.clientWidth + 1;
    });
    return wide.slice(-5).map((element) => `${element.outerHTML.slice(0, 120)} in ${element.parentElement?.tagName}`);
  });
  await page.setViewportSize(size);
  expect.soft(sticking, `${state} at 320 px (${page.url()})`).toEqual([]);
}
