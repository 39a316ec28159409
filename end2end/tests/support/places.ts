import { type ByPost, PDF } from "./by-post";
import { ABOUT_FATIMA } from "./cases";
import { BIRTH } from "./catalogue";
import { citizen, officer } from "./people";
import type { Language } from "./words";

/** Pages, by what a reader would call them. */
export type Places = Record<string, string>;

/** The pages that everybody may see. */
export function publicPlaces(language: Language): Places {
  const at = (place: string) => `/${language}${place}`;
  return {
    home: at(""),
    catalogue: at("/services"),
    "search that finds": at(`/services?q=${encodeURIComponent(language === "ar" ? "ميلاد" : "birth")}`),
    "search that finds nothing": at("/services?q=zzzz"),
    "services of a ministry": at("/services?ministry=moi"),
    service: at(`/services/${BIRTH}`),
    "sign in": at("/sign-in"),
    "sign up": at("/sign-up"),
    help: at("/help/help"),
    privacy: at("/help/privacy"),
    cookies: at("/help/cookies"),
    "accessibility statement": at("/help/accessibility"),
    "about the portal": at("/help/about"),
    feedback: at("/feedback"),
    figures: at("/figures"),
    verify: at("/verify"),
    "verify an unknown code": at("/verify/0000-0000-0000-0000"),
  };
}

/** The pages of a citizen, with an application in each state that has a page of its own. */
export async function citizensPlaces(byPost: ByPost, desk: ByPost): Promise<Places> {
  const person = citizen("guardian");
  const at = (place: string) => `/${byPost.language}${place}`;
  const draft = await byPost.answered(person);
  const open = await byPost.answered(person);
  await byPost.send(open);
  await byPost.checkout(open);
  const due = await byPost.answered(person);
  await byPost.send(due);
  const issued = await byPost.paid(person);
  await desk.signIn(officer("moi", "civil_status_officer"));
  await desk.decide(issued, { action: "issue_certificate" });
  const document = /href="([^"]+\/documents\/[^"]+)"/.exec(await byPost.page(at(`/applications/${issued}`)))![1];
  const form = (page: string) => at(`/applications/${draft}/form/${page}`);
  return {
    account: at("/account"),
    messages: at("/messages"),
    "my applications": at("/applications"),
    "an unknown request number": at("/applications?reference=12"),
    draft: at(`/applications/${draft}`),
    applicant: form("applicant"),
    subject: form("subject"),
    request: form("request"),
    delivery: form("delivery"),
    "check answers": form("check"),
    "payment due": at(`/applications/${due}/pay`),
    "payment waiting": at(`/applications/${open}/pay`),
    "application to be paid": at(`/applications/${due}`),
    "payment received": at(`/applications/${issued}/pay`),
    receipt: at(`/applications/${issued}/receipt`),
    "receipt on a roll": at(`/applications/${issued}/receipt?paper=roll`),
    "application that is finished": at(`/applications/${issued}`),
    document,
  };
}

/** The pages of an officer: the queue, a case that is free, a case the officer has, with a paper in it. */
export async function officersPlaces(desk: ByPost, citizens: ByPost): Promise<Places> {
  const at = (place: string) => `/${desk.language}/staff${place}`;
  const free = await citizens.paid(citizen("married_adult"), ABOUT_FATIMA);
  const agent = { subject: { ...ABOUT_FATIMA.subject, subject_relation: "agent" } };
  const paper = { subject: { field: "agent_poa_file", name: "wakala.pdf", content: PDF } };
  const taken = await citizens.paid(citizen("married_adult"), agent, paper);
  await desk.signIn(officer("moi", "civil_status_officer"));
  await desk.go(at(`/cases/${taken}`), at(`/cases/${taken}/take`), {});
  return {
    queue: at("/queue"),
    "my part of the queue": at("/queue?view=mine"),
    "queue where nothing matches": at("/queue?q=zzzz"),
    "case that is free": at(`/cases/${free}`),
    "case to decide": at(`/cases/${taken}`),
  };
}
