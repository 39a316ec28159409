import type { BrowserContext, Page } from "@playwright/test";

import { BIRTH } from "./support/catalogue";
import { PASSWORD, citizen, officer } from "./support/people";
import { type Places, citizensPlaces, officersPlaces, publicPlaces } from "./support/places";
import { awake, choose, expect, expectNoProblem, expectProblems, input, open, press, test } from "./support/test";
import { escaped } from "./support/words";

const heba = citizen("parent");

/** What a page complains of, and where it goes for something. */
function listen(context: BrowserContext, origin: string): string[] {
  const heard: string[] = [];
  context.on("console", (message) => {
    if (["warning", "error"].includes(message.type())) heard.push(`${message.type()}: ${message.text()} (${message.page()?.url()})`);
  });
  context.on("weberror", (error) => heard.push(`uncaught: ${error.error().message} (${error.page()?.url()})`));
  context.on("request", (request) => {
    if (new URL(request.url()).origin !== origin) heard.push(`asks another house: ${request.url()}`);
  });
  return heard;
}

/** Marks the document: a navigation that loads another one loses the mark. */
const mark = (page: Page) => page.evaluate(() => void Object.assign(window, { mark: true }));
const isMarked = (page: Page) => page.evaluate(() => "mark" in window);

/** Follows a link to an address of the portal that stands on no page. */
const follow = (page: Page, address: string) =>
  page.evaluate((address) => {
    const link = Object.assign(document.createElement("a"), { href: address });
    document.querySelector("main")!.append(link);
    link.click();
  }, address);

test.describe("pages are drawn the same on both sides, and none complains", () => {
  test.setTimeout(120_000);

  /** First as the server sends each page, then as the program draws it after a link was followed. */
  async function visit(page: Page, heard: string[], places: Places) {
    const sent: [string, string, string][] = [];
    // Other tests work on the same queue, and each reading of a case is a line of its history: these change meanwhile.
    const steady: [RegExp, string][] = [[/queue/, "form.queue-filters"], [/^case/, ".identity"], [/./, "main"]];
    const shown = (name: string) => page.locator(steady.find(([which]) => which.test(name))![1]);
    for (const [name, address] of Object.entries(places)) {
      await open(page, address);
      const counts = [await page.getByRole("heading", { level: 1 }).count(), await page.locator("main").count()];
      expect.soft(counts, `${name} has one heading and one main part`).toEqual([1, 1]);
      sent.push([name, address, await shown(name).innerText()]);
    }
    await mark(page);
    for (const [name, address, text] of sent) {
      await follow(page, address);
      await page.waitForTimeout(100);
      expect(heard, `at the latest at ${name}`).toEqual([]);
      await expect.soft(shown(name), name).toHaveText(text, { useInnerText: true });
      await expect.soft(page.locator("#problem, h1").first(), name).toBeFocused();
      expect(await isMarked(page), `${name} came without a new document`).toBe(true);
    }
    expect(heard).toEqual([]);
  }

  test("pages for everybody", ({ page, context, language, origin }) =>
    visit(page, listen(context, origin), publicPlaces(language)));

  test("a citizen's pages", async ({ page, context, byPost, device, origin }) => {
    const places = await citizensPlaces(byPost, (await device()).byPost);
    await visit(page, listen(context, origin), places);
  });

  test("an officer's pages", async ({ page, context, byPost, device, origin }) => {
    const places = await officersPlaces(byPost, (await device()).byPost);
    await visit(page, listen(context, origin), places);
  });
});

