import { PDF } from "./support/by-post";
import { citizen, officer } from "./support/people";
import { choose, expect, expectProblems, input, open, press, test } from "./support/test";

/** Says to live on cash assistance. */
const CLAIM = { request: { exemption_category: "social_assistance_beneficiary" } };

const amna = citizen("assisted_mother");
const rana = citizen("government_employee");

test("an exemption that the registry confirms costs nothing", async ({ byPost, page, w, birth, language }) => {
  const reference = await byPost.answered(amna, CLAIM);
  await open(page, `/${language}/applications/${reference}/form/check`);
  await expect(page.locator("table.fees tfoot td")).toHaveText(w.say("free"));
  await choose(page.getByRole("checkbox", { name: birth.label("declaration") }));
  await press(page, w.say("submit_application"));
  await expect(page).toHaveURL(new RegExp(`/applications/${reference}`));
  await expect(page).not.toHaveURL(/\/pay$/);
  await expect.soft(page.getByRole("heading", { level: 1, name: w.say("submitted_title") })).toBeVisible();
  await expect(page.getByRole("heading", { name: new RegExp(`^${w.say("event_nothing_due")}`) })).toBeVisible();
});

test("an exemption that nobody confirms is looked at by an officer", async ({ byPost, device, page, w, birth, language }) => {
  const proof = { request: { field: "exemption_file", name: "proof.pdf", content: PDF } };
  const reference = await byPost.answered(rana, CLAIM, proof);
  await byPost.send(reference);
  const desk = await device();
  await desk.byPost.signIn(officer("moi", "exemption_officer"));
  await open(desk.page, `/${language}/staff/cases/${reference}`);
  await press(desk.page, w.say("take_reference", { reference }));
  await choose(desk.page.getByRole("radio", { name: birth.action("exemption_review", "refuse_exemption") }));
  await press(desk.page, w.say("confirm_decision"));
  await expectProblems(desk.page, w, [
    ["reason.refuse_exemption", w.say("problem_decision_reason")],
    ["note", w.say("problem_decision_note")],
  ]);
  await input(desk.page, "reason.refuse_exemption").selectOption("right_not_proved");
  await input(desk.page, "note").fill("الأسرة غير مسجلة في البرنامج.");
  await press(desk.page, w.say("confirm_decision"));
  await expect(desk.page.getByRole("heading", { name: w.say("decision"), exact: true })).toHaveCount(0);

  await open(page, `/${language}/applications/${reference}`);
  await expect(page.getByRole("heading", { level: 1, name: w.say("standing_awaiting_payment") })).toBeVisible();
  await expect(page.getByText("الأسرة غير مسجلة في البرنامج.").first(), "why").toBeVisible();
  await page.getByRole("main").getByRole("link", { name: w.say("pay_fees"), exact: true }).click();
  await expect(page.locator(".due")).toContainText("20.00");
});
