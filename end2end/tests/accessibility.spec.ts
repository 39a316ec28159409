import type { Page } from "@playwright/test";

import { apply } from "./support/any-service";
import { expectAccessible, expectNarrow } from "./support/axe";
import { CHILD } from "./support/cases";
import { citizen, officer } from "./support/people";
import { type Places, citizensPlaces, officersPlaces, publicPlaces } from "./support/places";
import { awake, choose, expect, input, open, press, test } from "./support/test";

/** Places whose colours in the dark are looked at too. */
const DARK = ["home", "service", "sign in", "subject", "application that is finished", "queue", "case to decide", "appointment"];

test.setTimeout(150_000);

async function visit(page: Page, places: Places) {
  for (const [name, address] of Object.entries(places)) {
    await open(page, address);
    await expectAccessible(page, name);
    await expectNarrow(page, name);
    if (!DARK.includes(name)) continue;
    await page.emulateMedia({ colorScheme: "dark" });
    await expectAccessible(page, `${name}, dark`);
    await page.emulateMedia({ colorScheme: "light" });
  }
}

async function expectRefused(page: Page, form: string) {
  await expect(page.locator("#problem")).toBeFocused();
  await expectAccessible(page, `${form}, refused`);
  await expectNarrow(page, `${form}, refused`);
}

test("pages for everybody", ({ page, language }) => visit(page, publicPlaces(language)));

test("a citizen's pages", async ({ page, byPost, device }) => {
  await visit(page, await citizensPlaces(byPost, (await device()).byPost));
});

test("an officer's pages, and a decision that was refused", async ({ page, byPost, device, w }) => {
  const places = await officersPlaces(byPost, (await device()).byPost);
  await visit(page, places);
  await open(page, places["case to decide"]);
  await choose(input(page, "action", "return_for_correction"));
  await press(page, w.say("confirm_decision"));
  await expectRefused(page, "decision");
});

test("a page that is not there", async ({ page, language }) => {
  await page.goto(`/${language}/nowhere`);
  await awake(page);
  await expectAccessible(page, "not found");
  await expectNarrow(page, "not found");
});

test("forms that were refused", async ({ page, byPost, w, language }) => {
  await open(page, `/${language}/sign-in`);
  await press(page, w.say("sign_in"));
  await expectRefused(page, "sign in");
  await open(page, `/${language}/sign-up`);
  await page.locator("main form button[type=submit]").last().click();
  await expectRefused(page, "sign up");

  await byPost.signIn(citizen("guardian"));
  const reference = await byPost.answered(citizen("guardian"));
  const form = `/${language}/applications/${reference}/form`;
  await open(page, `${form}/applicant`);
  await input(page, "applicant_mobile").fill("1");
  await input(page, "applicant_email").fill("@");
  await press(page, w.say("continue_button"));
  await expectRefused(page, "applicant");
  await byPost.answer(reference, "applicant", { applicant_mobile: "0599000108", applicant_email: "" });
  await open(page, `${form}/subject`);
  await choose(input(page, "subject_relation", "agent"));
  await expect(input(page, "subject_name"), "questions that appear").toBeVisible();
  await expectAccessible(page, "subject, questions appeared");
  await press(page, w.say("continue_button"));
  await expectRefused(page, "subject");
  await byPost.answer(reference, "subject", { subject_relation: "self" });
  await open(page, `${form}/check`);
  await press(page, w.say("submit_application"));
  await expectRefused(page, "check answers");
  await open(page, `/${language}/applications?reference=12`);
  await expectAccessible(page, "request number, refused");
});

test("an appointment, and another person's consent", async ({ page, byPost, device, w, language }) => {
  const [asks, asked] = [citizen("parent"), citizen("married_adult")];
  await byPost.signIn(asks);
  const card = await apply(byPost, "identity-card-issuance", { reason: "first_issue", service_office: "moi-jen" });
  const passport = await apply(byPost, "passport-renewal", {
    holder: "minor", child_id: CHILD, consent_basis: "mother_with_father_consent", renewal_reason: "expiry",
    father_national_id: asked.nationalId,
  });
  const desk = await device();
  await desk.byPost.signIn(officer("moi", "civil_status_officer"));
  await desk.byPost.decide(card, { action: "approve" });
  const at = (place: string) => `/${language}${place}`;
  await visit(page, { appointment: at(`/applications/${card}/appointment`) });
  await press(page, w.say("appointment_book"));
  await expectRefused(page, "appointment");

  await byPost.signIn(asked);
  await visit(page, { "consents that are asked": at("/applications"), consent: at(`/consents/${passport}`) });
  await press(page, w.say("consent_send"));
  await expectRefused(page, "consent");
});

test("pages that the program does not reach", async ({ page, byPost, language, w }) => {
  await page.route("**/pkg/*.{js,wasm}", (route) => route.abort());
  const places = publicPlaces(language);
  const form = `/${language}/applications/${await byPost.answered(citizen("guardian"))}/form`;
  const some = { home: places.home, service: places.service, "sign up": places["sign up"], subject: `${form}/subject` };
  for (const [name, address] of Object.entries(some)) {
    await page.goto(address);
    await expectAccessible(page, `${name}, without program`);
  }
  await page.goto(`${form}/check`);
  await press(page, w.say("submit_application"));
  await expectRefused(page, "check answers, without program");
});
