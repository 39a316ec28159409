import type { Page } from "@playwright/test";

import { apply } from "./support/any-service";
import { expectAccessible, expectNarrow } from "./support/axe";
import type { ByPost } from "./support/by-post";
import { Service } from "./support/catalogue";
import { citizen, officer } from "./support/people";
import { choose, expect, open, press, test } from "./support/test";
import type { Words } from "./support/words";

const PERMIT = "building-permit";
const rana = citizen("government_employee");

/** A small house outside every area where more bodies are asked. */
const HOUSE = {
  capacity: "owner", basin_number: "12", parcel_number: "34", parcel_area: "600", "site_address.locality": "رام الله",
  has_co_owners: "no", work_type: "new", building_use: "residential", floors: "2", floor_area: "180", units: "1",
  parking_spaces: "1", "estimated_cost.amount": "250000", historic_area: "no", office_name: "مكتب الزيتونة",
  syndicate_number: "4711", engineer_mobile: "0599123456", tax_clearance_number: "TC-1", delivery_method: "download",
};

/** Who decides before the fee is set, and how. */
const BEFORE = [
  ["local_authority", "la_service_clerk", "approve"],
  ["local_authority", "la_engineer", "approve_without_visit"],
  ["engineers_association", "syndicate_reviewer", "approve"],
  ["civil_defence", "civil_defence_officer", "approve"],
  ["moh", "environmental_health_officer", "approve"],
  ["local_authority", "la_committee_secretary", "approve"],
] as const;

/** A permit that everybody agreed to. */
async function agreed(byPost: ByPost, desk: ByPost): Promise<string> {
  await byPost.signIn(rana);
  const reference = await apply(byPost, PERMIT, HOUSE);
  await byPost.pay(reference);
  for (const [entity, role, action] of BEFORE) {
    await desk.signIn(officer(entity, role));
    await desk.decide(reference, { action });
  }
  return reference;
}

const amount = (page: Page, w: Words, label: string) =>
  page.getByRole("textbox", { name: w.say("assessed_amount_of", { label, currency: w.say("currency_ils") }), exact: true });

test("an officer sets the fees, and the citizen pays the second bill", async ({ byPost, device, page, w, language, script }) => {
  test.setTimeout(90_000);
  const permit = new Service(PERMIT, language);
  const desk = await device();
  const reference = await agreed(byPost, desk.byPost);
  await test.step("the officer enters the amounts", async () => {
    await desk.byPost.signIn(officer("local_authority", "la_finance_officer"));
    const staff = desk.page;
    await open(staff, `/${language}/staff/cases/${reference}`);
    await press(staff, w.say("take_reference", { reference }));
    const [licence, deposit] = [permit.fee("licence_fee"), permit.fee("deposit")];
    await choose(staff.getByRole("radio", { name: permit.action("assess", "assess_fee") }));
    await amount(staff, w, licence).fill("12,5O");
    await press(staff, w.say("confirm_decision"));
    const wrong = (label: string) =>
      w.say("problem_amount", { label: w.say("assessed_amount_of", { label, currency: w.say("currency_ils") }), example: "1,250.00" });
    await expect(staff.locator("#problem")).toBeFocused();
    await expect(staff.locator("#problem").getByRole("listitem")).toHaveCount(2);
    await expect(staff.locator("#licence_fee_minor-error")).toContainText(wrong(licence));
    await expect(staff.locator("#deposit_minor-error")).toContainText(wrong(deposit));
    if (script) {
      await expectAccessible(staff, "fees to set, refused");
      await expectNarrow(staff, "fees to set, refused");
    }
    await expect(amount(staff, w, licence), "what was typed stays").toHaveValue("12,5O");
    await amount(staff, w, licence).fill("١٢٥٠٫٥٠");
    await amount(staff, w, deposit).fill("300");
    await press(staff, w.say("confirm_decision"));
    await expect(staff.getByRole("heading", { name: w.say("decision"), exact: true })).toHaveCount(0);
  });

  await test.step("the citizen sees the second bill and pays it", async () => {
    await open(page, `/${language}/applications/${reference}`);
    await expect(page.getByRole("heading", { level: 1, name: w.say("standing_awaiting_payment") })).toBeVisible();
    await page.getByRole("main").getByRole("link", { name: w.say("pay_fees"), exact: true }).click();
    await expect(page.locator(".due"), "and not the first fee once more").toContainText("1,550.50");
    for (const fee of ["licence_fee", "deposit"]) {
      await expect(page.getByRole("main")).toContainText(permit.fee(fee));
    }
    await press(page, w.say("continue_to_payment"));
    await page.getByRole("link", { name: w.say("continue_to_payment") }).click();
    await page.locator("button[value=approve]").click();
    await expect(page.getByRole("heading", { level: 1, name: w.say("paid_title") })).toBeVisible();
    await page.getByRole("main").getByRole("link", { name: w.say("follow_application"), exact: true }).click();
    const history = page.locator("ol.timeline");
    await expect(history.getByRole("heading", { name: w.say("event_paid") })).toHaveCount(2);
    await expect(page.getByRole("heading", { level: 1, name: w.say("standing_awaiting_inspection") })).toBeVisible();
  });
});
