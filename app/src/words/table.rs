//! The table of words: reads both languages, refuses what would reach people broken, writes one function per message.
//!
//! It runs while building (`build.rs`) and in its own tests, never in the portal. Everything wrong is reported at once,
//! so that a translator mends a file in one go.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// What one locale file must hold.
pub(crate) struct Locale {
    /// The file, from the folder of the crate.
    pub(crate) file: &'static str,
    /// The plural forms of its language.
    forms: &'static [&'static str],
    /// Forms that name their number in words ("two days" is one word in Arabic) or have none.
    spelled: &'static [&'static str],
    /// Written in Arabic letters.
    arabic: bool,
}

/// Arabic: the first language.
pub(crate) const ARABIC: Locale = Locale {
    file: "locales/ar.toml",
    forms: &["zero", "one", "two", "few", "many", "other"],
    spelled: &["zero", "one", "two"],
    arabic: true,
};

/// English.
pub(crate) const ENGLISH: Locale = Locale {
    file: "locales/en.toml",
    forms: &["one", "other"],
    spelled: &[],
    arabic: false,
};

/// Latin words an Arabic sentence may hold. Any other is a value and belongs in braces, where it is isolated.
const LATIN: [&str; 3] = ["English", "Language", "PDF"];

/// What the glossary and the tone rules warn of, and what to write instead.
const AVOIDED: [(&str, &str); 8] = [
    ("يرجى", "an imperative"),
    ("الرجاء", "an imperative"),
    ("غير صالح", "how to put it right"),
    ("تحميل", "إرفاق ملف or تنزيل"),
    ("جوال", "الهاتف المحمول"),
    ("كيان", "جهة حكومية"),
    ("تصعيد", "رفع إلى المشرف"),
    ("معاق", "الأشخاص ذوو الإعاقة"),
];

/// Keys that cannot name a function.
const KEYWORDS: [&str; 22] = [
    "as", "async", "await", "break", "const", "continue", "crate", "enum", "extern", "fn", "for", "if", "impl", "in",
    "let", "match", "mod", "move", "return", "static", "type", "use",
];

/// The placeholder that chooses the plural form.
const COUNT: &str = "count";

/// The code of `impl Words`, or everything that is wrong.
pub(crate) fn generate(arabic: &str, english: &str) -> Result<String, Vec<String>> {
    let mut complaints = Vec::new();
    let arabic = read(&ARABIC, arabic, &mut complaints);
    let english = read(&ENGLISH, english, &mut complaints);
    let mut code = String::from("impl Words {\n");
    let keys: BTreeSet<&String> = arabic.keys().chain(english.keys()).collect();
    for key in keys {
        match (arabic.get(key), english.get(key)) {
            (Some(arabic), Some(english)) => match disagreement(arabic, english) {
                None => code.push_str(&function(key, arabic, english)),
                Some(what) => complaints.push(format!("{}: {key}: {what}", ENGLISH.file)),
            },
            (None, _) => complaints.push(format!("{}: {key}: missing", ARABIC.file)),
            (_, None) => complaints.push(format!("{}: {key}: missing", ENGLISH.file)),
        }
    }
    code.push_str("}\n");
    if complaints.is_empty() {
        Ok(code)
    } else {
        Err(complaints)
    }
}

/// A message of one language.
enum Message {
    /// One sentence.
    Fixed(Sentence),
    /// One sentence per plural form, in the order of the locale's forms.
    Counted(Vec<Sentence>),
}

impl Message {
    fn sentences(&self) -> &[Sentence] {
        match self {
            Self::Fixed(sentence) => std::slice::from_ref(sentence),
            Self::Counted(sentences) => sentences,
        }
    }

    /// The values it takes beside the number; every form takes the same.
    fn values(&self) -> BTreeSet<&str> {
        let all = self.sentences().iter().flat_map(|sentence| &sentence.values);
        all.map(String::as_str)
            .filter(|value| *value != COUNT || !self.is_counted())
            .collect()
    }

