import { type Locator, type Page, expect } from "@playwright/test";

import { type Answers, MOST_PAGES, paper } from "./any-service";
import { choose, input, press, test } from "./test";
import type { Words } from "./words";

/** An input that is seen and has no answer yet. */
type Open = { name: string; kind: string; accept: string; values: string[] };

/**
 * Answers page after page with what each offers, up to the last one; how many pages. A choice without an answer of
 * ours is the first of its list, every paper that is asked for is given, and what is typed comes from `answers`.
 */
export async function walk(page: Page, w: Words, answers: Answers): Promise<number> {
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const address = here(page);
    if (address.endsWith("/form/check")) return pages;
    const form = page.locator(`form[action="${address}"]`);
    await expect(form, "the page that the address names").toBeVisible();
    const answered = new Set<string>();
    // With the program a question appears as soon as the answer before it is given.
    for (let next = await open(form, answered); next; next = await open(form, answered)) {
      answered.add(next.name);
      await answer(page, next, answers);
    }
    await goOn(page, w, address);
  }
  throw new Error(`the pages do not end: ${page.url()}`);
}

const here = (page: Page) => new URL(page.url()).pathname;

async function open(form: Locator, answered: Set<string>): Promise<Open | undefined> {
  const found = await form.evaluate((element) => {
    type Input = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
    const inputs = [...element.querySelectorAll<Input>("input, select, textarea")];
    const seen = inputs.filter((input) => input.name && input.type !== "hidden" && input.checkVisibility());
    return [...new Set(seen.map(({ name }) => name))].map((name) => {
      const same = seen.filter((input) => input.name === name);
      const isChoice = ["radio", "checkbox"].includes(same[0].type);
      const isGiven = isChoice ? same.some((input) => "checked" in input && input.checked) : same[0].value !== "";
      const options = same[0] instanceof HTMLSelectElement ? [...same[0].options] : same;
      const values = options.map(({ value }) => value).filter(Boolean);
      return { name, kind: same[0].type, accept: same[0].getAttribute("accept") ?? "", values, isGiven };
    });
  });
  return found.find(({ name, isGiven }) => !isGiven && !answered.has(name));
}

async function answer(page: Page, { name, kind, accept, values }: Open, answers: Answers) {
  if (kind === "file") {
    if ((await page.locator(`[id="f-${name}"] ul[aria-labelledby]`).count()) > 0) return;
    await input(page, name).setInputFiles(paper(accept));
  } else if (kind === "radio") {
    await choose(input(page, name, answers[name] ?? values[0]));
  } else if (kind === "select-one") {
    await input(page, name).selectOption(answers[name] ?? values[0]);
  } else if (name in answers) {
    await input(page, name).fill(answers[name]);
  }
}

/** To the next page; without the program it may be the same one, with a question that appeared. */
async function goOn(page: Page, w: Words, before: string) {
  const { script } = test.info().project.metadata;
  const loaded = script ? undefined : page.waitForEvent("load");
  await press(page, w.say("continue_button"));
  await loaded;
  const wrong = page.locator("#problem");
  if (script) await expect.poll(async () => here(page) !== before || (await wrong.count()) > 0, { timeout: 15_000 }).toBe(true);
  expect(await wrong.count().then((count) => (count > 0 ? wrong.innerText() : "")), before).toBe("");
}
