import { citizen, officer } from "./support/people";
import { expect, test } from "./support/test";
import { Words } from "./support/words";

const tareq = citizen("married_adult");
const clerk = officer("moi", "civil_status_officer");

test("a document is checked where there is no network, and a forged one is not taken for it", async ({
  device, byPost, language, origin,
}) => {
  test.setTimeout(120_000);
  const reference = await byPost.paid(tareq);
  const desk = await device();
  await desk.byPost.signIn(clerk);
  await desk.byPost.decide(reference, { action: "issue_certificate" });

  const status = await byPost.page(`/${language}/applications/${reference}`);
  const document = /href="([^"]+\/documents\/[^"/]+)"/.exec(status)![1];
  const seal = /verify\/offline#(\d+)"/.exec(await byPost.page(document))![1];
  const number = document.split("/").pop()!;

  const stranger = await device();
  const answer = await stranger.page.goto(`${origin}/${language}/verify/offline`);
  expect(answer?.status()).toBe(200);
  await stranger.page.evaluate(() => navigator.serviceWorker.ready);
  await stranger.context.setOffline(true);

  // As a phone opens what it scanned: the Arabic address of the check, which cannot be reached.
  await stranger.page.goto(`${origin}/ar/verify/ABCD#${seal}`);
  const verdict = stranger.page.locator("[data-verdict]");
  await expect(verdict).toHaveAttribute("data-verdict", "good");
  await expect(stranger.page.locator("#result")).toContainText(number);
  await expect(stranger.page.locator("#result"), "no name is told").not.toContainText("طارق");

  const arabicWords = new Words("ar");
  const typed = async (text: string, kind: string | RegExp) => {
    await stranger.page.locator("#content").fill(text);
    await stranger.page.getByRole("button", { name: arabicWords.say("verify_button"), exact: true }).click();
    await expect(verdict).toHaveAttribute("data-verdict", kind);
  };
  for (const at of [4, 60, 120, seal.length - 3]) {
    const digit = (Number(seal[at]) + 1) % 10;
    const forged = seal.slice(0, at) + digit + seal.slice(at + 1);
    // The verdict before stands until the new one is there: what is genuine comes between two forgeries.
    await typed(seal, "good");
    await typed(forged, /^(bad|stranger|unread)$/);
  }
  await typed("https://example.ps/x", "unread");
  await typed(`${origin}/ar/verify/x#${seal}`, "good");
  const arabic = seal.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)));
  await typed(arabic, "good");
});
