import type { Page } from "@playwright/test";

import { BIRTH, type Service } from "./support/catalogue";
import { PASSWORD, citizen } from "./support/people";
import { awake, choose, expect, expectNoProblem, expectProblems, input, open, press, test } from "./support/test";
import type { Language, Words } from "./support/words";

/** As people type it: another letter at the end of the word, capitals where there are none. */
const SEARCH = { ar: "شهاده ميلاد", en: "BIRTH certificate" };

const rana = citizen("government_employee");

test("a citizen finds a service, applies on two devices, pays, and follows it", async ({ page, device, w, birth, language }) => {
  test.setTimeout(150_000);
  await test.step("find the service", () => find(page, w, birth, language));
  await test.step("sign in", () => signIn(page, w, birth));
  const reference = await test.step("start", () => start(page, w, birth));
  await test.step("say how to be reached", () => applicant(page, w, birth));
  await test.step("say whom it is about", () => subject(page, w, birth));
  await test.step("say what is asked for, and leave", () => leave(page, w, birth, reference));

  const other = (await device()).page;
  await test.step("go on at another device", () => resume(other, w, birth, language, reference));
  await test.step("say how to receive it", () => delivery(other, w, birth));
  await test.step("check the answers and change one", () => check(other, w, birth));
  await test.step("declare and send", () => send(other, w, birth));
  await test.step("pay", () => pay(other, w));
  await test.step("read the receipt", () => receipt(other, w, reference));
  await test.step("follow it", () => follow(other, w, birth, language, reference));
});

async function find(page: Page, w: Words, birth: Service, language: Language) {
  await open(page, `/${language}`);
  await expect(page.getByRole("heading", { level: 1, name: w.say("home_title") })).toBeVisible();
  await page.getByRole("searchbox", { name: w.say("search_label") }).fill(SEARCH[language]);
  await page.getByRole("search").getByRole("button", { name: w.say("search_button") }).click();
  await expect(page).toHaveURL(/\/services\?q=./);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(SEARCH[language]);
  await expect(page.getByRole("searchbox")).toHaveValue(SEARCH[language]);
  await page.getByRole("main").getByRole("link", { name: birth.title }).click();
  await expect(page).toHaveURL(new RegExp(`/services/${BIRTH}$`));
  await expect(page.getByRole("heading", { level: 1, name: birth.title })).toBeVisible();
  for (const part of ["who_may_use", "required_documents", "steps"]) {
    await expect(page.getByRole("heading", { name: w.say(part), exact: true })).toBeVisible();
  }
}

async function signIn(page: Page, w: Words, birth: Service) {
  await page.getByRole("link", { name: w.say("sign_in_to_start") }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: w.say("sign_in") })).toBeVisible();
  const id = page.getByRole("textbox", { name: w.say("id_number") });
  await id.fill(rana.nationalId);
  await input(page, "password").fill("wrong-password");
  await press(page, w.say("sign_in"));
  await expectProblems(page, w, [["national_id", w.say("sign_in_wrong")]]);
  await expect(id).toHaveValue(rana.nationalId);
  await input(page, "password").fill(PASSWORD);
  await press(page, w.say("sign_in"));
  await expect(page.getByRole("heading", { level: 1, name: birth.title })).toBeVisible();
  await awake(page);
}

/** Drafts of other tests may be there: then the service offers to go on with one of them, or to start another. */
async function start(page: Page, w: Words, birth: Service): Promise<string> {
  const first = page.getByRole("button", { name: w.say("start_application"), exact: true });
  const another = page.getByRole("button", { name: w.say("start_another"), exact: true });
  await first.or(another).first().click();
  await expect(page).toHaveURL(/\/form\/applicant/);
  await expect(page.getByRole("heading", { level: 1, name: birth.page("applicant") })).toBeVisible();
  return /\/applications\/([\d-]+)\//.exec(page.url())![1];
}

async function applicant(page: Page, w: Words, birth: Service) {
  await expect(page.getByText(rana.nationalId)).toBeVisible();
  await expect(input(page, "applicant_national_id")).toHaveCount(0);
  await input(page, "applicant_mobile").fill("0512");
  await input(page, "applicant_email").fill("rana at home");
  await press(page, w.say("continue_button"));
  await expectProblems(page, w, [
    ["applicant_mobile", w.say("problem_mobile", { label: birth.label("applicant_mobile") })],
    ["applicant_email", w.say("problem_email", { label: birth.label("applicant_email"), example: "name@example.ps" })],
  ]);
  await expect(input(page, "applicant_mobile")).toHaveValue("0512");
  await expect(input(page, "applicant_email")).toHaveValue("rana at home");
  await page.locator("#problem").getByRole("link").first().click();
  await expect(input(page, "applicant_mobile")).toBeFocused();
  // Digits as on an Arabic keyboard are digits.
  await input(page, "applicant_mobile").fill("٠٥٩٩ ٠٠٠ ١٠١");
  await input(page, "applicant_email").fill(rana.email);
  await press(page, w.say("continue_button"));
  await expect(page).toHaveURL(/\/form\/subject/);
}

