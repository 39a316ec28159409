import { type APIRequestContext, type APIResponse, type BrowserContext, expect } from "@playwright/test";

import { BIRTH } from "./catalogue";
import { PASSWORD, type Person } from "./people";
import type { Language } from "./words";

/** Inputs of a form; one that is given several times is a list. */
export type Inputs = Record<string, string | string[]>;

/** A small file to attach. */
export type Paper = { field: string; name: string; content: Buffer };

/** A PDF as small as they come: one empty page, and the table with the places of its parts. */
export const PDF = Buffer.from(
  "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>\nendobj\n" +
    "xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n0000000105 00000 n \ntrailer\n<</Size 4/Root 1 0 R>>\nstartxref\n170\n%%EOF\n",
);

/** A picture of one pixel. */
export const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
  "base64",
);

/** What is answered on each page by somebody who asks for an extract of their own. */
const OWN: Record<string, Inputs> = {
  subject: { subject_relation: "self" },
  request: {
    certificate_language: "ar_en",
    purpose: "passport",
    copies: "2",
    urgency: "normal",
    exemption_category: "none",
  },
  delivery: { delivery_method: "download" },
};

/**
 * A person who uses the portal's forms without a browser: the same pages, the same addresses, the same hidden inputs.
 * Tests begin with it where what comes before is not their subject.
 */
export class ByPost {
  readonly request: APIRequestContext;

  constructor(
    private readonly context: BrowserContext,
    private readonly origin: string,
    readonly language: Language,
  ) {
    this.request = context.request;
  }

  /** Signs in. Once for each person and worker: the other contexts get the same session. */
  async signIn(person: Person): Promise<void> {
    // Whoever signs in over somebody's session ends it, and other contexts have the same one.
    await this.context.clearCookies({ name: "s" });
    const known = sessions.get(person.nationalId);
    if (known) return this.context.addCookies([known]);
    const door = `/${this.language}/sign-in`;
    const answer = await this.post(door, door, { national_id: person.nationalId, password: PASSWORD });
    expect(answer.status(), `signing in as ${person.nationalId}`).toBe(303);
    const cookie = (await this.context.cookies(this.origin)).find(({ name }) => name === "s");
    if (cookie) sessions.set(person.nationalId, cookie);
  }

  /** A page's HTML. */
  async page(address: string): Promise<string> {
    const answer = await this.request.get(address);
    expect(answer.status(), address).toBe(200);
    return answer.text();
  }

  /** Posts a form that stands on a page, with its hidden inputs. The answer is not followed. */
  async post(page: string, address: string, inputs: Inputs, ...papers: Paper[]): Promise<APIResponse> {
    const hidden = hiddenInputs(await this.page(page), address);
    const pairs = Object.entries(hidden).filter(([name]) => !(name in inputs));
    pairs.push(...Object.entries(inputs).map(([name, value]): [string, string[]] => [name, [value].flat()]));
    const headers = { origin: this.origin, "sec-fetch-site": "same-origin" };
    const flat = pairs.flatMap(([name, values]) => values.map((value): [string, string] => [name, value]));
    if (papers.length === 0) {
      const data = new URLSearchParams(flat).toString();
      const typed = { ...headers, "content-type": "application/x-www-form-urlencoded" };
      return this.request.post(address, { data, headers: typed, maxRedirects: 0 });
    }
    const multipart = new FormData();
    for (const [name, value] of flat) multipart.append(name, value);
    for (const { field, name, content } of papers) multipart.append(field, new File([new Uint8Array(content)], name));
    return this.request.post(address, { multipart, headers, maxRedirects: 0 });
  }

  /** Posts, and says where the answer leads. */
  async go(page: string, address: string, inputs: Inputs, ...papers: Paper[]): Promise<string> {
    const answer = await this.post(page, address, inputs, ...papers);
    expect(answer.status(), `POST ${address}: ${await answer.text().catch(() => "")}`).toBe(303);
    return answer.headers()["location"];
  }

  /** A fresh draft; returns its number. */
  async draft(service = BIRTH): Promise<string> {
    const page = `/${this.language}/services/${service}`;
    const to = await this.go(page, `${page}/apply`, {});
    const found = /\/applications\/([\d-]+)\//.exec(to);
    expect(found, `starting leads to a question, not to ${to}`).not.toBeNull();
    return found![1];
  }

  /** Answers a page of questions, and insists that nothing is wrong with it. */
  async answer(reference: string, page: string, inputs: Inputs, paper?: Paper): Promise<void> {
    const address = this.form(reference, page);
    const keys = new Set(Object.keys(inputs).map((name) => name.split(".")[0]));
    if (paper) keys.add(paper.field);
    const shown = [...keys, ...shownFields(await this.page(address)).filter((key) => !keys.has(key))];
    const to = await this.go(address, address, { ...inputs, shown }, ...(paper ? [paper] : []));
    expect(to, `${page} is answered`).not.toContain("#");
  }

