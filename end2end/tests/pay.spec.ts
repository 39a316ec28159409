import type { Page } from "@playwright/test";

import type { ByPost } from "./support/by-post";
import { citizen, officer } from "./support/people";
import { awake, expect, open, press, test } from "./support/test";
import type { Words } from "./support/words";

const muna = citizen("company_owner");

/** An application that is sent and waits for payment; its number. */
async function unpaid(byPost: ByPost): Promise<string> {
  const reference = await byPost.answered(muna);
  expect(await byPost.send(reference)).toMatch(/\/pay$/);
  return reference;
}

/** From the pay page to the provider's, where a button is pressed. */
async function payWith(page: Page, w: Words, act: string) {
  await page.getByRole("link", { name: w.say("continue_to_payment") }).click();
  await expect(page).toHaveURL(/\/checkout\//);
  await page.locator(`button[value=${act}]`).click();
}

/** Looks again, as the page advises, until it has this heading. */
async function lookUntil(page: Page, w: Words, heading: string) {
  await expect(async () => {
    const found = page.getByRole("heading", { level: 1, name: w.say(heading), exact: true });
    if (!(await found.isVisible())) await page.getByRole("link", { name: w.say("check_again"), exact: true }).click();
    await expect(found).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 40_000 });
}

test("a declined payment is told and can be tried again", async ({ page, byPost, w, language }) => {
  const reference = await unpaid(byPost);
  await open(page, `/${language}/applications/${reference}/pay`);
  await press(page, w.say("continue_to_payment"));
  await payWith(page, w, "decline");
  await expect(page.getByRole("heading", { level: 1, name: w.say("not_paid_title") })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(w.say("not_paid_text"));
  await awake(page);
  await press(page, w.say("pay_try_again"));
  await payWith(page, w, "approve");
  await expect(page.getByRole("heading", { level: 1, name: w.say("paid_title") })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: w.say("follow_application"), exact: true }).click();
  const history = page.locator("ol.timeline");
  await expect(history.getByRole("heading", { name: w.say("event_payment_failed") })).toHaveCount(1);
  await expect(history.getByRole("heading", { name: w.say("event_paid") })).toHaveCount(1);
});

test("who leaves the provider's page can go back to it", async ({ page, byPost, w, language }) => {
  const reference = await unpaid(byPost);
  await open(page, `/${language}/applications/${reference}/pay`);
  await press(page, w.say("continue_to_payment"));
  await payWith(page, w, "leave");
  await expect(page.getByRole("heading", { level: 1, name: w.say("pay_open_title") })).toBeVisible();
  await expect(page.getByText(w.say("not_paid_text")), "nobody knows that it failed").toHaveCount(0);
  await awake(page);
  await page.getByRole("link", { name: w.say("check_again"), exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: w.say("pay_open_title") })).toBeVisible();
  await payWith(page, w, "approve");
  await expect(page.getByRole("heading", { level: 1, name: w.say("paid_title") })).toBeVisible();
});

test("a payment counts although the browser never comes back", async ({ page, byPost, w, language }) => {
  const reference = await unpaid(byPost);
  await byPost.press(await byPost.checkout(reference), "approve");
  await byPost.untilPaid(reference);
  await open(page, `/${language}/applications/${reference}`);
  await expect(page.getByRole("heading", { level: 1, name: w.say("standing_approved") })).toBeVisible();
});

test("a payment that arrives late counts", async ({ page, byPost, w, language }) => {
  test.setTimeout(90_000);
  const reference = await unpaid(byPost);
  await open(page, `/${language}/applications/${reference}/pay`);
  await press(page, w.say("continue_to_payment"));
  await payWith(page, w, "late");
  await expect(page).toHaveURL(new RegExp(`/applications/${reference}/pay`));
  await expect(page.getByRole("heading", { level: 1, name: w.say("paid_title") })).toHaveCount(0);
  await expect(page.getByText(w.say("not_paid_text"))).toHaveCount(0);
  await byPost.untilPaid(reference);
  await open(page, `/${language}/applications/${reference}`);
  await expect(page.locator("ol.timeline").getByRole("heading", { name: w.say("event_paid") })).toHaveCount(1);
});

