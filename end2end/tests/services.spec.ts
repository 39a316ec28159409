import type { Page } from "@playwright/test";

import type { Answers } from "./support/any-service";
import type { ByPost } from "./support/by-post";
import { Service } from "./support/catalogue";
import { type Person, citizen } from "./support/people";
import { choose, expect, open, press, test } from "./support/test";
import { walk } from "./support/walk";
import type { Words } from "./support/words";

/** What somebody must say who lets every list stand at its first entry. */
type Journey = { service: string; who: Person; answers: Answers };

const rana = citizen("government_employee");
const muna = citizen("company_owner");

/** Services unlike each other: a photo, answers that open pages, a group with a paper in each item. */
const JOURNEYS: Journey[] = [
  { service: "driving-licence-renewal", who: rana, answers: { wears_glasses: "no", health_change: "yes" } },
  { service: "non-conviction-certificate", who: muna, answers: { lived_abroad: "no" } },
  {
    service: "academic-certificate-attestation",
    who: rana,
    answers: {
      "certificates.0.institution": "الجامعة النموذجية",
      "certificates.0.graduation_year": "2013",
      "certificates.0.seat_or_student_number": "1090417",
      "certificates.0.copies": "1",
    },
  },
];

/** One is walked without the program too: what its plate number finds comes with the next page. */
const VEHICLE: Journey = {
  service: "vehicle-licence-renewal",
  who: muna,
  answers: {
    owner_type: "individual",
    plate_number: "6012382",
    policy_number: "4711",
    "policy_expiry.day": "1",
    "policy_expiry.month": "12",
    "policy_expiry.year": "2027",
  },
};

/** Nothing is set up by post: this is the whole way of somebody who applies. */
async function walkAndPay(page: Page, byPost: ByPost, w: Words, { service, who, answers }: Journey) {
  const known = new Service(service, w.language);
  await byPost.signIn(who);
  await open(page, `/${w.language}/services/${service}`);
  await expect(page.getByRole("heading", { level: 1, name: known.title })).toBeVisible();
  const first = page.getByRole("button", { name: w.say("start_application"), exact: true });
  const another = page.getByRole("button", { name: w.say("start_another"), exact: true });
  await first.or(another).first().click();
  await expect(page).toHaveURL(/\/form\//);
  expect(await walk(page, w, answers), "pages").toBeGreaterThan(2);
  await expect(page.getByRole("heading", { level: 1, name: w.say("check_answers_title") })).toBeVisible();
  await choose(page.getByRole("checkbox", { name: known.label("declaration") }));
  await press(page, w.say("submit_application"));
  await expect(page).toHaveURL(/\/pay$/);
  const reference = /\/applications\/([\d-]+)\//.exec(page.url())![1];
  await press(page, w.say("continue_to_payment"));
  await page.getByRole("link", { name: w.say("continue_to_payment") }).click();
  await page.locator("button[value=approve]").click();
  await expect(page).toHaveURL(new RegExp(`/applications/${reference}/pay`));
  await byPost.untilPaid(reference);
  await open(page, `/${w.language}/applications/${reference}/receipt`);
  await expect(page.getByRole("article")).toContainText(reference);
}

for (const journey of JOURNEYS) {
  test(`from its page to the payment: ${journey.service}`, { tag: "@program" }, ({ page, byPost, w }) =>
    walkAndPay(page, byPost, w, journey));
}

test(`from its page to the payment: ${VEHICLE.service}`, ({ page, byPost, w }) => walkAndPay(page, byPost, w, VEHICLE));
