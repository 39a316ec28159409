import type { Page } from "@playwright/test";

import { type ByPost, PDF } from "./support/by-post";
import { ABOUT_FATIMA, FATIMA } from "./support/cases";
import type { Service } from "./support/catalogue";
import { citizen, officer } from "./support/people";
import { choose, expect, expectNoProblem, expectProblems, input, open, press, test } from "./support/test";
import { type Words, escaped } from "./support/words";

const tareq = citizen("married_adult");
const lina = citizen("agent");
const clerk = officer("moi", "civil_status_officer");

const REASON = { ar: "اسم الأم لا يطابق السجل المدني.", en: "The mother’s name is not the one in the civil registry." };

test("an officer sends an application back, the citizen corrects it, the document is issued and can be verified", async ({
  page, device, byPost, w, birth, language,
}) => {
  test.setTimeout(120_000);
  const reference = await byPost.paid(tareq, ABOUT_FATIMA);
  const desk = await device();
  await desk.byPost.signIn(clerk);
  const staff = desk.page;

  await test.step("the officer finds it in the queue and reads it", () => read(staff, w, birth, reference));
  await test.step("the officer takes it and sends it back", () => sendBack(staff, w, birth, reference, REASON[language]));
  await test.step("the citizen sees why and corrects that alone", async () => {
    await open(page, `/${language}/applications/${reference}`);
    await correct(page, w, birth, REASON[language]);
  });
  await test.step("the officer approves and issues", () => issue(staff, w, birth, reference));
  const document = await test.step("the citizen opens the document", () => certificate(page, w, birth, language, reference));
  await test.step("anyone may verify it", async () => {
    const stranger = (await device()).page;
    await verify(stranger, w, language, document);
  });
});

