import type { Page } from "@playwright/test";

import { apply } from "./support/any-service";
import type { ByPost } from "./support/by-post";
import { CHILD } from "./support/cases";
import { Service } from "./support/catalogue";
import { citizen } from "./support/people";
import { choose, expect, expectProblems, open, press, test } from "./support/test";
import type { Words } from "./support/words";

const PASSPORT = "passport-renewal";
const ahmad = citizen("parent");
const tareq = citizen("married_adult");
const muna = citizen("company_owner");

/** A child's passport, with another person named who must agree. */
async function named(byPost: ByPost): Promise<string> {
  await byPost.signIn(ahmad);
  return apply(byPost, PASSPORT, {
    holder: "minor", child_id: CHILD, consent_basis: "mother_with_father_consent", father_national_id: tareq.nationalId,
    renewal_reason: "expiry", delivery_method: "collect",
  });
}

/** Whoever is named finds the request among the own applications. */
async function find(page: Page, w: Words, reference: string) {
  await open(page, `/${w.language}/applications`);
  const asked = page.getByRole("region", { name: w.say("consents_waiting") });
  const request = asked.getByRole("listitem").filter({ has: page.locator(`a[href$="/consents/${reference}"]`) });
  await expect(request).toContainText(new Service(PASSPORT, w.language).title);
  await request.getByRole("link", { name: w.say("consent_open") }).click();
  await expect(page.getByRole("heading", { level: 1, name: w.say("consent_title") })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(reference);
}

async function answer(page: Page, w: Words, key: string) {
  await choose(page.getByRole("radio", { name: w.say(key), exact: true }));
  await press(page, w.say("consent_send"));
}

test("an application waits until the person named agrees", async ({ byPost, device, page, w, language }) => {
  const reference = await named(byPost);
  await test.step("the applicant waits", async () => {
    await open(page, `/${language}/applications/${reference}`);
    await expect(page.getByRole("heading", { level: 1, name: w.say("standing_awaiting_consent") })).toBeVisible();
    await expect(page.getByRole("link", { name: w.say("pay_fees"), exact: true })).toHaveCount(0);
  });

  const other = await device();
  await other.byPost.signIn(tareq);
  await test.step("the person named answers", async () => {
    await find(other.page, w, reference);
    await press(other.page, w.say("consent_send"));
    await expectProblems(other.page, w, [["consent", w.say("problem_consent")]]);
    await answer(other.page, w, "consent_give");
    await expect(other.page.getByRole("main")).toContainText(w.say("consent_was_given"));
    await expect(other.page.getByRole("button", { name: w.say("consent_send") }), "once").toHaveCount(0);
    await open(other.page, `/${language}/applications`);
    await expect(other.page.locator(`a[href$="/consents/${reference}"]`)).toHaveCount(0);
  });

  await test.step("and the application goes on", async () => {
    await open(page, `/${language}/applications/${reference}`);
    await expect(page.getByRole("heading", { level: 1, name: w.say("standing_awaiting_payment") })).toBeVisible();
    const history = page.locator("ol.timeline");
    await expect(history.getByRole("heading", { name: w.say("event_consent_given") })).toHaveCount(1);
  });
});

test("who does not agree ends the application", async ({ byPost, device, page, w, language }) => {
  const reference = await named(byPost);
  const other = await device();
  await other.byPost.signIn(tareq);
  await find(other.page, w, reference);
  await answer(other.page, w, "consent_refuse");
  await expect(other.page.getByRole("main")).toContainText(w.say("consent_was_refused"));
  await open(page, `/${language}/applications/${reference}`);
  await expect(page.getByRole("heading", { level: 1, name: w.say("standing_rejected") })).toBeVisible();
  const history = page.locator("ol.timeline");
  await expect(history.getByRole("heading", { name: w.say("event_consent_refused") })).toHaveCount(1);
});

test("nobody else is asked, or learns that anybody is", async ({ byPost, device, page, w, language, origin }) => {
  const reference = await named(byPost);
  const address = `/${language}/consents/${reference}`;
  expect((await byPost.request.get(address)).status(), "the applicant").toBe(404);

  const stranger = await device();
  await stranger.byPost.signIn(muna);
  const refused = await stranger.page.goto(address);
  expect(refused?.status(), "another citizen").toBe(404);
  await expect(stranger.page.getByRole("heading", { level: 1, name: w.say("not_found_title") })).toBeVisible();
  const list = await stranger.byPost.page(`/${language}/applications`);
  expect(list).not.toContain(reference);
  // The form is not there, and the server does not rely on that.
  const csrf = /name="_csrf" value="([^"]+)"/.exec(await stranger.byPost.page(`/${language}/account`))![1];
  const posted = await stranger.byPost.request.post(address, {
    form: { _csrf: csrf, consent: "given" },
    headers: { origin, "sec-fetch-site": "same-origin" },
    maxRedirects: 0,
  });
  expect(posted.status()).toBe(404);

  const unknown = (await device()).page;
  await unknown.goto(address);
  await expect(unknown, "whoever is not signed in").toHaveURL(/\/sign-in\?next=/);
  await open(page, `/${language}/applications/${reference}`);
  await expect(page.getByRole("heading", { level: 1, name: w.say("standing_awaiting_consent") })).toBeVisible();
});
