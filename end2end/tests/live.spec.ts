import type { Page } from "@playwright/test";

import { expectAccessible } from "./support/axe";
import { ABOUT_FATIMA } from "./support/cases";
import { citizen, officer } from "./support/people";
import { expect, open, test } from "./support/test";
import type { Words } from "./support/words";

const tareq = citizen("married_adult");
const clerk = officer("moi", "civil_status_officer");

/** Two looks of the server, the pause between two tellings, and the question. */
const SOON = { timeout: 15_000 };

const refresh = (page: Page, w: Words) => page.getByRole("link", { name: w.say("refresh_page"), exact: true });
const said = (page: Page) => page.locator("[role=status].visually-hidden").first();

test("the page of an application follows what an officer decides", async ({ page, script, byPost, device, w, language }) => {
  test.setTimeout(90_000);
  const reference = await byPost.paid(tareq, ABOUT_FATIMA);
  await open(page, `/${language}/applications/${reference}`);
  await expect(page.getByRole("heading", { level: 1, name: w.say("standing_in_review") })).toBeVisible();
  await page.locator("#answers > summary").click();
  if (script) await page.evaluate(() => Object.assign(window, { stayed: true }));
  const { byPost: staff } = await device();
  await staff.signIn(clerk);
  await staff.decide(reference, { action: "approve" });
  const approved = page.getByRole("heading", { level: 1, name: w.say("standing_approved") });
  if (script) {
    await expect(approved).toBeVisible(SOON);
    expect(await page.evaluate(() => "stayed" in window), "no new document").toBe(true);
    await expect(page.locator("#answers > summary"), "the focus stays").toBeFocused();
    await expect(page.locator("#answers"), "what was opened stays open").toHaveAttribute("open", "");
    await expect(page).toHaveTitle(new RegExp(w.say("standing_approved")));
    await expect(said(page)).toHaveText(/\d\d:\d\d/);
    await expectAccessible(page, "after the change");
    await refresh(page, w).click();
    await expect(refresh(page, w), "the focus stays at what was pressed").toBeFocused();
    await page.getByRole("link", { name: w.say("applications_title") }).first().click();
    await expect(page).toHaveTitle(new RegExp(w.say("applications_title")));
    expect(await page.evaluate(() => "stayed" in window), "a way inside the document").toBe(true);
  } else {
    await expect(approved).toHaveCount(0);
    await refresh(page, w).click();
    await expect(approved).toBeVisible();
  }
});

test("the queue follows, and waits while something is ticked", async ({ byPost, device, script, w, language }) => {
  test.setTimeout(90_000);
  const reference = await byPost.paid(tareq, ABOUT_FATIMA);
  const [{ page, byPost: staff }, other] = [await device(), await device()];
  await staff.signIn(clerk);
  await other.byPost.signIn(clerk);
  await open(page, `/${language}/staff/queue?view=open&q=${reference}`);
  const row = page.getByRole("row").filter({ hasText: reference });
  const box = page.getByRole("checkbox", { name: w.say("select_application", { reference }) });
  const mine = row.getByText(w.say("view_mine"), { exact: true });
  const task = `${reference}.${await box.getAttribute("value")}`;
  await expect(refresh(page, w)).toBeVisible();
  if (script) await box.check();
  const queue = `/${language}/staff/queue`;
  await other.byPost.post(queue, `${queue}/bulk`, { one: task });
  if (script) {
    await expect(page.locator(".as-of strong"), "says that there is something new").toBeVisible(SOON);
    await expect(box, "what is ticked stays").toBeChecked();
    await expect(mine, "and beside the row it stood at").toHaveCount(0);
  } else {
    await expect(mine).toHaveCount(0);
  }
  await refresh(page, w).click();
  await expect(mine).toBeVisible();
  await expect(box).not.toBeChecked();
  if (!script) return;
  await expect(page.locator(".as-of strong")).toHaveCount(0);
  await page.getByLabel(w.say("queue_search")).fill("typed");
  await page.mouse.move(0, 0);
  await other.byPost.post(`/${language}/staff/cases/${reference}`, `/${language}/staff/cases/${reference}/release`, {});
  await expect(mine, "by itself").toHaveCount(0, SOON);
  await expect(page.getByLabel(w.say("queue_search")), "what is typed stays").toHaveValue("typed");
  await expect(page.getByLabel(w.say("queue_search"))).toBeFocused();
});

test("a page that nobody sees keeps no stream open @program", async ({ page, context, byPost, w, language }) => {
  const reference = await byPost.paid(tareq, ABOUT_FATIMA);
  const streams: string[] = [];
  context.on("request", (request) => {
    if (request.url().includes("/live?")) streams.push(request.url());
  });
  await open(page, `/${language}/applications/${reference}`);
  await expect.poll(() => streams.length).toBe(1);
  const gone = page.waitForEvent("requestfailed", (request) => request.url().includes("/live?"));
  const hide = (hidden: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    }, hidden);
  await hide(true);
  await gone;
  await hide(false);
  await expect.poll(() => streams.length, "seen again").toBe(2);
  await expect(refresh(page, w)).toBeVisible();
});