    const fn is_counted(&self) -> bool {
        matches!(self, Self::Counted(_))
    }
}

/// One sentence with its values in braces.
#[derive(Default)]
struct Sentence {
    text: String,
    values: BTreeSet<String>,
}

fn read(locale: &Locale, source: &str, complaints: &mut Vec<String>) -> BTreeMap<String, Message> {
    let table: toml::Table = match toml::from_str(source) {
        Ok(table) => table,
        Err(error) => {
            complaints.push(format!("{}: {error}", locale.file).replace('\n', " "));
            return BTreeMap::new();
        }
    };
    let mut messages = BTreeMap::new();
    for (key, value) in table {
        let before = complaints.len();
        let mut complain = |what: String| complaints.push(format!("{}: {key}: {what}", locale.file));
        if !is_name(&key) {
            complain("a key is written in small letters, digits and underscores, and is no word of Rust".into());
        }
        let message = match value {
            toml::Value::String(text) => Message::Fixed(sentence(locale, &text, &mut complain)),
            toml::Value::Table(forms) => Message::Counted(plural(locale, &forms, &mut complain)),
            _ => {
                complain("a message is a text or a table of plural forms".into());
                Message::Fixed(Sentence::default())
            }
        };
        // A message with a fault of its own still counts as present, so that it is not also called missing.
        let faulty = complaints.len() > before;
        messages.insert(
            key,
            if faulty {
                Message::Fixed(Sentence::default())
            } else {
                message
            },
        );
    }
    messages
}

fn is_name(key: &str) -> bool {
    key.starts_with(|first: char| first.is_ascii_lowercase())
        && key
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !KEYWORDS.contains(&key)
}

fn plural(locale: &Locale, forms: &toml::Table, complain: &mut impl FnMut(String)) -> Vec<Sentence> {
    for form in forms.keys().filter(|form| !locale.forms.contains(&form.as_str())) {
        complain(format!("`{form}` is no plural form of this language"));
    }
    let mut sentences: Vec<Sentence> = Vec::new();
    for form in locale.forms {
        let Some(text) = forms.get(*form).and_then(toml::Value::as_str) else {
            complain(format!("the plural form `{form}` is missing"));
            continue;
        };
        let sentence = sentence(locale, text, complain);
        if !locale.spelled.contains(form) && !sentence.values.contains(COUNT) {
            complain(format!("the plural form `{form}` does not say {{count}}"));
        }
        let others = |sentence: &Sentence| -> BTreeSet<String> {
            sentence
                .values
                .iter()
                .filter(|value| *value != COUNT)
                .cloned()
                .collect()
        };
        if let Some(first) = sentences.first()
            && others(first) != others(&sentence)
        {
            complain(format!("the plural form `{form}` has other values than the first form"));
        }
        sentences.push(sentence);
    }
    sentences
}

/// Checks one sentence and finds its values.
fn sentence(locale: &Locale, text: &str, complain: &mut impl FnMut(String)) -> Sentence {
    let mut values = BTreeSet::new();
    let mut words = String::new();
    let mut rest = text;
    while let Some(open) = rest.find(['{', '}']) {
        words.push_str(&rest[..open]);
        match rest[open..].strip_prefix('{').and_then(|inner| inner.split_once('}')) {
            Some((name, after)) if is_name(name) => {
                values.insert(name.to_owned());
                rest = after;
            }
            _ => {
                complain("a brace that is no {value}".into());
                return Sentence::default();
            }
        }
    }
    words.push_str(rest);
    if text.trim().is_empty() {
        complain("the text is empty".into());
    }
    check_letters(locale, &words, complain);
    Sentence {
        text: text.to_owned(),
        values,
    }
}