test("a payment under way is called neither paid nor failed, and ends by itself", async ({ page, byPost, w, language, script }) => {
  test.setTimeout(90_000);
  const reference = await unpaid(byPost);
  await open(page, `/${language}/applications/${reference}/pay`);
  await press(page, w.say("continue_to_payment"));
  await payWith(page, w, "slow");
  await expect(page.getByRole("heading", { level: 1, name: w.say("checking_title") })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(w.say("unknown_text"));
  await expect(page.getByRole("button", { name: w.say("continue_to_payment") }), "no second payment").toHaveCount(0);
  await awake(page);
  if (script) {
    const paid = page.getByRole("heading", { level: 1, name: w.say("paid_title") });
    await expect(paid, "the page looks by itself").toBeVisible({ timeout: 45_000 });
    await expect(page.getByRole("status").filter({ hasText: w.say("paid_title") })).toHaveCount(1);
  } else {
    await lookUntil(page, w, "paid_title");
  }
});

test("a notification that comes five times pays once", async ({ page, byPost, w, language }) => {
  const reference = await unpaid(byPost);
  await open(page, `/${language}/applications/${reference}/pay`);
  await press(page, w.say("continue_to_payment"));
  await payWith(page, w, "answers_twice");
  await expect(page.getByRole("heading", { level: 1, name: w.say("paid_title") })).toBeVisible();
  const status = `/${language}/applications/${reference}`;
  const receipt = await byPost.page(`${status}/receipt`);
  await page.waitForTimeout(2_000);
  await open(page, status);
  await expect(page.locator("ol.timeline").getByRole("heading", { name: w.say("event_paid") })).toHaveCount(1);
  const numbered = new RegExp(`^${w.say("receipt")} `);
  await expect(page.getByRole("link", { name: numbered }), "one receipt").toHaveCount(1);
  const number = w.like("receipt_number").source;
  expect(await byPost.page(`${status}/receipt`).then((html) => title(html)), number).toBe(title(receipt));
});

test("another amount than the bill's, or a forged word, pays nothing", async ({ page, byPost, w, language }) => {
  test.setTimeout(60_000);
  for (const act of ["forged_notification", "amount_differs"]) {
    const reference = await unpaid(byPost);
    await byPost.press(await byPost.checkout(reference), act);
    await page.waitForTimeout(1_500);
    await open(page, `/${language}/applications/${reference}/pay`);
    await expect(page.getByRole("heading", { level: 1, name: w.say("paid_title") }), act).toHaveCount(0);
    const receipt = await byPost.request.get(`/${language}/applications/${reference}/receipt`);
    expect(receipt.status(), act).toBe(404);
    await open(page, `/${language}/applications/${reference}`);
    await expect(page.locator("ol.timeline").getByRole("heading", { name: w.say("event_paid") }), act).toHaveCount(0);
  }
});

test("two presses, or two windows, are one payment", async ({ page, context, byPost, device, w, language }) => {
  const reference = await unpaid(byPost);
  const address = `/${language}/applications/${reference}/pay`;
  const second = await context.newPage();
  await open(page, address);
  await open(second, address);
  await page.getByRole("button", { name: w.say("continue_to_payment") }).dblclick();
  await press(second, w.say("continue_to_payment"));
  const ways = [await wayOn(page, w), await wayOn(second, w)];
  expect(ways[0], "both lead to the same payment").toBe(ways[1]);
  await payWith(page, w, "approve");
  await expect(page.getByRole("heading", { level: 1, name: w.say("paid_title") })).toBeVisible();

  const desk = await device();
  await desk.byPost.signIn(officer("moi", "civil_status_officer"));
  const history = title(await desk.byPost.page(`/${language}/staff/cases/${reference}`), "ol");
  expect(history.split(`<h3>${w.say("event_payment_started")}`)).toHaveLength(2);
});

/** Where the way to the provider leads, once it is ready. */
async function wayOn(page: Page, w: Words): Promise<string | null> {
  const way = page.getByRole("link", { name: w.say("continue_to_payment") });
  await expect(async () => {
    if (!(await way.isVisible())) await page.getByRole("link", { name: w.say("check_again"), exact: true }).click();
    await expect(way).toHaveAttribute("href", /\/checkout\//, { timeout: 1_000 });
  }).toPass({ timeout: 15_000 });
  return way.getAttribute("href");
}

/** The first element of a kind. */
function title(html: string, element = "title"): string {
  return new RegExp(`<${element}\\b[\\s\\S]*?</${element}>`).exec(html)?.[0] ?? "";
}
