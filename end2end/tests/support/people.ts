import { readFileSync } from "node:fs";
import path from "node:path";

import { definitions } from "./catalogue";
import { ROOT } from "./words";

/** Somebody who can sign in to the demonstration. */
export type Person = { nationalId: string; mobile: string; email: string };

type Registered = {
  national_id: string;
  name_ar: string;
  account?: { part: string; mobile: string; email: string };
};

const REGISTER = path.join(ROOT, "integrations/src/registry/simulated/data/population.json");
const population = (JSON.parse(readFileSync(REGISTER, "utf8")) as { people: Registered[] }).people;

/** The password of every account of the demonstration, from where the server has it. */
export const PASSWORD = (() => {
  const source = readFileSync(path.join(ROOT, "operations/src/demo.rs"), "utf8");
  const found = /PASSWORD: &str = "([^"]+)"/.exec(source);
  if (!found) throw new Error("operations/src/demo.rs names no password");
  return found[1];
})();

/** The citizen who plays this part in `population.json`. */
export function citizen(part: string): Person {
  const person = population.find(({ account }) => account?.part === part);
  if (!person?.account) throw new Error(`nobody plays ${part}`);
  return { nationalId: person.national_id, mobile: person.account.mobile, email: person.account.email };
}

/** The Arabic name of somebody in the register. */
export function nameOf(nationalId: string): string {
  const person = population.find(({ national_id }) => national_id === nationalId);
  if (!person) throw new Error(`nobody has the number ${nationalId}`);
  return person.name_ar;
}

/** The one officer of the demonstration with this duty (`operations/src/demo.rs` makes one for each, in order). */
export function officer(entity: string, role: string): Person {
  const number = duties().indexOf(`${entity} ${role}`);
  if (number < 0) throw new Error(`no service gives work to ${role} at ${entity}`);
  return { nationalId: staffNumber(number), mobile: "", email: "" };
}

/** The director of a body that has services: they stand behind the officers and the administrator. */
export function director(entity: string): Person {
  const bodies = [...new Set(definitions().map(({ ministry_id }) => ministry_id))].sort();
  return { nationalId: staffNumber(duties().length + 1 + bodies.indexOf(entity)), mobile: "", email: "" };
}

function duties(): string[] {
  const all = new Set<string>();
  const add = (entity: string, role: string) => all.add(`${entity} ${role}`).add(`${entity} supervisor`);
  for (const { ministry_id, workflow } of definitions()) {
    for (const step of workflow.steps) {
      const entity = step.entity ?? ministry_id;
      const nobody = ["applicant", "third_party", "system"].includes(step.role) || step.kind === "parallel";
      if (!nobody) add(entity, step.role);
      for (const branch of step.branches ?? []) {
        if (branch.role) add(branch.entity ?? entity, branch.role);
      }
    }
  }
  return [...all].sort();
}

/** A number of the test range with its check digit. */
function staffNumber(number: number): string {
  const body = `0000${9000 + number}`;
  const sum = [...body].reduce((total, digit, at) => {
    const product = Number(digit) * ((at % 2) + 1);
    return total + (product > 9 ? product - 9 : product);
  }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}
