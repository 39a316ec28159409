import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { deflateSync } from "node:zlib";

import type { Page, Request } from "@playwright/test";

import { expectAccessible, expectNarrow } from "./support/axe";
import { type ByPost, PDF } from "./support/by-post";
import { citizen } from "./support/people";
import { choose, expect, input, open, press, test } from "./support/test";

const FIELD = "exemption_file";
const rana = citizen("government_employee");

/** A picture nothing can press together, of so many pixels a side: three bytes for each. */
function picture(side: number): Buffer {
  const lines = Array.from({ length: side }, () => Buffer.concat([Buffer.from([0]), randomBytes(side * 3)]));
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const parts = [chunk("IHDR", head), chunk("IDAT", deflateSync(Buffer.concat(lines), { level: 0 })), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...parts]);
}

function chunk(kind: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc(named));
  return Buffer.concat([length, named, sum]);
}

const TABLE = Array.from({ length: 256 }, (_, byte) =>
  Array.from({ length: 8 }).reduce<number>((crc) => (crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1), byte),
);

function crc(bytes: Buffer): number {
  return (bytes.reduce((crc, byte) => TABLE[(crc ^ byte) & 255] ^ (crc >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;
}

const PHOTO = { name: "صورة.png", mimeType: "image/png", buffer: picture(1000) };

/** The page of the file, with the question shown that asks for it. */
async function atTheFile(byPost: ByPost, page: Page, language: string): Promise<string> {
  await byPost.signIn(rana);
  const reference = await byPost.draft();
  await byPost.answer(reference, "applicant", { applicant_mobile: rana.mobile, applicant_email: rana.email });
  await byPost.answer(reference, "subject", { subject_relation: "self" });
  await showTheFile(page, language, reference);
  return reference;
}

async function showTheFile(page: Page, language: string, reference: string) {
  const address = `/${language}/applications/${reference}/form/request`;
  await open(page, address);
  if (await input(page, FIELD).count()) return;
  await answer(page, "exemption_category", "social_assistance_beneficiary");
  if (!test.info().project.metadata.script) await page.locator("button[type=submit]:not([name]):not([aria-hidden])").click();
  await expect(input(page, FIELD)).toBeVisible();
}

/** Chooses an answer, from a list or among buttons. */
async function answer(page: Page, name: string, value: string) {
  const option = input(page, name, value);
  if (await option.count()) await choose(option);
  else await input(page, name).selectOption(value);
}

function files(page: Page) {
  return page.locator(`#f-${FIELD} ul[aria-labelledby]`);
}

/** How the pieces went: bytes of each, and the addresses that were announced. */
function pieces(page: Page): { sent: number[]; announced: string[] } {
  const seen = { sent: [] as number[], announced: [] as string[] };
  page.on("request", (request: Request) => {
    if (request.method() === "PATCH") seen.sent.push(Number(request.headers()["upload-offset"]));
  });
  page.on("response", (response) => {
    const at = response.headers()["location"];
    if (response.status() === 201 && at) seen.announced.push(at);
  });
  return seen;
}

test("a file is given and taken back", async ({ byPost, page, w, language, script }) => {
  const reference = await atTheFile(byPost, page, language);
  const seen = pieces(page);
  await input(page, FIELD).setInputFiles(PHOTO);
  if (!script) await press(page, w.say("continue_button"));
  if (!script) await page.goto(`/${language}/applications/${reference}/form/request`);
  await expect(files(page).getByRole("link")).toHaveText(PHOTO.name);
  if (script) {
    expect(seen.sent.length, "in pieces").toBeGreaterThan(2);
    await expect(page.locator("progress")).toHaveCount(0);
  }
  const link = (await files(page).getByRole("link").getAttribute("href"))!;
  const kept = await byPost.request.get(link);
  expect(kept.headers()["content-type"]).toBe("image/png");
  if (script) {
    // The page as the server makes it, woken by the program.
    const complaints: string[] = [];
    page.on("console", (message) => message.type() !== "log" && complaints.push(message.text()));
    await press(page, w.say("save_later"));
    await expect(page).toHaveURL(/applications$/);
    await open(page, `/${language}/applications/${reference}/form/request`);
    await expect(files(page).getByRole("link")).toHaveText(PHOTO.name);
    expect(complaints, "the browser finds what the server wrote").toEqual([]);
  }
  await files(page).getByRole("button").click();
  await expect(files(page)).toHaveCount(0);
  await expect(input(page, FIELD)).toBeVisible();
  expect((await byPost.request.get(link)).status(), "it is gone").toBe(404);
});

test("what is not a paper is said at the question", async ({ byPost, page, w, language, script, birth }) => {
  await atTheFile(byPost, page, language);
  const active = Buffer.concat([PDF, Buffer.from("9 0 obj<</S/JavaScript/JS(app.alert)>>endobj\n")]);
  await input(page, FIELD).setInputFiles({ name: "a.pdf", mimeType: "application/pdf", buffer: active });
  if (!script) await press(page, w.say("continue_button"));
  const told = w.say("problem_file_active", { label: birth.label(FIELD) });
  await expect(page.locator(`#${FIELD}-error`)).toContainText(told);
  await expect(files(page)).toHaveCount(0);
});

test("a file goes on where the line broke", { tag: "@program" }, async ({ byPost, page, w, language }) => {
  await atTheFile(byPost, page, language);
  const seen = pieces(page);
  let broken = 0;
  await page.route("**/uploads/*", async (route) => {
    const offset = Number(route.request().headers()["upload-offset"]);
    if (route.request().method() !== "PATCH" || offset === 0 || broken >= 2) return route.continue();
    broken += 1;
    return route.abort("connectionreset");
  });
  await input(page, FIELD).setInputFiles(PHOTO);
  await expect(page.getByText(w.say("upload_waits", { file: PHOTO.name }))).toBeVisible();
  await expect(page.locator("progress")).toBeVisible();
  await expectAccessible(page, "a file on its way");
  await expect(files(page).getByRole("link")).toHaveText(PHOTO.name);
  expect(broken).toBe(2);
  expect(seen.announced.length, "it is announced once").toBe(1);
  expect(seen.sent.filter((offset) => offset === 0).length, "what was there is not sent again").toBe(1);
});

test("a file goes on after the page was closed", { tag: "@program" }, async ({ byPost, page, language }, info) => {
  // From the disk, where it keeps the time of its last change.
  const photo = info.outputPath(PHOTO.name);
  await writeFile(photo, PHOTO.buffer);
  const reference = await atTheFile(byPost, page, language);
  const before = pieces(page);
  await page.route("**/uploads/*", async (route) => {
    const offset = Number(route.request().headers()["upload-offset"]);
    return offset > 0 ? route.abort("connectionreset") : route.continue();
  });
  await input(page, FIELD).setInputFiles(photo);
  await expect.poll(() => before.sent.some((offset) => offset > 0)).toBe(true);
  await page.unroute("**/uploads/*");
  await showTheFile(page, language, reference);
  const after = pieces(page);
  await input(page, FIELD).setInputFiles(photo);
  await expect(files(page).getByRole("link")).toHaveText(PHOTO.name);
  expect(after.announced[0], "the same file").toBe(before.announced[0]);
  expect(Math.min(...after.sent), "from where it was").toBeGreaterThan(0);
});

test("going on waits for what is on its way", { tag: "@program" }, async ({ byPost, page, w, language }) => {
  const reference = await atTheFile(byPost, page, language);
  await page.route("**/uploads/*", async (route) => {
    await new Promise((done) => setTimeout(done, 400));
    await route.continue();
  });
  await answer(page, "purpose", "passport");
  await answer(page, "certificate_language", "ar_en");
  await answer(page, "urgency", "normal");
  await input(page, "copies").fill("2");
  await input(page, FIELD).setInputFiles(PHOTO);
  await press(page, w.say("continue_button"));
  await expect(page.getByText(w.say("upload_busy"))).toBeVisible();
  await expect(page, "and then goes on by itself").toHaveURL(new RegExp(`${reference}/form/delivery`));
});

test("the longest of names breaks no page", { tag: "@program" }, async ({ byPost, page, language }) => {
  await atTheFile(byPost, page, language);
  const name = `${"شهادة الاستفادة من برنامج المساعدات النقدية ".repeat(3)}2026-11-25.png`;
  await input(page, FIELD).setInputFiles({ ...PHOTO, name });
  await expect(files(page).getByRole("link")).toHaveText(name);
  await expectNarrow(page, "a file with a long name");
});

test("a file that is cancelled is forgotten", { tag: "@program" }, async ({ byPost, page, w, language }) => {
  await atTheFile(byPost, page, language);
  await page.route("**/uploads/*", async (route) => {
    await new Promise((done) => setTimeout(done, 300));
    await route.continue();
  });
  const forgotten = page.waitForResponse((response) => response.request().method() === "DELETE");
  await input(page, FIELD).setInputFiles(PHOTO);
  await page.getByRole("button", { name: w.say("upload_cancel") }).click();
  await expect(page.locator("progress")).toHaveCount(0);
  expect((await forgotten).status()).toBe(204);
  await expect(files(page)).toHaveCount(0);
});

test("files can be dropped, and photos made smaller first", { tag: "@program" }, async ({ byPost, page, w, language }) => {
  await atTheFile(byPost, page, language);
  await page.getByRole("checkbox", { name: w.say("upload_shrink") }).check();
  const large = PHOTO.buffer.toString("base64");
  const data = await page.evaluateHandle(async ([base64, name]) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], name, { type: "image/png" }));
    return transfer;
  }, [large, PHOTO.name]);
  await page.route("**/uploads/*", async (route) => {
    await new Promise((done) => setTimeout(done, 500));
    await route.continue();
  });
  const drop = page.locator(`#f-${FIELD} .drop`);
  await drop.dispatchEvent("dragover", { dataTransfer: data });
  await expect(drop).toHaveClass(/over/);
  await drop.dispatchEvent("drop", { dataTransfer: data });
  await expect(page.locator(".coming .sub"), "how much is saved").toContainText("MB");
  await expect(files(page).getByRole("link")).toHaveText(PHOTO.name);
  const kept = await byPost.request.get((await files(page).getByRole("link").getAttribute("href"))!);
  expect(kept.headers()["content-type"], "a smaller photo").toBe("image/jpeg");
  expect((await kept.body()).length).toBeLessThan(PHOTO.buffer.length);
});
