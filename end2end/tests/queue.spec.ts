import type { Page } from "@playwright/test";

import { expectAccessible } from "./support/axe";
import { ABOUT_FATIMA } from "./support/cases";
import { citizen, officer } from "./support/people";
import { expect, expectProblems, open, press, test } from "./support/test";

const tareq = citizen("married_adult");
const clerk = officer("moi", "civil_status_officer");
const supervisor = officer("moi", "supervisor");

/** Looked at where the page's program runs: the look itself is one. */
async function expectFit(page: Page, state: string) {
  if (test.info().project.metadata.script) await expectAccessible(page, state);
}

test("several cases are taken after a look, and called back", async ({ byPost, device, w, language }) => {
  test.setTimeout(90_000);
  const references = [await byPost.paid(tareq, ABOUT_FATIMA), await byPost.paid(tareq, ABOUT_FATIMA)];
  const { page, byPost: staff } = await device();
  await staff.signIn(clerk);
  const address = `/${language}/staff/queue?view=available&sort=age`;
  await open(page, address);
  await press(page, w.say("bulk_take"));
  await expectProblems(page, w, [["case", w.say("problem_choose_cases")]]);
  await open(page, address);
  for (const reference of references) {
    await page.getByRole("checkbox", { name: w.say("select_application", { reference }) }).check();
  }
  await press(page, w.say("bulk_take"));
  await expect(page.getByRole("heading", { level: 1, name: w.say("bulk_title_take") })).toBeVisible();
  for (const reference of references) await expect(page.getByRole("row").filter({ hasText: reference })).toContainText(w.say("bulk_changes"));
  await expectFit(page, "the look before");
  await press(page, w.say("bulk_confirm"));
  await expect(page.getByRole("button", { name: w.say("bulk_undo") })).toBeVisible();
  await open(page, address);
  await expect(page.getByRole("row").filter({ hasText: references[0]! }), "nothing has happened yet").toContainText(w.say("bulk_pending"));
  await press(page, w.say("bulk_undo"));
  await expect(page.getByText(w.say("bulk_undone_text"))).toBeVisible();
  await open(page, address);
  await press(page, w.say("take_reference", { reference: references[0]! }));
  await expect(page.getByRole("heading", { name: w.say("decision"), exact: true })).toBeVisible();
  await page.getByRole("link", { name: w.say("next_case"), exact: true }).click();
  await expect(page).not.toHaveURL(new RegExp(references[0]!));
  await expect(page).toHaveURL(/\/staff\/cases\//);
});

test("the queue is narrowed down by addresses, and a view is kept", async ({ byPost, device, w, language }) => {
  const reference = await byPost.paid(tareq, ABOUT_FATIMA);
  const { page, byPost: staff } = await device();
  await staff.signIn(clerk);
  await open(page, `/${language}/staff/queue?q=${tareq.nationalId}`);
  await expect(page.getByRole("link", { name: reference, exact: true })).toBeVisible();
  await open(page, `/${language}/staff/queue?q=${tareq.nationalId.slice(0, 5)}`);
  await expect(page.getByText(w.say("queue_no_match")), "not the beginning of an identity number").toBeVisible();
  await open(page, `/${language}/staff/queue?due=month`);
  await page.getByText(w.say("manage_views"), { exact: true }).click();
  await press(page, w.say("save_view"));
  await expectProblems(page, w, [["name", w.say("problem_view_name")]]);
  await page.getByLabel(w.say("view_name")).fill("شهر");
  await press(page, w.say("save_view"));
  const kept = page.getByRole("navigation", { name: w.say("saved_views") }).getByRole("link", { name: "شهر" });
  await expect(kept).toHaveAttribute("href", /due=month/);
  await expectFit(page, "the queue");
  await page.getByText(w.say("manage_views"), { exact: true }).click();
  await press(page, w.say("forget_view", { name: "شهر" }));
  await expect(kept).toHaveCount(0);
  if (!test.info().project.metadata.script) return;
  await open(page, `/${language}/staff/queue?q=${reference}`);
  await page.keyboard.press("j");
  await expect(page.getByRole("link", { name: reference, exact: true })).toBeFocused();
  await page.getByText(w.say("keys_title"), { exact: true }).click();
  await press(page, w.say("keys_off"));
  await page.getByRole("button", { name: w.say("keys_on") }).focus();
  await page.keyboard.press("j");
  await expect(page.getByRole("link", { name: reference, exact: true }), "switched off").not.toBeFocused();
  await press(page, w.say("keys_on"));
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/staff/cases/${reference}`));
});

test("a supervisor sees all work and says why it is handed over", async ({ byPost, device, w, language }) => {
  const reference = await byPost.paid(tareq, ABOUT_FATIMA);
  const { page, byPost: staff } = await device();
  await staff.signIn(supervisor);
  await open(page, `/${language}/staff/queue?q=${reference}`);
  await page.getByRole("checkbox", { name: w.say("select_application", { reference }) }).check();
  await press(page, w.say("bulk_hand_over"));
  await press(page, w.say("continue_button"));
  await expectProblems(page, w, [["to", w.say("problem_colleague")], ["reason", w.say("problem_hand_over_reason")]]);
  await page.getByLabel(w.say("bulk_reason")).fill("إجازة");
  await page.getByLabel(w.say("assign_to"), { exact: true }).selectOption({ index: 2 });
  await press(page, w.say("continue_button"));
  await expect(page.getByText(w.say("bulk_result")).first()).toBeVisible();
  await expectFit(page, "handing over");
});
