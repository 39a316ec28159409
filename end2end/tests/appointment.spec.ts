import type { Page } from "@playwright/test";

import { apply } from "./support/any-service";
import type { ByPost } from "./support/by-post";
import { Service } from "./support/catalogue";
import { type Person, citizen, officer } from "./support/people";
import { type Device, choose, expect, expectProblems, input, open, press, test } from "./support/test";
import type { Language, Words } from "./support/words";

const CARD = "identity-card-issuance";
const lina = citizen("agent");
const amna = citizen("assisted_mother");

/** Tests run beside each other: each language has an office of its own to book in. */
const OFFICE: Record<Language, string> = { ar: "moi-nbs", en: "moi-tkm" };

/** A first identity card, approved: it costs nothing and waits for a time. */
async function approved(byPost: ByPost, device: () => Promise<Device>, person: Person): Promise<string> {
  await byPost.signIn(person);
  const office = OFFICE[byPost.language];
  const reference = await apply(byPost, CARD, {
    reason: "first_issue", delivery_method: "collect", service_office: office, collect_office: office,
  });
  const desk = await device();
  await desk.byPost.signIn(officer("moi", "civil_status_officer"));
  await desk.byPost.decide(reference, { action: "approve" });
  return reference;
}

const times = (page: Page) => page.locator("input[name=slot]");

/** Chooses one of the free times and books it; the time. */
async function book(page: Page, w: Words, at: number): Promise<string> {
  const time = times(page).nth(at);
  const told = (await time.getAttribute("value"))!.split("T")[1];
  await choose(time);
  await press(page, w.say("appointment_book"));
  return told;
}

/** The time is told on the application's own page, which has nothing to do. */
async function expectBooked(page: Page, w: Words, reference: string, time: string) {
  await expect(page).toHaveURL(new RegExp(`/applications/${reference}$`));
  const told = page.getByRole("main").getByText(w.like("appointment_booked"));
  await expect(told).toContainText(time);
  await expect(page.getByRole("heading", { name: w.say("your_turn"), exact: true })).toHaveCount(0);
}

test("a citizen chooses a time, sees it and moves it until it cannot be moved", async ({ byPost, device, page, w, language }) => {
  test.setTimeout(60_000);
  const reference = await approved(byPost, device, lina);
  const status = `/${language}/applications/${reference}`;
  await test.step("the application asks for it", async () => {
    await open(page, status);
    await expect(page.getByRole("heading", { level: 1, name: w.say("appointment_title") })).toBeVisible();
    await page.getByRole("main").getByRole("link", { name: w.say("appointment_title"), exact: true }).click();
    await expect(page).toHaveURL(/\/appointment$/);
    await expect(page.getByLabel(w.say("appointment_office")), "the office of the application").toHaveValue(OFFICE[language]);
  });

  await test.step("nothing chosen is told", async () => {
    await press(page, w.say("appointment_book"));
    await expectProblems(page, w, [["slot", w.say("problem_choose_time")]]);
  });

  const first = await book(page, w, 0);
  await expectBooked(page, w, reference, first);

  await test.step("another day, another time", async () => {
    await page.getByRole("link", { name: w.say("appointment_move") }).click();
    await expect(page.getByRole("main")).toContainText(w.counted("appointment_moves_left"));
    const day = page.getByLabel(w.say("appointment_day"), { exact: true });
    const chosen = (await day.locator("option").nth(2).getAttribute("value"))!;
    await day.selectOption(chosen);
    await press(page, w.say("appointment_show_times"));
    await expect(page).toHaveURL(new RegExp(`day=${chosen}`));
    await expect(times(page).first()).toHaveValue(new RegExp(`^${chosen}T`));
    await expectBooked(page, w, reference, await book(page, w, 3));
    const history = page.locator("ol.timeline").getByRole("heading", { name: w.say("event_appointment_booked") });
    await expect(history).toHaveCount(2);
  });

  await test.step("and once more, which is the last time", async () => {
    await open(page, `${status}/appointment`);
    await expectBooked(page, w, reference, await book(page, w, 1));
    await expect(page.getByRole("link", { name: w.say("appointment_move") })).toHaveCount(0);
    await open(page, `${status}/appointment`);
    await expect(page.getByRole("main")).toContainText(w.say("appointment_no_moves"));
    await expect(page.getByRole("button", { name: w.say("appointment_book") })).toHaveCount(0);
  });
});

test("a time that somebody took meanwhile is told, and the page of another is nobody's", async ({
  byPost, device, page, w, language,
}) => {
  test.setTimeout(60_000);
  const reference = await approved(byPost, device, amna);
  const other = await device();
  const second = await approved(other.byPost, device, lina);
  const address = (of: string) => `/${language}/applications/${of}/appointment`;
  await open(page, address(reference));
  const wanted = await times(page).last().getAttribute("value");
  await other.byPost.go(address(second), address(second), { slot: wanted! });
  await choose(input(page, "slot", wanted!));
  await press(page, w.say("appointment_book"));
  await expectProblems(page, w, [["slot", w.say("problem_slot_taken")]]);

  const refused = await other.page.goto(address(reference));
  expect(refused?.status(), "another citizen").toBe(404);
  await expect(other.page.getByRole("heading", { level: 1, name: w.say("not_found_title") })).toBeVisible();
  const named = new Service(CARD, language).title;
  await expect(other.page.getByRole("main"), "not even what it is about").not.toContainText(named);
});
