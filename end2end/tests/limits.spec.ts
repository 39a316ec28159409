import type { CDPSession } from "@playwright/test";

import { BIRTH } from "./support/catalogue";
import { citizen } from "./support/people";
import { expect, test } from "./support/test";

/** The whole first view of a citizen's page, in bytes over the line: the target, and where the build must stop. */
const FIRST_VIEW = { target: 20_000, stop: 30_000 };

/** What a page fetched: addresses, and bytes as they came over the line. */
async function traffic(line: CDPSession): Promise<{ urls: string[]; bytes: () => number }> {
  const [urls, sizes] = [[] as string[], [] as number[]];
  line.on("Network.requestWillBeSent", ({ request }) => urls.push(request.url));
  line.on("Network.loadingFinished", ({ encodedDataLength }) => sizes.push(encodedDataLength));
  await line.send("Network.enable");
  return { urls, bytes: () => sizes.reduce((sum, size) => sum + size, 0) };
}

test("a service's page is light, and fetches from nowhere else", async ({ page, context, language, origin }, info) => {
  const seen = await traffic(await context.newCDPSession(page));
  await page.goto(`/${language}/services/${BIRTH}`, { waitUntil: "networkidle" });
  const weight = `${seen.bytes()} bytes in ${seen.urls.length} requests (target ${FIRST_VIEW.target})`;
  console.log(`    first view of a service's page, ${language}: ${weight}`);
  info.annotations.push({ type: "first view", description: weight });
  expect(seen.urls.length, seen.urls.join("\n")).toBeLessThanOrEqual(3);
  expect(seen.bytes(), seen.urls.join("\n")).toBeLessThanOrEqual(FIRST_VIEW.stop);
  for (const url of seen.urls) expect(new URL(url).origin).toBe(origin);
});

test("every page says what it never does", async ({ page, byPost, language }) => {
  const answer = await page.goto(`/${language}`);
  const headers = answer!.headers();
  const policy = headers["content-security-policy"];
  const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1];
  expect(nonce, policy).toBeTruthy();
  expect(policy).not.toContain("unsafe-inline");
  expect(policy).not.toContain("'unsafe-eval'");
  for (const rule of ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "object-src 'none'"]) {
    expect(policy).toContain(rule);
  }
  const html = await answer!.text();
  for (const script of html.match(/<script\b[^>]*>/g) ?? []) expect(script).toContain(`nonce="${nonce}"`);
  expect(html, "no style or handler in attributes").not.toMatch(/<[a-z][^>]*\s(style|on[a-z]+)="/);
  const again = (await page.goto(`/${language}`))!.headers()["content-security-policy"];
  expect(again, "a nonce is used once").not.toContain(nonce!);
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["referrer-policy"]).toBe("same-origin");
  expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
  expect(headers["permissions-policy"]).toContain("camera=()");
  expect(headers["x-request-id"]).toBeTruthy();

  await byPost.signIn(citizen("agent"));
  const own = await byPost.request.get(`/${language}/applications`);
  expect(own.headers()["cache-control"], "what is somebody's own is kept by nobody").toBe("no-store");
});

test("an address that is not there says so and leads on", async ({ page, byPost, w, language }) => {
  await byPost.signIn(citizen("agent"));
  const nowhere = ["nowhere", "services/no-such-service", "applications/2611-4837-0628", "applications/2611-4837-0620", "applications/x", "verify/a/b"];
  for (const address of nowhere.map((place) => `/${language}/${place}`)) {
    const answer = await page.goto(address);
    expect(answer?.status(), address).toBe(404);
    await expect(page.getByRole("heading", { level: 1, name: w.say("not_found_title") }), address).toBeVisible();
    await expect(page).toHaveTitle(new RegExp(w.say("not_found_title")));
    const links = page.getByRole("main").getByRole("link");
    await expect(links.filter({ hasText: w.say("nav_services") }), address).toHaveAttribute("href", `/${language}/services`);
  }
  expect((await byPost.request.get("/xx/services")).status(), "a language that is not there").toBe(404);
});

test("the first address leads to the reader's language", async ({ byPost, language }) => {
  const to = async (headers: Record<string, string>) => {
    const answer = await byPost.request.get("/", { headers, maxRedirects: 0 });
    expect([302, 303, 307]).toContain(answer.status());
    return answer.headers()["location"];
  };
  expect(await to({ "accept-language": `${language},xx;q=0.5` })).toBe(`/${language}`);
  expect(await to({ "accept-language": "xx" }), "Arabic is the first language").toBe("/ar");
});
