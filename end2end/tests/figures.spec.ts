import { expectAccessible, expectNarrow } from "./support/axe";
import { BIRTH, Service } from "./support/catalogue";
import { citizen, director, officer } from "./support/people";
import { expect, open, press, test } from "./support/test";

const adel = citizen("guardian");
const clerk = officer("moi", "civil_status_officer");

test("figures for everybody stand in the footer, and tell nothing of a month that is not over", async ({ page, w, language, script }) => {
  await open(page, `/${language}`);
  await page.getByRole("contentinfo").getByRole("link", { name: w.say("figures_title") }).click();
  await expect(page.getByRole("heading", { level: 1, name: w.say("figures_title") })).toBeVisible();
  await expect(page.getByText(w.say("figure_none")).first()).toBeVisible();
  const months = await page.locator("#from option").count();
  expect(months).toBe(24);
  await page.locator("#from").selectOption({ index: 5 });
  await page.locator("#to").selectOption({ index: 0 });
  await press(page, w.say("figures_show"));
  await expect(page).toHaveURL(/from=\d{4}-\d{2}&to=\d{4}-\d{2}/);
  await expect(page.locator("#from")).toHaveValue(/^\d{4}-\d{2}$/);
  await expect(page.getByText(w.say("figures_misread"))).toHaveCount(0);
  // The first month after the last is no stretch of months.
  await open(page, `/${language}/figures?from=2026-06&to=2026-01`);
  await expect(page.getByText(w.say("figures_misread"))).toBeVisible();
  if (script) await expectNarrow(page, "figures");
});

test("those who lead a body see what was decided there", async ({ byPost, device, w, language, script }) => {
  test.setTimeout(90_000);
  const reference = await byPost.paid(adel);
  const desk = await device();
  await desk.byPost.signIn(clerk);
  await desk.byPost.decide(reference, { action: "issue_certificate" });
  const refused = await desk.byPost.request.get(`/${language}/staff/reports`);
  expect(refused.status(), "an officer leads nothing").toBe(404);

  const lead = await device();
  await lead.byPost.signIn(director("moi"));
  await open(lead.page, `/${language}/staff/queue`);
  await lead.page.getByRole("link", { name: w.say("reports_title"), exact: true }).click();
  await expect(lead.page.getByRole("heading", { level: 1, name: w.say("reports_title") })).toBeVisible();
  const received = lead.page.getByRole("region", { name: w.say("figure_received"), exact: true });
  const drawing = received.getByRole("img");
  await expect(drawing).toContainText(new Service(BIRTH, language).title);
  await received.getByText(w.say("figure_table")).click();
  await expect(received.getByRole("row").filter({ hasText: new Service(BIRTH, language).title })).toContainText(/[1-9]/);
  if (script) {
    await expectAccessible(lead.page, "reports");
    await expectNarrow(lead.page, "reports");
  }
  const file = lead.page.getByRole("link", { name: w.say("figures_file") });
  const table = await lead.byPost.request.get((await file.getAttribute("href"))!);
  expect(table.headers()["content-type"]).toBe("text/csv; charset=utf-8");
  expect(await table.text()).toMatch(/\r\nreceived,count,"[^"]+",\d{4}-\d{2}-\d{2},/);

  await lead.page.locator("#from").fill("2020-01-01");
  await lead.page.locator("#to").fill("2020-01-31");
  await press(lead.page, w.say("figures_show"));
  await expect(lead.page).toHaveURL(/from=2020-01-01/);
  await expect(received.getByText(w.say("figure_none"))).toBeVisible();

  const supervisor = await device();
  await supervisor.byPost.signIn(officer("moi", "supervisor"));
  await open(supervisor.page, `/${language}/staff/dashboard`);
  const decided = supervisor.page.getByRole("region", { name: w.say("figure_decided"), exact: true });
  await expect(decided.getByRole("img")).toBeVisible();
  if (script) {
    await expectAccessible(supervisor.page, "dashboard");
    await expectNarrow(supervisor.page, "dashboard");
  }
});