async function openCase(page: Page, w: Words, reference: string) {
  await open(page, `/${w.language}/staff/queue`);
  await page.getByLabel(w.say("queue_search")).fill(reference);
  await press(page, w.say("apply_filters"));
  await expect(page).toHaveURL(/\?.*q=/);
  await page.getByRole("link", { name: reference, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(reference);
}

async function read(page: Page, w: Words, birth: Service, reference: string) {
  await openCase(page, w, reference);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(birth.title);
  await expect(page.getByRole("region", { name: w.say("case_facts") })).toContainText(tareq.nationalId);
  const checks = page.getByRole("region", { name: w.say("compare_title") });
  const mother = checks.getByRole("row").filter({ hasText: FATIMA.wrongMother });
  await expect(mother).toContainText(w.say("compare_differs"));
  await expect(mother).toContainText(FATIMA.mother);
  await expect(checks.getByRole("row").filter({ hasText: FATIMA.nationalId })).toContainText(w.say("compare_matches"));
  await expect(page.getByRole("region", { name: w.say("case_answers"), exact: true })).toContainText(FATIMA.name);
}

async function take(page: Page, w: Words, reference: string) {
  await press(page, w.say("take_reference", { reference }));
  await expect(page.getByRole("heading", { name: w.say("decision"), exact: true })).toBeVisible();
}

async function sendBack(page: Page, w: Words, birth: Service, reference: string, reason: string) {
  const mark = (field: string) => page.getByRole("checkbox", { name: birth.label(field), exact: true });
  await take(page, w, reference);
  await press(page, w.say("confirm_decision"));
  await expectProblems(page, w, [["action", w.say("problem_decision")]]);
  await choose(page.getByRole("radio", { name: birth.action("review", "return_for_correction") }));
  await choose(mark("subject_mother_name"));
  await choose(mark("subject_name"));
  await press(page, w.say("confirm_decision"));
  await expectProblems(page, w, [
    ["reason.return_for_correction", w.say("problem_decision_reason")],
    ["note", w.say("problem_decision_note")],
  ]);
  await expect(page.getByRole("radio", { name: birth.action("review", "return_for_correction") })).toBeChecked();
  for (const field of ["subject_name", "subject_mother_name"]) {
    await expect.soft(mark(field), "everything that was marked stays marked").toBeChecked();
  }
  await mark("subject_name").uncheck();
  await mark("subject_mother_name").check();
  await input(page, "reason.return_for_correction").selectOption("records_differ");
  await input(page, "note").fill(reason);
  await press(page, w.say("confirm_decision"));
  await expect(page.getByRole("heading", { name: w.say("decision"), exact: true })).toHaveCount(0);
  await expectNoProblem(page);
}

async function correct(page: Page, w: Words, birth: Service, reason: string) {
  await expect(page.getByRole("heading", { level: 1, name: w.say("standing_returned") })).toBeVisible();
  const turn = page.getByRole("region", { name: w.say("your_turn"), exact: true });
  await expect(turn).toContainText(reason);
  await expect(turn).toContainText(w.say("reason_records_differ"));
  await expect(turn).toContainText(w.say("returned_no_fee"));
  await turn.getByRole("link", { name: birth.label("subject_mother_name") }).click();
  await expect(page).toHaveURL(/\/form\/subject.*#f-subject_mother_name$/);
  await expect(page.getByRole("main")).toContainText(reason);
  for (const closed of ["subject_relation", "subject_national_id", "subject_name", "subject_birth_date.day"]) {
    await expect(input(page, closed), `${closed} stays as it is`).toHaveCount(0);
  }
  await expect(input(page, "subject_mother_name")).toHaveValue(FATIMA.wrongMother);
  await input(page, "subject_mother_name").fill("زهره");
  await press(page, w.say("continue_button"));
  await untilCheck(page, w);
  await expect(page.getByRole("heading", { level: 1, name: w.say("check_answers_resend_title") })).toBeVisible();
  await expect(page.getByRole("main")).toContainText("زهره");
  await choose(page.getByRole("checkbox", { name: birth.label("declaration") }));
  await press(page, w.say("resend_application"));
  await expect(page.getByRole("heading", { name: w.say("event_resent") }).first()).toBeVisible();
  await expect.soft(page.getByRole("heading", { level: 1, name: w.say("resent_title") })).toBeVisible();
}

/** Pages without anything to correct may stand between the correction and the end. */
async function untilCheck(page: Page, w: Words) {
  const address = () => new URL(page.url()).pathname;
  for (const before of ["subject", "request", "delivery"]) {
    await expect.poll(address).not.toContain(`/form/${before}`);
    if (address().endsWith("/form/check")) return;
    // The address is there before the page is: until then a press would be one on the page before.
    await expect(page.locator(`form[action="${address()}"]`)).toHaveCount(1);
    await press(page, w.say("continue_button"));
  }
  await expect.poll(address).toContain("/form/check");
}

async function issue(page: Page, w: Words, birth: Service, reference: string) {
  await open(page, `/${w.language}/staff/queue?q=${reference}`);
  const row = page.getByRole("row").filter({ hasText: reference });
  await expect(row).toContainText(w.say("back_after_correction"));
  await openCase(page, w, reference);
  const checks = page.getByRole("region", { name: w.say("compare_title") });
  await expect(checks.getByText(w.say("compare_differs"), { exact: true })).toHaveCount(0);
  const changed = page.getByRole("region", { name: w.say("resent_changes") }).getByRole("row").nth(1);
  await expect(changed).toContainText(FATIMA.wrongMother);
  await expect(changed).toContainText("زهره");
  await decide(page, w, reference, birth.action("review", "approve"));
  await openCase(page, w, reference);
  await decide(page, w, reference, birth.action("issue", "issue_certificate"));
}

async function decide(page: Page, w: Words, reference: string, action: string) {
  await take(page, w, reference);
  await choose(page.getByRole("radio", { name: action }));
  await press(page, w.say("confirm_decision"));
  await expect(page.getByRole("heading", { name: w.say("decision"), exact: true })).toHaveCount(0);
  await expectNoProblem(page);
}

type Document = { number: string; code: string };

async function certificate(page: Page, w: Words, birth: Service, language: string, reference: string): Promise<Document> {
  await open(page, `/${language}/applications/${reference}`);
  await expect(page.getByRole("heading", { level: 1, name: w.say("standing_issued") })).toBeVisible();
  await page.getByText(w.say("who_read_application"), { exact: true }).click();
  await expect(page.getByText(w.say("event_case_read")).first(), "who opened the file is told").toBeVisible();
  await page.getByRole("main").getByRole("link", { name: w.say("action_open"), exact: true }).click();
  await expect(page).toHaveURL(/\/documents\//);
  const paper = page.getByRole("article");
  await expect(paper.getByRole("heading", { level: 1, name: birth.document })).toBeVisible();
  await expect(paper).toContainText(FATIMA.name);
  await expect(paper.locator("svg[role=img]").last()).toBeVisible();
  const [number, code] = await paper.locator(".code").allTextContents();
  expect(code).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4})+$/);
  await expect(paper, "and says where to type it").toContainText("/verify");
  return { number, code };
}

async function verify(page: Page, w: Words, language: string, { number, code }: Document) {
  await open(page, `/${language}/verify/${code}`);
  await expect(page.getByRole("heading", { level: 1, name: w.say("verify_valid") })).toBeVisible();
  const main = page.getByRole("main");
  await expect(main).toContainText(number);
  for (const secret of [FATIMA.nationalId, tareq.nationalId, ...FATIMA.name.split(" "), FATIMA.mother, "1960"]) {
    await expect(main, "the check shows what is public and nothing else").not.toContainText(secret);
  }
  // Typed as people type it.
  await input(page, "code").fill(` ${code.toLowerCase().replaceAll("-", " ")} `);
  await press(page, w.say("verify_button"));
  await expect(page).toHaveURL(/\/verify\?code=/);
  await expect(page.getByRole("heading", { level: 1, name: w.say("verify_valid") })).toBeVisible();
  await expect(input(page, "code"), "the answer is there, and its own form").toHaveValue("");
  await input(page, "code").fill("0000-0000-0000-0000");
  await press(page, w.say("verify_button"));
  await expect(page.getByRole("heading", { level: 1, name: w.say("verify_unknown") })).toBeVisible();
  await expect(input(page, "code")).toHaveValue("0000-0000-0000-0000");
}

test("an agent attaches a paper, and the officer reads it", async ({ page, device, byPost, w, birth, language }) => {
  test.setTimeout(60_000);
  await byPost.signIn(lina);
  const reference = await byPost.draft();
  await byPost.answer(reference, "applicant", { applicant_mobile: lina.mobile, applicant_email: lina.email });
  const address = `/${language}/applications/${reference}/form/subject`;
  await byPost.answer(reference, "subject", { subject_relation: "self" });
  await open(page, address);
  await attach(page, w, birth);
  await expect(page).toHaveURL(/\/form\/request/);
  const given = await byPost.page(address);
  expect(given, "the page lists what was given").toContain("wakala.pdf");

  await finish(byPost, reference);
  const desk = await device();
  await desk.byPost.signIn(clerk);
  await open(desk.page, `/${language}/staff/cases/${reference}`);
  const papers = desk.page.getByRole("region", { name: w.say("case_attachments"), exact: true });
  const link = papers.getByRole("link", { name: new RegExp(escaped(w.say("open_file", { file: "wakala.pdf" }))) });
  await expect(papers).toContainText(birth.label("agent_poa_file"));
  const shown = desk.page.waitForResponse((answer) => answer.url().includes("/files/"));
  await link.click();
  const viewer = desk.page.getByRole("region", { name: w.say("file_preview", { file: "wakala.pdf" }) });
  await expect(viewer.locator("iframe"), "it opens within the page").toBeVisible();
  expect((await shown).status(), "and may stand in its frame").toBe(200);
  const alone = viewer.getByRole("link", { name: w.say("viewer_alone"), exact: true });
  const file = await desk.byPost.request.get((await alone.getAttribute("href"))!);
  expect(file.status()).toBe(200);
  expect(file.headers()["content-type"]).toBe("application/pdf");
  expect(file.headers()["x-content-type-options"]).toBe("nosniff");
  expect((await file.body()).equals(PDF), "the file is the one that was given").toBe(true);

  await open(page, `/${language}/applications/${reference}`);
  await page.getByText(w.say("who_read_application"), { exact: true }).click();
  await expect(page.getByText(w.say("event_attachment_read")).first(), "the reading is told").toBeVisible();
});

async function attach(page: Page, w: Words, birth: Service) {
  await choose(input(page, "subject_relation", "agent"));
  if (!test.info().project.metadata.script) {
    await press(page, w.say("continue_button"));
    await expect(page.getByText(w.say("more_questions"))).toBeVisible();
  }
  await input(page, "subject_national_id").fill(FATIMA.nationalId);
  await input(page, "subject_name").fill(FATIMA.name);
  await input(page, "subject_birth_date.day").fill("25");
  await input(page, "subject_birth_date.month").fill(test.info().project.metadata.language === "ar" ? "نيسان" : "April");
  await input(page, "subject_birth_date.year").fill("1960");
  await input(page, "subject_mother_name").fill(FATIMA.mother);
  const file = input(page, "agent_poa_file");
  await file.setInputFiles({ name: "wakala.pdf", mimeType: "application/pdf", buffer: Buffer.from("no such thing") });
  // With script a file goes at once; what is wrong with it is said without the page being sent.
  const { script } = test.info().project.metadata;
  if (!script) await press(page, w.say("continue_button"));
  const kinds = new RegExp(escaped(birth.label("agent_poa_file")));
  const told = script ? page.locator("#agent_poa_file-error") : page.locator("#problem").getByRole("listitem");
  await expect(told, "a name does not make a file a PDF").toContainText(kinds);
  await expect(input(page, "subject_mother_name")).toHaveValue(FATIMA.mother);
  await file.setInputFiles({ name: "wakala.pdf", mimeType: "application/pdf", buffer: PDF });
  await press(page, w.say("continue_button"));
}

/** The rest of an application, and its payment. */
async function finish(byPost: ByPost, reference: string) {
  await byPost.answer(reference, "request", {
    certificate_language: "ar", purpose: "work", copies: "1", urgency: "normal", exemption_category: "none",
  });
  await byPost.answer(reference, "delivery", { delivery_method: "download" });
  await byPost.send(reference);
  await byPost.press(await byPost.checkout(reference), "approve");
  await byPost.untilPaid(reference);
}