async function subject(page: Page, w: Words, birth: Service) {
  await expect(page.getByRole("heading", { level: 1, name: birth.page("subject") })).toBeVisible();
  await expectNoProblem(page);
  await press(page, w.say("continue_button"));
  await expectProblems(page, w, [
    ["subject_relation", w.say("problem_required_choice", { label: birth.label("subject_relation") })],
  ]);
  await choose(page.getByLabel(birth.option("subject_relation", "self"), { exact: true }));
  await press(page, w.say("continue_button"));
  await expect(page).toHaveURL(/\/form\/request/);
  await page.getByRole("link", { name: w.say("back"), exact: true }).click();
  await expect(page).toHaveURL(/\/form\/subject/);
  await expect(input(page, "subject_relation", "self")).toBeChecked();
  await press(page, w.say("continue_button"));
  await expect(page).toHaveURL(/\/form\/request/);
}

async function leave(page: Page, w: Words, birth: Service, reference: string) {
  await expect(page.getByRole("heading", { level: 1, name: birth.page("request") })).toBeVisible();
  await expect(input(page, "certificate_language", "ar")).toBeChecked();
  await input(page, "copies").fill("0");
  await press(page, w.say("continue_button"));
  await expectProblems(page, w, [
    ["purpose", w.say("problem_required_choice", { label: birth.label("purpose") })],
    ["copies", w.say("problem_too_small", { label: birth.label("copies"), least: 1 })],
  ]);
  await expect(input(page, "copies")).toHaveValue("0");
  await input(page, "copies").fill("2");
  await input(page, "purpose").selectOption("other");
  await choose(input(page, "urgency", "urgent"));
  await press(page, w.say("save_later"));
  await expect(page).toHaveURL(/\/applications(\?|$)/);
  await expect(page.getByRole("link", { name: reference, exact: true })).toBeVisible();
}

async function resume(page: Page, w: Words, birth: Service, language: Language, reference: string) {
  const list = `/${language}/applications`;
  await open(page, list);
  await expect(page, "whoever is not signed in is led to the door").toHaveURL(/\/sign-in\?next=/);
  await input(page, "national_id").fill(rana.nationalId);
  await input(page, "password").fill(PASSWORD);
  await press(page, w.say("sign_in"));
  await expect(page, "and from there back").toHaveURL(new RegExp(`${list}$`));
  await awake(page);
  const row = page.getByRole("row").filter({ hasText: reference });
  await expect(row).toContainText(birth.title);
  await expect(row).toContainText(w.say("st_draft"));
  await row.getByRole("link", { name: new RegExp(w.say("action_complete")) }).click();
  await expect(page.getByRole("heading", { level: 1, name: w.say("standing_draft") })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: w.say("action_complete"), exact: true }).click();
  await expect(page).toHaveURL(/\/form\/request/);
  await expect(input(page, "copies")).toHaveValue("2");
  await expect(input(page, "purpose")).toHaveValue("other");
  await expect(input(page, "urgency", "urgent")).toBeChecked();
  // The answer from before asks one more question; nothing is called wrong that was never asked.
  await expect(input(page, "purpose_other")).toBeVisible();
  await expectNoProblem(page);
  await press(page, w.say("continue_button"));
  await expectProblems(page, w, [
    ["purpose_other", w.say("problem_required_text", { label: birth.label("purpose_other") })],
  ]);
  await input(page, "purpose_other").fill(language === "ar" ? "منحة دراسية" : "Scholarship");
  await press(page, w.say("continue_button"));
  await expect(page).toHaveURL(/\/form\/delivery/);
}

