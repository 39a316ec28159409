//! The texts of what people are told: one table for each language, part of the program, never of the browser's
//! (decision 34). They are read when they are needed, so a text that is broken puts one message off and nothing else.

use std::collections::BTreeMap;

use domain::language::Language;
use domain::notice::{Blank, NoticeKind, sms};
use serde::Deserialize;

const ARABIC: &str = include_str!("../../notices/ar.toml");
const ENGLISH: &str = include_str!("../../notices/en.toml");

/// The texts of both languages.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    arabic: Table,
    english: Table,
}

/// The texts of one language.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Table {
    pub(crate) words: Words,
    #[serde(flatten)]
    notices: BTreeMap<String, Source>,
}

/// What belongs to no notice.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub(crate) portal: String,
    pub(crate) months: Vec<String>,
    /// From Sunday on.
    pub(crate) weekdays: Vec<String>,
    pub(crate) moment: String,
    pub(crate) money: String,
    pub(crate) ils: String,
    pub(crate) jod: String,
    pub(crate) usd: String,
    pub(crate) and: String,
    pub(crate) service: String,
    pub(crate) number: String,
    pub(crate) why: String,
    pub(crate) never: String,
}

/// The texts of one notice.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    pub(crate) subject: String,
    pub(crate) text: Vec<String>,
    pub(crate) act: String,
    pub(crate) sms: Option<String>,
}

/// A text that cannot be used; for the log and those who keep the portal in order.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// There is none.
    #[error("there is no text for {0} in {1}")]
    Missing(&'static str, Language),
    /// A value in braces that it cannot have.
    #[error("a text of {0} has the value {1}, which it cannot have")]
    Unknown(&'static str, String),
    /// A value that is not known for this message.
    #[error("the value {0} is not known")]
    NotKnown(&'static str),
}

impl Texts {
    /// Those of the program.
    ///
    /// # Errors
    /// A sentence: a table that cannot be read.
    pub fn own() -> Result<Self, String> {
        Self::read(ARABIC, ENGLISH)
    }

    /// From two tables.
    ///
    /// # Errors
    /// A sentence: a table that cannot be read.
    pub fn read(arabic: &str, english: &str) -> Result<Self, String> {
        let table = |language: Language, text: &str| {
            toml::from_str(text).map_err(|error| format!("the texts of notices in {language}: {error}"))
        };
        Ok(Self {
            arabic: table(Language::Ar, arabic)?,
            english: table(Language::En, english)?,
        })
    }

    pub(crate) const fn table(&self, language: Language) -> &Table {
        match language {
            Language::Ar => &self.arabic,
            Language::En => &self.english,
        }
    }

    pub(crate) fn of(&self, kind: NoticeKind, language: Language) -> Result<&Source, TextError> {
        let found = self.table(language).notices.get(kind.key());
        found.ok_or(TextError::Missing(kind.key(), language))
    }

    /// All that is wrong with them, in sentences: what is missing, too long, or says too much.
    pub fn complaints(&self) -> Vec<String> {
        let mut all = Vec::new();
        for language in Language::ALL {
            let table = self.table(language);
            if table.words.months.len() != 12 || table.words.weekdays.len() != 7 {
                all.push(format!("{language}: a year has twelve months, a week seven days"));
            }
            for name in table.notices.keys().filter(|name| NoticeKind::from_key(name).is_none()) {
                all.push(format!("{language}: there is no notice {name}"));
            }
            for kind in NoticeKind::ALL {
                match self.of(kind, language) {
                    Ok(source) => all.extend(faults(kind, language, source)),
                    Err(error) => all.push(error.to_string()),
                }
            }
        }
        all
    }
}

fn faults(kind: NoticeKind, language: Language, source: &Source) -> Vec<String> {
    let mut all = Vec::new();
    let mut complain = |what: String| all.push(format!("{language}, {}: {what}", kind.key()));
    let has_sms = kind.goes_by(domain::notice::Channel::Sms);
    if source.sms.is_some() != has_sms {
        complain("a short message that goes nowhere, or none where one goes".to_owned());
    }
    let open = [Some(&source.subject), source.sms.as_ref()].into_iter().flatten();
    for text in open {
        match blanks(kind, text) {
            Ok(found) => {
                for blank in found {
                    if !blank.is_impersonal() || !kind.always_has(blank) {
                        complain(format!("{{{}}} may not stand where others read it", blank.key()));
                    }
                }
            }
            Err(error) => complain(error.to_string()),
        }
        if !text.contains("{reference}") {
            complain("the request number is missing".to_owned());
        }
    }
    for text in source.text.iter().chain([&source.act]) {
        if let Err(error) = blanks(kind, text) {
            complain(error.to_string());
        }
    }
    if let Some(text) = &source.sms {
        // As long as it gets: every number has the same length, and so have days and times.
        let mark = match language {
            Language::Ar => "\u{200e}",
            Language::En => "",
        };
        let longest = text
            .replace("{reference}", &format!("{mark}2611-4837-0628"))
            .replace("{until}", &format!("{mark}09/12"))
            .replace("{time}", &format!("{mark}09/12 10:20"));
        if sms::parts(&longest) != 1 {
            let units = longest.encode_utf16().count();
            complain(format!(
                "the short message has {units} letters and does not fit into one part"
            ));
        }
    }
    all
}

/// The values a text has.
pub(crate) fn blanks(kind: NoticeKind, text: &str) -> Result<Vec<Blank>, TextError> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let unknown = || TextError::Unknown(kind.key(), name.to_owned());
        let blank = Blank::from_key(name).ok_or_else(unknown)?;
        if !kind.blanks().contains(&blank) {
            return Err(unknown());
        }
        found.push(blank);
        rest = after;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notice_has_its_texts_in_both_languages_and_they_say_nothing_personal() {
        let texts = Texts::own().expect("the program's own");
        assert_eq!(texts.complaints(), Vec::<String>::new());
    }

    #[test]
    fn both_languages_have_the_same_values() {
        let texts = Texts::own().expect("the program's own");
        for kind in NoticeKind::ALL {
            let values = |language| {
                let source = texts.of(kind, language).expect("a text");
                let mut all: Vec<Blank> = source
                    .text
                    .iter()
                    .flat_map(|text| blanks(kind, text).expect("values"))
                    .collect();
                all.sort();
                all
            };
            assert_eq!(values(Language::Ar), values(Language::En), "{kind:?}");
        }
    }

    #[test]
    fn what_says_too_much_or_too_long_is_found() {
        let slips = [
            (
                "sms = \"حكومتي: ادفع رسم الطلب {reference}",
                "sms = \"حكومتي: {service} {reference}",
            ),
            (
                "subject = \"استلمنا رسم الطلب {reference}\"",
                "subject = \"استلمنا {amount} {reference}\"",
            ),
            (
                "sms = \"حكومتي: يلزم",
                "sms = \"حكومتي: مرحبًا بك في بوابة الخدمات الحكومية، يلزم",
            ),
            ("[withdrawn]", "[withdrawm]"),
            ("{receipt}", "{office}"),
        ];
        for (right, wrong) in slips {
            assert!(ARABIC.contains(right), "{right}");
            let texts = Texts::read(&ARABIC.replacen(right, wrong, 1), ENGLISH).expect("a table");
            assert!(!texts.complaints().is_empty(), "{wrong}");
        }
    }
}
