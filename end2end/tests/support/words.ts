import { readFileSync } from "node:fs";
import path from "node:path";

export type Language = "ar" | "en";

/** The root of the project. */
export const ROOT = path.resolve(__dirname, "../../..");

/** The words of the interface, read from where the application has them: a reworded sentence breaks no test. */
export class Words {
  private readonly table: Map<string, string>;

  constructor(readonly language: Language) {
    this.table = parse(readFileSync(path.join(ROOT, "app/locales", `${language}.toml`), "utf8"));
  }

  /** A sentence with its values in place. */
  say(key: string, values: Record<string, string | number> = {}): string {
    return this.template(key).replace(/\{(\w+)\}/g, (_, name: string) => {
      if (!(name in values)) throw new Error(`“${key}” wants a value for {${name}}`);
      return String(values[name]);
    });
  }

  /** A sentence whatever its values are, anywhere in a text. */
  like(key: string): RegExp {
    const literals = this.template(key).split(/\{\w+\}/);
    return new RegExp(literals.map(escaped).join(".+"));
  }

  /** A counted sentence in any of its forms, whatever the number. */
  counted(key: string): RegExp {
    const forms = [...this.table.keys()].filter((name) => name.startsWith(`${key}.`));
    if (forms.length === 0) throw new Error(`no forms of “${key}” in ${this.language}.toml`);
    return new RegExp(forms.map((form) => this.like(form).source).join("|"));
  }

  private template(key: string): string {
    const found = this.table.get(key);
    if (found === undefined) throw new Error(`no “${key}” in app/locales/${this.language}.toml`);
    return found;
  }
}

/** The tables are flat: a key, maybe with its plural form, and a text in quotation marks. */
function parse(toml: string): Map<string, string> {
  const lines = toml.matchAll(/^([a-z0-9_]+(?:\.[a-z]+)?)\s*=\s*("(?:[^"\\]|\\.)*")/gm);
  return new Map([...lines].map(([, key, text]) => [key, JSON.parse(text) as string]));
}

/** A text as a part of a regular expression. */
export function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
