//! The texts of what people are told: one table for each language, part of the program, never of the browser's
//! (decision 34). They are read when they are needed, so a text that is broken puts one message off and nothing else.

use std::collections::BTreeMap;

use domain::language::Language;
use domain::notice::{Blank, NoticeKind};
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
    #[error("the value {} is not known", .0.key())]
    NotKnown(Blank),
}

impl Texts {
    /// Those of the program.
    ///
    /// # Errors
    /// A sentence: a table that cannot be read.
    pub fn own() -> Result<Self, String> {
        Self::read(ARABIC, ENGLISH)
    }

    fn read(arabic: &str, english: &str) -> Result<Self, String> {
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
mod tests;
