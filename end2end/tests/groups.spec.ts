import type { Page } from "@playwright/test";

import { expectAccessible, expectNarrow } from "./support/axe";
import { PDF } from "./support/by-post";
import { Service } from "./support/catalogue";
import { citizen } from "./support/people";
import { awake, expect, expectNoProblem, input, open, press, test } from "./support/test";

const LAND = "land-title-extract";
const rana = citizen("government_employee");

type Parcel = { governorate: number; locality: string; basin: string; parcel: string };

const FIRST: Parcel = { governorate: 1, locality: "البيرة", basin: "١٢", parcel: "125/3" };
const SECOND: Parcel = { governorate: 2, locality: "رام الله", basin: "13", parcel: "7" };

test("parcels are added, taken out, mended and read once more", async ({ page, byPost, w, language, script }) => {
  test.setTimeout(90_000);
  const land = new Service(LAND, language);
  const name = land.item("parcels");
  await byPost.signIn(rana);
  const reference = await byPost.draft(LAND);
  const identity = { field: "identity_file", name: "id.pdf", content: PDF };
  await byPost.answer(reference, "applicant", { applicant_mobile: rana.mobile, capacity: "owner" }, identity);
  const form = `/${language}/applications/${reference}/form`;
  const items = page.locator("fieldset.item");
  const legend = (number: number, total: number) => w.say("item_of", { item: name, number, total });

  await test.step("one blank parcel stands there", async () => {
    await open(page, `${form}/parcels_page`);
    await expect(items).toHaveCount(1);
    await expect(items.locator("> legend")).toHaveText(legend(1, 1));
    await expect(page.locator("button[name=remove_item]"), "one is needed").toHaveCount(0);
    await fill(page, 0, FIRST);
  });

  await test.step("another is added, and what was typed stays", async () => {
    await press(page, w.say("add_item", { item: name }));
    await expect(items).toHaveCount(2);
    await expect(items.nth(1).locator("> legend")).toHaveText(legend(2, 2));
    await expect(input(page, "parcels.0.locality")).toHaveValue(FIRST.locality);
    if (script) await expect(input(page, "parcels.1.governorate"), "it takes the focus").toBeFocused();
    else await expect(page).toHaveURL(/#f-parcels\.1$/);
    await fill(page, 1, SECOND);
  });

  await test.step("the first is taken out", async () => {
    await press(page, w.say("remove_item", { item: name, number: 1 }));
    await expect(items).toHaveCount(1);
    await expect(input(page, "parcels.1.locality")).toHaveValue(SECOND.locality);
    if (!script) return;
    // What was taken out at once can be taken back at once.
    await press(page, w.say("undo"));
    await expect(items).toHaveCount(2);
    await expect(input(page, "parcels.0.locality")).toHaveValue(FIRST.locality);
    await press(page, w.say("remove_item", { item: name, number: 1 }));
    await expect(items).toHaveCount(1);
  });

  await test.step("what is wrong is told at its place", async () => {
    await input(page, "parcels.1.basin_number").fill("twelve");
    await input(page, "purpose").selectOption({ index: 1 });
    await press(page, w.say("continue_button"));
    const problem = page.locator("#problem").getByRole("link");
    await expect(problem).toHaveCount(1);
    await expect(problem).toHaveAttribute("href", "#parcels.1.basin_number");
    await expect(page.locator('[id="parcels.1.basin_number-error"]')).toBeVisible();
    await expect(input(page, "parcels.1.basin_number")).toHaveAttribute("aria-invalid", "true");
    await problem.click();
    await expect(input(page, "parcels.1.basin_number")).toBeFocused();
    if (script) {
      await expectAccessible(page, "a group with a problem");
      await expectNarrow(page, "a group with a problem");
    }
    await input(page, "parcels.1.basin_number").fill(SECOND.basin);
    await press(page, w.say("continue_button"));
    await expect(page).toHaveURL(/\/form\/delivery/);
  });

  await test.step("the last page shows it item by item, and leads back to it", async () => {
    await expect(input(page, "delivery_method", "download"), "the next page stands").toBeVisible();
    await press(page, w.say("continue_button"));
    await expect(page).toHaveURL(/\/form\/check/);
    await expect(page.locator(".summary .items > li")).toHaveCount(1);
    await expect(page.locator(".summary .items")).toContainText(SECOND.locality);
    await expect(page.locator(".summary .items")).not.toContainText(FIRST.locality);
    await page.locator(`a[href$="parcels_page?from=check#f-parcels"]`).click();
    await expect(page).toHaveURL(/from=check/);
    await awake(page);
    await expectNoProblem(page);
    await press(page, w.say("add_item", { item: name }));
    await fill(page, 0, FIRST);
    await press(page, w.say("continue_button"));
    await expect(page).toHaveURL(/\/form\/check/);
    await expect(page.locator(".summary .items > li")).toHaveCount(2);
  });
});

test("the fee follows the answers, and says what it waits for", async ({ page, byPost, w, language, script }) => {
  await byPost.signIn(rana);
  const reference = await byPost.draft(LAND);
  const identity = { field: "identity_file", name: "id.pdf", content: PDF };
  await byPost.answer(reference, "applicant", { applicant_mobile: rana.mobile, capacity: "owner" }, identity);
  await open(page, `/${language}/applications/${reference}/form/parcels_page`);
  const fee = page.locator("output.fee-so-far");
  await expect(fee).toContainText("0.500");
  await expect(fee).toContainText(w.say("fee_open_answer"));
  await fill(page, 0, FIRST);
  await input(page, "copies").fill("2");
  if (!script) await press(page, w.say("add_item", { item: new Service(LAND, language).item("parcels") }));
  await expect(fee).toContainText("6.500");
  await expect(fee).not.toContainText(w.say("fee_open_answer"));
});

test("what is typed is kept by itself, and never over something newer", { tag: "@program" }, async ({ page, context, byPost, w, language }) => {
  test.setTimeout(60_000);
  await byPost.signIn(rana);
  const reference = await byPost.draft();
  const address = `/${language}/applications/${reference}/form/applicant`;
  await open(page, address);
  const other = await context.newPage();
  await open(other, address);
  await input(page, "applicant_mobile").fill("0599000111");
  await expect(page.locator("#kept")).toHaveText(w.like("kept_at"), { timeout: 10_000 });
  await input(other, "applicant_mobile").fill("0599000222");
  await expect(other.locator("#kept")).toHaveText(w.say("kept_elsewhere"), { timeout: 10_000 });
  await open(other, address);
  await expect(input(other, "applicant_mobile")).toHaveValue("0599000111");
  // It was kept, not sent on: the page is still the next one.
  await open(page, `/${language}/applications/${reference}/form/subject`);
  await expect(page).not.toHaveURL(/form\/subject/);
});

async function fill(page: Page, index: number, parcel: Parcel): Promise<void> {
  const part = (name: string) => input(page, `parcels.${index}.${name}`);
  await part("governorate").selectOption({ index: parcel.governorate });
  await part("locality").fill(parcel.locality);
  await part("basin_number").fill(parcel.basin);
  await part("parcel_number").fill(parcel.parcel);
}