async function delivery(page: Page, w: Words, birth: Service) {
  await expect(page.getByRole("heading", { level: 1 })).toContainText(birth.page("delivery"));
  await choose(page.getByLabel(birth.option("delivery_method", "post"), { exact: true }));
  await addressAsked(page, w);
  await expect.soft(input(page, "delivery_address.governorate"), "the address is known").toHaveValue("PS-RBH");
  await input(page, "delivery_address.governorate").selectOption("PS-RBH");
  await input(page, "delivery_address.locality").fill("");
  await press(page, w.say("continue_button"));
  await expectProblems(page, w, [
    ["delivery_address.locality", w.say("problem_required_text", { label: birth.label("delivery_address") })],
  ]);
  await input(page, "delivery_address.locality").fill("البيرة");
  await press(page, w.say("continue_button"));
  await expect(page).toHaveURL(/\/form\/check/);
}

/** The address is asked for at once where the page's program runs, else after the answer was sent. */
async function addressAsked(page: Page, w: Words) {
  if (!test.info().project.metadata.script) {
    await press(page, w.say("continue_button"));
    await expect(page).toHaveURL(/\/form\/delivery/);
  }
  await expect(input(page, "delivery_address.locality")).toBeVisible();
}

async function check(page: Page, w: Words, birth: Service) {
  await expect(page.getByRole("heading", { level: 1, name: w.say("check_answers_title") })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(birth.option("urgency", "urgent"));
  await expect(page.getByRole("main")).toContainText("البيرة");
  const total = page.locator("table.fees tfoot td");
  // Two copies, urgent, by post: 20 + 10 + 15.
  await expect(total).toHaveText("45.00");
  const copies = `${w.say("change")} ${birth.label("copies")}`;
  await page.getByRole("link", { name: copies }).click();
  await expect(page).toHaveURL(/\/form\/request\?from=check#f-copies$/);
  await expect(input(page, "copies")).toHaveValue("2");
  await input(page, "copies").fill("3");
  await press(page, w.say("continue_button"));
  await expect(page, "a change comes back to where it was wanted").toHaveURL(/\/form\/check/);
  await expect(total).toHaveText("55.00");
}

async function send(page: Page, w: Words, birth: Service) {
  await press(page, w.say("submit_application"));
  await expectProblems(page, w, [["declaration", birth.message("declaration")]]);
  await choose(page.getByRole("checkbox", { name: birth.label("declaration") }));
  await press(page, w.say("submit_application"));
  await expect(page).toHaveURL(/\/pay$/);
}

async function pay(page: Page, w: Words) {
  await expect(page.getByRole("heading", { level: 1, name: w.say("pay_title") })).toBeVisible();
  await expect(page.locator(".due")).toContainText("55.00");
  await press(page, w.say("continue_to_payment"));
  await page.getByRole("link", { name: w.say("continue_to_payment") }).click();
  await expect(page, "the provider is another house").toHaveURL(/\/checkout\//);
  await expect(page.locator(".amount")).toContainText("55.00");
  await page.locator("button[value=approve]").click();
  await expect(page.getByRole("heading", { level: 1, name: w.say("paid_title") })).toBeVisible();
  await awake(page);
}

async function receipt(page: Page, w: Words, reference: string) {
  await page.getByRole("main").getByRole("link", { name: w.say("receipt"), exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: w.like("receipt_title") })).toBeVisible();
  const paper = page.getByRole("article");
  await expect(paper).toContainText(reference);
  await expect(paper.locator("tfoot td")).toHaveText("55.00");
  await page.getByRole("link", { name: w.say("about_application"), exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/applications/${reference}$`));
}

async function follow(page: Page, w: Words, birth: Service, language: Language, reference: string) {
  await expect(page.getByRole("heading", { level: 1, name: w.say("standing_approved") })).toBeVisible();
  const stages = page.getByRole("region", { name: w.say("stages"), exact: true }).getByRole("listitem");
  await expect(stages.first()).toContainText(w.say("stage_submission"));
  await expect(stages.filter({ hasText: w.say("stage_issue") })).toHaveAttribute("aria-current", "step");
  const history = page.locator("ol.timeline");
  for (const event of ["event_started", "event_submitted", "event_payment_asked", "event_paid"]) {
    await expect(history.getByRole("heading", { name: new RegExp(`^${w.say(event)}`) })).toHaveCount(1);
  }
  await expect(history).toContainText("55.00");
  await page.getByText(w.say("answers_and_attachments"), { exact: true }).click();
  await expect(page.locator("#answers")).toContainText(birth.label("purpose_other"));
  await page.getByRole("link", { name: w.say("nav_applications"), exact: true }).first().click();
  await expect(page).toHaveURL(new RegExp(`/${language}/applications$`));
  const row = page.getByRole("row").filter({ hasText: reference });
  await expect(row).toContainText(w.say("st_approved"));
  await row.getByRole("link", { name: reference, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: w.say("standing_approved") })).toBeVisible();
}