  /** A draft with every question answered; `others` replaces the answers of a page. */
  async answered(person: Person, others: Record<string, Inputs> = {}, papers: Record<string, Paper> = {}): Promise<string> {
    await this.signIn(person);
    const reference = await this.draft();
    const applicant = { applicant_mobile: person.mobile, applicant_email: person.email };
    for (const [page, inputs] of Object.entries({ applicant, ...OWN })) {
      const answers = page in others ? { ...inputs, ...others[page] } : inputs;
      await this.answer(reference, page, answers, papers[page]);
    }
    return reference;
  }

  /** Sends an answered draft; returns where that leads. */
  async send(reference: string): Promise<string> {
    const check = this.form(reference, "check");
    return this.go(check, check, { declaration: "true" });
  }

  /** Starts paying; returns the address of the provider's page. */
  async checkout(reference: string): Promise<string> {
    const pay = `/${this.language}/applications/${reference}/pay`;
    await this.go(pay, pay, {});
    let found: RegExpExecArray | null = null;
    await expect(async () => {
      found = /href="(https?:\/\/[^"]+\/checkout\/[^"]+)"/.exec(await this.page(pay));
      expect(found, "the pay page leads to the provider").not.toBeNull();
    }).toPass({ timeout: 10_000 });
    return found![1].replaceAll("&amp;", "&");
  }

  /** Presses a button of the provider's page without coming back from there. */
  async press(checkout: string, act: string): Promise<void> {
    const answer = await this.request.post(checkout, { form: { act }, maxRedirects: 0 });
    expect(answer.status(), `${act} on the provider's page`).toBe(303);
  }

  /** Waits until the portal knows of the payment. */
  async untilPaid(reference: string): Promise<void> {
    const receipt = `/${this.language}/applications/${reference}/receipt`;
    const status = async () => (await this.request.get(receipt)).status();
    await expect.poll(status, { timeout: 40_000, intervals: [250, 500, 1000] }).toBe(200);
  }

  /** Pays what is due. */
  async pay(reference: string): Promise<void> {
    await this.press(await this.checkout(reference), "approve");
    await this.untilPaid(reference);
  }

  /** An application that is sent and paid. */
  async paid(person: Person, others: Record<string, Inputs> = {}, papers: Record<string, Paper> = {}): Promise<string> {
    const reference = await this.answered(person, others, papers);
    await this.send(reference);
    await this.pay(reference);
    return reference;
  }

  /** Takes the open task of a case and decides it. */
  async decide(reference: string, decision: Inputs): Promise<void> {
    const page = `/${this.language}/staff/cases/${reference}`;
    await this.go(page, `${page}/take`, {});
    await this.go(page, `${page}/decide`, decision);
  }

  /** The address of a page of questions. */
  form(reference: string, page: string): string {
    return `/${this.language}/applications/${reference}/form/${page}`;
  }
}

const sessions = new Map<string, Awaited<ReturnType<BrowserContext["cookies"]>>[number]>();

/** The form of a page that is posted to an address. */
export function formTo(html: string, action: string): string {
  const forms = html.match(/<form\b[\s\S]*?<\/form>/g) ?? [];
  const posted = forms.filter((candidate) => attribute(candidate, "method") === "post");
  const form = posted.find((candidate) => attribute(candidate, "action") === action);
  expect(form, `a form on the page is posted to ${action}`).toBeTruthy();
  return form!;
}

/** The hidden inputs of the form that goes to an address, but not those that name what is shown. */
function hiddenInputs(html: string, action: string): Record<string, string[]> {
  const inputs: Record<string, string[]> = {};
  for (const input of formTo(html, action).match(/<input\b[^>]*>/g) ?? []) {
    const name = attribute(input, "name");
    if (attribute(input, "type") !== "hidden" || !name || name === "shown") continue;
    inputs[name] = [...(inputs[name] ?? []), attribute(input, "value") ?? ""];
  }
  return inputs;
}

/** The questions a page of questions shows. */
export function shownFields(html: string): string[] {
  const inputs = html.match(/<input\b[^>]*>/g) ?? [];
  const shown = inputs.filter((input) => attribute(input, "name") === "shown");
  return shown.map((input) => attribute(input, "value") ?? "");
}

/** What an element says of itself in its first tag. */
export function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}=(?:"([^"]*)"|([^\\s>]*))`).exec(tag);
  return (found?.[1] ?? found?.[2])?.replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}