test("links lead on within the document, and the new page is read out", async ({ page, w, birth, language, origin, context }) => {
  const heard = listen(context, origin);
  await open(page, `/${language}`);
  await mark(page);
  const arrived = async (heading: string) => {
    const h1 = page.getByRole("heading", { level: 1, name: heading, exact: true });
    await expect(h1).toBeFocused();
    await expect(page).toHaveTitle(new RegExp(`^${escaped(heading)}`));
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(0);
    expect(await isMarked(page), `${heading} came without a new document`).toBe(true);
  };
  await page.getByRole("link", { name: w.say("nav_services"), exact: true }).first().click();
  await arrived(w.say("catalogue_title"));
  await page.getByRole("main").getByRole("link", { name: birth.title }).click();
  await arrived(birth.title);
  await page.getByRole("link", { name: w.say("sign_in_to_start") }).first().click();
  await arrived(w.say("sign_in"));
  await page.goBack();
  await arrived(birth.title);
  expect(heard).toEqual([]);
  await page.getByRole("link", { name: language === "ar" ? "English" : "العربية" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", language === "ar" ? "en" : "ar");
  expect(await isMarked(page), "another language is another document").toBe(false);
});

test("an answer is checked when its field is left, not while somebody types", async ({ page, byPost, w, birth, language }) => {
  await byPost.signIn(heba);
  const reference = await byPost.draft();
  await open(page, `/${language}/applications/${reference}/form/applicant`);
  const mobile = input(page, "applicant_mobile");
  const error = page.locator("#applicant_mobile-error");
  await mobile.fill("");
  await mobile.pressSequentially("0591", { delay: 20 });
  await expect(error, "while typing").toHaveCount(0);
  await page.keyboard.press("Tab");
  await expect(error).toContainText(w.say("problem_mobile", { label: birth.label("applicant_mobile") }));
  await expect(mobile).toHaveAttribute("aria-invalid", "true");
  await expect(mobile).toHaveAttribute("aria-describedby", /applicant_mobile-error/);
  await mobile.fill("0599000103");
  await page.keyboard.press("Tab");
  await expect(error).toHaveCount(0);
  await expectNoProblem(page);
});

test("questions come and go with the answers they depend on, and nothing is loaded anew", async ({ page, byPost, w, birth, language }) => {
  await byPost.signIn(heba);
  const reference = await byPost.draft();
  await byPost.answer(reference, "applicant", { applicant_mobile: heba.mobile, applicant_email: heba.email });
  await open(page, `/${language}/applications/${reference}/form/subject`);
  await mark(page);
  await expect(input(page, "subject_name")).toHaveCount(0);
  await choose(input(page, "subject_relation", "parent"));
  await expect(input(page, "subject_name")).toBeVisible();
  await input(page, "subject_name").fill("سعاد");
  await choose(input(page, "subject_relation", "child"));
  await expect(input(page, "subject_name")).toHaveCount(0);
  await expect(input(page, "child_id").locator("option"), "the children the register knows, and a choice not made").toHaveCount(3);
  await expect(input(page, "guardianship_file")).toHaveCount(0);
  await choose(input(page, "guardianship_basis", "legal_guardian"));
  await expect(input(page, "guardianship_file")).toBeVisible();
  await choose(input(page, "guardianship_basis", "father"));
  await press(page, w.say("continue_button"));
  await expectProblems(page, w, [["child_id", w.say("problem_required_choice", { label: birth.label("child_id") })]]);
  await input(page, "child_id").selectOption({ index: 1 });
  await press(page, w.say("continue_button"));
  await expect(page.getByRole("heading", { level: 1, name: birth.page("request") })).toBeFocused();
  await expect(page).toHaveTitle(new RegExp(`^${escaped(birth.page("request"))}`));
  expect(await isMarked(page)).toBe(true);
});

test("when the line breaks, what was written stays and is sent again", async ({ page, context, byPost, w, language }) => {
  await byPost.signIn(heba);
  const reference = await byPost.draft();
  await open(page, `/${language}/applications/${reference}/form/applicant`);
  await input(page, "applicant_mobile").fill("0599000199");
  await context.setOffline(true);
  await press(page, w.say("continue_button"));
  await expect(page.getByRole("alert").filter({ hasText: w.say("offline") })).toBeVisible();
  await expect(input(page, "applicant_mobile")).toHaveValue("0599000199");
  await context.setOffline(false);
  await press(page, w.say("try_again"));
  await expect(page).toHaveURL(/\/form\/subject/);
  await open(page, `/${language}/applications/${reference}/form/applicant`);
  await expect(input(page, "applicant_mobile")).toHaveValue("0599000199");
});

test("a page whose program does not arrive works as without one", async ({ page, w, birth, language }) => {
  await page.route("**/*.wasm", (route) => route.abort());
  await page.goto(`/${language}`);
  await page.getByRole("searchbox").fill(language === "ar" ? "ميلاد" : "birth");
  await page.getByRole("search").getByRole("button", { name: w.say("search_button") }).click();
  await page.getByRole("main").getByRole("link", { name: birth.title }).click();
  await page.getByRole("link", { name: w.say("sign_in_to_start") }).first().click();
  await input(page, "national_id").fill(heba.nationalId);
  await input(page, "password").fill(PASSWORD);
  await press(page, w.say("sign_in"));
  await expect(page).toHaveURL(new RegExp(`/services/${BIRTH}$`));
  const start = page.getByRole("button", { name: w.say("start_application"), exact: true });
  await start.or(page.getByRole("button", { name: w.say("start_another"), exact: true })).first().click();
  await input(page, "applicant_email").fill("nobody");
  await press(page, w.say("continue_button"));
  await expect(page.locator("#problem")).toBeFocused();
  await input(page, "applicant_email").fill("");
  await press(page, w.say("continue_button"));
  await expect(page).toHaveURL(/\/form\/subject/);
});

test("a form that is sent before the program is there is woken with its problems", async ({ page, context, byPost, device, w, language, origin }) => {
  test.setTimeout(60_000);
  const heard = listen(context, origin);
  /** Presses a button of a page whose program has not arrived; it arrives with the answer. */
  const early = async (address: string, button: string) => {
    await page.route("**/*.wasm", (route) => route.abort());
    const refused = page.waitForEvent("requestfailed", (request) => request.url().endsWith(".wasm"));
    await page.goto(address);
    await refused;
    await page.unroute("**/*.wasm");
    // What the page says of the program that did not come is said a moment after it did not come.
    await page.waitForTimeout(500);
    heard.length = 0;
    await press(page, w.say(button));
    await expect(page.locator("#problem")).toBeFocused();
    // An answer may also do without the program.
    if ((await page.locator("script[nonce]").count()) > 0) await awake(page);
    await page.waitForTimeout(300);
    await expect(page).toHaveTitle(new RegExp(`^${w.say("error_prefix")}`));
    // The browser itself notes that the answer was not a success.
    expect(heard.filter((line) => !line.includes("Failed to load resource")), address).toEqual([]);
  };
  await early(`/${language}/sign-in`, "sign_in");
  await byPost.signIn(officer("moi", "civil_status_officer"));
  const places = await officersPlaces(byPost, (await device()).byPost);
  await early(places["case to decide"], "confirm_decision");
});

test.describe("few bytes", () => {
  const programs = (page: Page) => {
    const asked: string[] = [];
    page.on("request", (request) => /\.(wasm|js)$/.test(new URL(request.url()).pathname) && asked.push(request.url()));
    return asked;
  };

  test("the light version fetches no program, and can be switched off", async ({ page, w, language }) => {
    await open(page, `/${language}`);
    const asked = programs(page);
    await press(page, w.say("data_saver_on"));
    await expect(page.getByText(w.say("data_saver_active"))).toBeVisible();
    await page.getByRole("link", { name: w.say("nav_services"), exact: true }).first().click();
    await expect(page).toHaveURL(/\/services$/);
    await page.waitForTimeout(2_500);
    expect(asked).toEqual([]);
    await press(page, w.say("data_saver_off"));
    await expect(page.getByText(w.say("data_saver_active"))).toHaveCount(0);
    await awake(page);
  });

  test("a browser that asks for few bytes gets no program", async ({ page, context, language }) => {
    await context.setExtraHTTPHeaders({ "save-data": "on" });
    const asked = programs(page);
    await page.goto(`/${language}`);
    await page.waitForTimeout(2_500);
    expect(asked).toEqual([]);
  });
});

test("what is typed before the program has come stays", async ({ page, w, language }) => {
  let letGo = () => {};
  let held = Promise.resolve();
  await page.route(/\.wasm$/, async (route) => {
    await held;
    await route.continue();
  });
  for (const address of [`/${language}/verify`, `/${language}/verify/AAAA-AAAA-AAAA-AAAA`]) {
    held = new Promise((resolve) => (letGo = resolve));
    await page.goto(address);
    await input(page, "code").fill("0000-0000-0000-0000");
    letGo();
    await awake(page);
    await expect(input(page, "code"), address).toHaveValue("0000-0000-0000-0000");
    await press(page, w.say("verify_button"));
    await expect(page).toHaveURL(/code=0000/);
    await expect(page.getByRole("heading", { level: 1, name: w.say("verify_unknown") })).toBeVisible();
  }
});
