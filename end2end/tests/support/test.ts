import { type BrowserContext, type Locator, type Page, test as base, expect } from "@playwright/test";

import { ByPost } from "./by-post";
import { BIRTH, Service } from "./catalogue";
import { type Language, Words } from "./words";

export { expect };

type Fixtures = {
  /** Whether the page's program runs in this project. */
  script: boolean;
  /** The language of this project. */
  language: Language;
  /** The words of that language. */
  w: Words;
  /** The service most tests ask for. */
  birth: Service;
  /** Where the portal is. */
  origin: string;
  /** The same browser, by forms alone. */
  byPost: ByPost;
  /** Another device: nothing is shared with this one. */
  device: () => Promise<Device>;
};

/** A browser of its own, with a page. */
export type Device = { context: BrowserContext; page: Page; byPost: ByPost };

export const test = base.extend<Fixtures>({
  script: async ({}, use, info) => use(info.project.metadata.script as boolean),
  language: async ({}, use, info) => use(info.project.metadata.language as Language),
  w: async ({ language }, use) => use(new Words(language)),
  birth: async ({ language }, use) => use(new Service(BIRTH, language)),
  origin: async ({ baseURL }, use) => use(new URL(baseURL!).origin),
  context: async ({ context }, use) => {
    await context.addInitScript(tellWhenAwake);
    await use(context);
  },
  byPost: async ({ context, origin, language }, use) => use(new ByPost(context, origin, language)),
  device: async ({ browser, origin, language }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext();
      contexts.push(context);
      await context.addInitScript(tellWhenAwake);
      return { context, page: await context.newPage(), byPost: new ByPost(context, origin, language) };
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

/** Runs in each document before anything else: says when the page's program has woken the page. */
function tellWhenAwake() {
  const start = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (...given) => {
    const started = await start(...given);
    // What is called once the program is there runs before these.
    setTimeout(() => setTimeout(() => Object.assign(window, { awake: true }), 0), 0);
    return started;
  };
}

/** Waits until the page's program has woken the page; where there is none, until the page is there. */
export async function awake(page: Page): Promise<void> {
  const { script } = test.info().project.metadata;
  if (script) await page.waitForFunction(() => "awake" in window, undefined, { timeout: 20_000 });
}

/** Opens an address and waits until the page can be used in every way it has. */
export async function open(page: Page, address: string): Promise<void> {
  const answer = await page.goto(address);
  expect(answer?.status(), address).toBeLessThan(400);
  await awake(page);
}

/** Inputs by their name, which is part of the contract of the forms. */
export function input(page: Page, name: string, value?: string): Locator {
  return page.locator(value === undefined ? `[name="${name}"]:not([type=hidden])` : `[name="${name}"][value="${value}"]`);
}

/** What the whole page says is wrong, in order, and at which input. */
export async function expectProblems(page: Page, w: Words, problems: [input: string, text: string][]): Promise<void> {
  const summary = page.locator("#problem");
  await expect(summary.getByRole("heading", { name: w.say("there_is_a_problem") })).toBeVisible();
  await expect(summary).toBeFocused();
  await expect(summary.getByRole("listitem")).toHaveText(problems.map(([, text]) => text));
  await expect(page).toHaveTitle(new RegExp(`^${w.say("error_prefix")}`));
  for (const [name, text] of problems) {
    await expect(summary.locator(`a[href="#${name}"]`)).toHaveText(text);
    const faulty = page.locator(`[id="${name}"]`);
    const error = page.locator(`[id="${name.split(".")[0]}-error"]`);
    await expect(error).toContainText(text);
    // A radio button has no such state; its group is described by the error instead.
    if ((await faulty.getAttribute("type")) !== "radio") await expect(faulty).toHaveAttribute("aria-invalid", "true");
  }
}

/** Chooses an option or ticks a box, by its label as people do: the whole row can be pressed. */
export async function choose(option: Locator): Promise<void> {
  const id = await option.getAttribute("id");
  await option.page().locator(`label[for="${id}"]`).click();
  await expect(option).toBeChecked();
}

/** Presses the button of this name. */
export async function press(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
}

/** Nothing is wrong on the page. */
export async function expectNoProblem(page: Page): Promise<void> {
  await expect(page.locator("#problem")).toHaveCount(0);
  await expect(page.locator(".error")).toHaveCount(0);
}
