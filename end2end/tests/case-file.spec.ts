import { ABOUT_FATIMA } from "./support/cases";
import { citizen, officer } from "./support/people";
import { expect, expectProblems, input, open, press, test } from "./support/test";

const tareq = citizen("married_adult");
const clerk = officer("moi", "civil_status_officer");

const SECRET = "سألتُ المديرية هاتفيًا";
const QUESTION = "ما الغرض من المستخرج؟";
const ANSWER = "للتسجيل في المدرسة";

test("an officer leaves a note and asks, and the citizen answers", async ({ page, byPost, device, w, birth, language }) => {
  test.setTimeout(60_000);
  const reference = await byPost.paid(tareq, ABOUT_FATIMA);
  const desk = await device();
  await desk.byPost.signIn(clerk);
  const staff = desk.page;
  await open(staff, `/${language}/staff/cases/${reference}`);
  await press(staff, w.say("take_reference", { reference }));
  await expect(staff.getByRole("heading", { name: w.say("decision"), exact: true })).toBeVisible();

  await test.step("a note stands beside the answer it is about", async () => {
    await press(staff, w.say("note_save"));
    await expectProblems(staff, w, [["internal_note", w.say("problem_required_text", { label: w.say("add_internal_note") })]]);
    await input(staff, "note_field").selectOption("subject_mother_name");
    await input(staff, "internal_note").fill(SECRET);
    await press(staff, w.say("note_save"));
    const answers = staff.getByRole("region", { name: w.say("case_answers"), exact: true });
    await expect(answers.getByText(SECRET)).toBeVisible();
    await expect(staff.getByRole("region", { name: w.say("internal_notes") })).toContainText(birth.label("subject_mother_name"));
    await expect(input(staff, "internal_note"), "what was kept is gone from the form").toHaveValue("");
  });

  await test.step("the officer asks", async () => {
    await input(staff, "message").fill(QUESTION);
    await press(staff, w.say("conversation_ask_send"));
    await expect(staff.getByRole("region", { name: w.say("conversation_with_applicant") })).toContainText(QUESTION);
  });

  await test.step("the citizen reads the question and not the note, and answers", async () => {
    await open(page, `/${language}/applications/${reference}`);
    const turn = page.getByRole("region", { name: w.say("your_turn"), exact: true });
    await turn.getByRole("link", { name: w.say("conversation_turn_link") }).click();
    const written = page.getByRole("region", { name: w.say("conversation_title") });
    await expect(written).toContainText(QUESTION);
    expect(await page.content(), "a note is nowhere").not.toContain(SECRET);
    await input(page, "message").fill(ANSWER);
    await press(page, w.say("conversation_answer_send"));
    await expect(written).toContainText(ANSWER);
    await expect(turn).toHaveCount(0);
  });

  await open(staff, `/${language}/staff/cases/${reference}`);
  await expect(staff.getByRole("region", { name: w.say("conversation_with_applicant") })).toContainText(ANSWER);
});
