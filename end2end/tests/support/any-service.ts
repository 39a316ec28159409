import { expect } from "@playwright/test";

import { type ByPost, type Inputs, type Paper, PDF, PNG, attribute, formTo, shownFields } from "./by-post";

/** Answers by the names of the inputs. */
export type Answers = Record<string, string>;

/** More pages than any service has, with those that are shown again because a question appeared. */
export const MOST_PAGES = 25;

/** A paper for a question that takes files of these kinds. */
export function paper(accept: string): { name: string; mimeType: string; buffer: Buffer } {
  return accept.includes("pdf")
    ? { name: "paper.pdf", mimeType: "application/pdf", buffer: PDF }
    : { name: "photo.png", mimeType: "image/png", buffer: PNG };
}

/**
 * Applies for a service by post and sends it; its number. What a page has already stays, a list without an answer gets
 * its first entry, and every paper that is asked for is given.
 */
export async function apply(byPost: ByPost, service: string, answers: Answers): Promise<string> {
  const reference = await byPost.draft(service);
  const given = new Set<string>();
  let address = byPost.form(reference, "applicant");
  for (let left = MOST_PAGES; !address.endsWith("/form/check"); left -= 1) {
    expect(left, `the pages end, not at ${address}`).toBeGreaterThan(0);
    const page = await byPost.page(address);
    const form = formTo(page, address);
    const papers = askedPapers(form).filter(({ field }) => !given.has(field));
    papers.forEach(({ field }) => given.add(field));
    const inputs = { ...askedAnswers(form, answers), shown: shownFields(page) };
    const to = await byPost.go(address, address, inputs, ...papers);
    expect(to, `${address} is answered`).not.toContain("#problem");
    address = to.replace(/[?#].*/, "");
  }
  await byPost.send(reference);
  return reference;
}

function askedPapers(form: string): Paper[] {
  const files = tags(form, "input").filter((input) => attribute(input, "type") === "file");
  return files.map((input) => {
    const { name, buffer } = paper(attribute(input, "accept") ?? "");
    return { field: attribute(input, "name")!, name, content: buffer };
  });
}

function askedAnswers(form: string, answers: Answers): Inputs {
  const inputs: Inputs = {};
  for (const input of tags(form, "input")) {
    const [kind, name, value] = ["type", "name", "value"].map((of) => attribute(input, of) ?? "");
    if (["hidden", "file"].includes(kind)) continue;
    const isChoice = kind === "radio" || kind === "checkbox";
    if (name in answers) inputs[name] = answers[name];
    else if (!isChoice || /\schecked\b/.test(input)) inputs[name] = value;
  }
  for (const select of form.match(/<select\b[\s\S]*?<\/select>/g) ?? []) {
    const name = attribute(select, "name")!;
    const options = tags(select, "option");
    const chosen = options.find((option) => /\sselected\b/.test(option) && attribute(option, "value"));
    const first = chosen ?? options.find((option) => attribute(option, "value"));
    inputs[name] = answers[name] ?? (first && attribute(first, "value")) ?? "";
  }
  for (const area of tags(form, "textarea")) {
    const name = attribute(area, "name")!;
    inputs[name] = answers[name] ?? "";
  }
  return inputs;
}

function tags(html: string, element: string): string[] {
  return html.match(new RegExp(`<${element}\\b[^>]*>`, "g")) ?? [];
}
