import { ABOUT_FATIMA } from "./support/cases";
import { citizen, officer } from "./support/people";
import { choose, expect, input, open, press, test } from "./support/test";

const tareq = citizen("married_adult");
const clerk = officer("moi", "civil_status_officer");

test("who decides second is told so, and keeps what was written", async ({ byPost, device, w, birth, language }) => {
  const reference = await byPost.paid(tareq, ABOUT_FATIMA);
  const address = `/${language}/staff/cases/${reference}`;
  const [first, second] = [await device(), await device()];
  for (const { page, byPost } of [first, second]) {
    await byPost.signIn(clerk);
    await open(page, address);
  }

  await press(first.page, w.say("take_reference", { reference }));
  await expect(first.page.getByRole("heading", { name: w.say("decision"), exact: true })).toBeVisible();
  await press(second.page, w.say("take_reference", { reference }));
  await expect(second.page.getByText(w.say("decided_meanwhile_title")), "taken already").toBeVisible();

  await open(second.page, address);
  await choose(second.page.getByRole("radio", { name: birth.action("review", "reject") }));
  await input(second.page, "note").fill("لا يطابق السجل.");
  await choose(first.page.getByRole("radio", { name: birth.action("review", "approve") }));
  await press(first.page, w.say("confirm_decision"));
  await expect(first.page.getByRole("heading", { name: w.say("decision"), exact: true })).toHaveCount(0);

  await press(second.page, w.say("confirm_decision"));
  await expect(second.page.getByText(w.say("decided_meanwhile_title"))).toBeVisible();
  await expect(second.page.getByText("لا يطابق السجل.").first()).toBeVisible();
  await second.page.getByRole("link", { name: w.say("open_again"), exact: true }).click();
  await expect(second.page.getByRole("button", { name: w.say("take_reference", { reference }) })).toBeVisible();
  const status = await byPost.page(`/${language}/applications/${reference}`);
  expect(status, "the first decision stands").toContain(w.say("standing_approved"));
});

test("a case is there for those who work on it and for nobody else", async ({ byPost, device, w, language }) => {
  const reference = await byPost.paid(tareq, ABOUT_FATIMA);
  const address = `/${language}/staff/cases/${reference}`;
  const desk = await device();
  await desk.byPost.signIn(officer("mot", "licensing_officer"));
  const refused = await desk.page.goto(address);
  expect(refused?.status(), "an officer of another ministry").toBe(404);
  await expect(desk.page.getByRole("heading", { level: 1, name: w.say("not_found_title") })).toBeVisible();
  await open(desk.page, `/${language}/staff/queue?q=${reference}`);
  await expect(desk.page.getByRole("link", { name: reference, exact: true })).toHaveCount(0);
  const posted = await desk.byPost.request.post(`${address}/decide`, {
    form: { action: "approve" },
    headers: { origin: new URL(desk.page.url()).origin, "sec-fetch-site": "same-origin" },
  });
  expect([403, 404]).toContain(posted.status());

  for (const staff of [address, `/${language}/staff/queue`]) {
    expect((await byPost.request.get(staff)).status(), `${staff}, to a citizen`).toBe(404);
  }
  const stranger = await device();
  await stranger.page.goto(address);
  await expect(stranger.page, "whoever is not signed in").toHaveURL(/\/sign-in\?next=/);
  const other = await device();
  await other.byPost.signIn(citizen("parent"));
  const alien = await other.byPost.request.get(`/${language}/applications/${reference}`);
  expect(alien.status(), "another citizen").toBe(404);
});
