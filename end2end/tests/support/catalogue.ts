import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

import { type Language, ROOT } from "./words";

type Text = Record<Language, string>;

type Field = {
  key: string;
  label: Text;
  options?: { value: string; label: Text }[];
  validation?: { message?: Text };
  item_label?: Text;
  fields?: Field[];
};

type Step = { key: string; role: string; kind: string; entity?: string; actions?: { key: string; label: Text }[]; branches?: { role?: string; entity?: string }[] };

type Definition = {
  id: string;
  ministry_id: string;
  ministry: Text;
  title: Text;
  fee: { items: { key: string; label: Text }[] };
  form: { pages: { key: string; title: Text; fields: Field[] }[] };
  workflow: { steps: Step[] };
  output: { title: Text };
};

/** The service that most tests ask for. */
export const BIRTH = "birth-certificate-extract";

const FOLDER = path.join(ROOT, "catalogue/services");

/** Every service of the catalogue. */
export function definitions(): Definition[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(".json"))
    .map((file) => JSON.parse(readFileSync(path.join(FOLDER, file), "utf8")) as Definition);
}

/** One service, as its readers call its parts. */
export class Service {
  private readonly definition: Definition;

  constructor(
    readonly id: string,
    readonly language: Language,
  ) {
    this.definition = JSON.parse(readFileSync(path.join(FOLDER, `${id}.json`), "utf8")) as Definition;
  }

  get title(): string {
    return this.definition.title[this.language];
  }

  get ministry(): string {
    return this.definition.ministry[this.language];
  }

  /** What the issued document is called in Arabic, its first language. */
  get document(): string {
    return this.definition.output.title.ar;
  }

  page(key: string): string {
    return found(this.definition.form.pages, key).title[this.language];
  }

  label(field: string): string {
    return this.field(field).label[this.language];
  }

  /** What one item of a group is called. */
  item(group: string): string {
    return this.field(group).item_label![this.language];
  }

  /** The question of a field in the items of a group. */
  inner(group: string, field: string): string {
    return found(this.field(group).fields ?? [], field).label[this.language];
  }

  option(field: string, value: string): string {
    const option = this.field(field).options?.find((candidate) => candidate.value === value);
    if (!option) throw new Error(`no option ${value} of ${field}`);
    return option.label[this.language];
  }

  /** The sentence a field has of its own for a wrong answer. */
  message(field: string): string {
    const message = this.field(field).validation?.message;
    if (!message) throw new Error(`${field} has no message of its own`);
    return message[this.language];
  }

  /** A decision of a step, as the officer reads it. */
  action(step: string, action: string): string {
    return found(found(this.definition.workflow.steps, step).actions ?? [], action).label[this.language];
  }

  /** A line of the bill. */
  fee(key: string): string {
    return found(this.definition.fee.items, key).label[this.language];
  }

  private field(key: string): Field {
    return found(
      this.definition.form.pages.flatMap((page) => page.fields),
      key,
    );
  }
}

function found<T extends { key: string }>(list: T[], key: string): T {
  const item = list.find((candidate) => candidate.key === key);
  if (!item) throw new Error(`the catalogue has no ${key}`);
  return item;
}