fn check_letters(locale: &Locale, words: &str, complain: &mut impl FnMut(String)) {
    if words.contains('"') {
        complain("a straight quotation mark; write « » in Arabic, “ ” in English".into());
    }
    if !locale.arabic && words.contains('\'') {
        complain("a straight apostrophe; write ’".into());
    }
    if words.contains(['\\', '\n', '\r', '\t']) {
        complain("a line break, tab or backslash".into());
    }
    if words.contains(|c: char| matches!(c, '٠'..='٩' | '۰'..='۹')) {
        complain("a digit other than 0-9".into());
    }
    if words.contains(
        |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'),
    ) {
        complain("an invisible mark of direction; values are isolated by themselves".into());
    }
    if !locale.arabic {
        return;
    }
    let latin = words
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| !word.is_empty());
    for word in latin.filter(|word| !LATIN.contains(word)) {
        complain(format!(
            "the Latin word `{word}`; make it a value, so that it is isolated"
        ));
    }
    for (avoided, instead) in AVOIDED.iter().filter(|(avoided, _)| words.contains(avoided)) {
        complain(format!("`{avoided}`; write {instead}"));
    }
}

fn disagreement(arabic: &Message, english: &Message) -> Option<String> {
    let faulty = |message: &Message| message.sentences().iter().all(|sentence| sentence.text.is_empty());
    if faulty(arabic) || faulty(english) {
        return None;
    }
    if arabic.is_counted() != english.is_counted() {
        return Some(format!(
            "plural forms in one language and not in the other ({})",
            ARABIC.file
        ));
    }
    let (ours, theirs) = (arabic.values(), english.values());
    (ours != theirs).then(|| format!("the values {theirs:?} are not those of {}, {ours:?}", ARABIC.file))
}

/// The function of one message. Its values come in alphabetical order, so that a translator who moves a word within a
/// sentence never swaps two arguments.
fn function(key: &str, arabic: &Message, english: &Message) -> String {
    let values = arabic.values();
    let counted = arabic.is_counted();
    let order: Vec<&str> = counted
        .then_some(COUNT)
        .into_iter()
        .chain(values.iter().copied())
        .collect();
    let pick = |message: &Message| {
        let sentences = message.sentences().iter().map(|sentence| literal(sentence, &order));
        sentences.collect::<Vec<_>>().join(", ")
    };
    let (ar, en) = (pick(arabic), pick(english));
    let mut code = String::new();
    for message in [arabic, english] {
        let texts = message.sentences().iter().map(|sentence| sentence.text.as_str());
        let _ = writeln!(code, "    /// {}", texts.collect::<Vec<_>>().join(" | "));
        code.push_str("    ///\n");
    }
    code.truncate(code.len() - "    ///\n".len());
    code.push_str("    #[must_use]\n");
    if order.is_empty() {
        let _ = writeln!(
            code,
            "    pub const fn {key}(self) -> &'static str {{\n        self.pick({ar}, {en})\n    }}"
        );
        return code;
    }
    let count = if counted { ", count: u64" } else { "" };
    let arguments: String = values
        .iter()
        .map(|value| format!(", {value}: impl Into<Isolated>"))
        .collect();
    let passed: Vec<String> = order.iter().map(|value| format!("{value}.into()")).collect();
    let chosen = if counted {
        format!("self.form(count, [{ar}], [{en}])")
    } else {
        format!("self.pick({ar}, {en})")
    };
    let _ = writeln!(code, "    pub fn {key}(self{count}{arguments}) -> Message {{");
    let _ = writeln!(
        code,
        "        Message::new({chosen}, vec![{}])\n    }}",
        passed.join(", ")
    );
    code
}

/// The sentence as a Rust literal, its values numbered as the arguments are.
fn literal(sentence: &Sentence, order: &[&str]) -> String {
    let mut text = sentence.text.clone();
    for (number, value) in order.iter().enumerate() {
        text = text.replace(&format!("{{{value}}}"), &format!("{{{number}}}"));
    }
    format!("\"{text}\"")
}

// The path is written out because the build script reads this file from another place in the tree.
#[cfg(test)]
#[path = "table/tests.rs"]
mod tests;
