import { BIRTH } from "./support/catalogue";
import { citizen } from "./support/people";
import { expect, open, test } from "./support/test";

test("whoever is outside the pilot is told so kindly, and cannot start", async ({ page, byPost, w, birth, language, origin }) => {
  await byPost.signIn(citizen("outside_pilot"));
  const service = `/${language}/services/${BIRTH}`;
  await open(page, service);
  await expect(page.getByRole("heading", { level: 1, name: birth.title })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(w.say("pilot_title"));
  await expect(page.getByRole("main")).toContainText(w.say("pilot_text"));
  for (const start of ["start_application", "start_another"]) {
    await expect(page.getByRole("button", { name: w.say(start), exact: true })).toHaveCount(0);
  }
  await expect(page.getByRole("heading", { name: w.say("who_may_use"), exact: true }), "the rest is there to read").toBeVisible();

  // The button is not there, and the server does not rely on that.
  const csrf = /name="_csrf" value="([^"]+)"/.exec(await byPost.page(`/${language}/account`))?.[1] ?? "";
  const answer = await byPost.request.post(`${service}/apply`, {
    form: { _csrf: csrf, start_key: "0193a5f0-0000-7000-8000-000000000001" },
    headers: { origin, "sec-fetch-site": "same-origin" },
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(403);
  expect(await answer.text(), "and says why").toContain(w.say("pilot_text"));
  const list = `/${language}/applications`;
  await open(page, list);
  await expect(page.getByRole("main")).toContainText(w.say("no_applications"));
});
