//! Texts: both languages, each in its own letters.

use super::Checker;
use crate::language::Text;

impl Checker<'_> {
    /// Both languages, always.
    pub(super) fn text(&mut self, path: &str, text: &Text) {
        let empty = |text: &str| text.trim().is_empty();
        if empty(&text.ar) {
            self.error(
                format!("{path}.ar"),
                "the Arabic text is empty",
                "write the Arabic text; citizens read it first",
            );
        }
        if empty(&text.en) {
            self.error(
                format!("{path}.en"),
                "the English text is empty",
                "write the English text",
            );
        }
        if empty(&text.ar) || empty(&text.en) {
            return;
        }
        let written = |text: &str| text.chars().any(char::is_alphabetic);
        if written(&text.ar) && text.ar.trim() == text.en.trim() {
            self.warning(
                path,
                "the Arabic and the English text are the same",
                "translate one of the two",
            );
        } else if written(&text.ar) && !text.ar.chars().any(is_arabic) {
            self.warning(
                format!("{path}.ar"),
                "the Arabic text has no Arabic letter",
                "write it in Arabic; a name in Latin letters may stand inside a sentence",
            );
        } else if written(&text.en) && !text.en.chars().any(|c| c.is_ascii_alphabetic()) {
            self.warning(
                format!("{path}.en"),
                "the English text has no Latin letter",
                "write it in English",
            );
        }
    }

    pub(super) fn optional_text(&mut self, path: &str, text: Option<&Text>) {
        if let Some(text) = text {
            self.text(path, text);
        }
    }
}

/// The letters of Arabic, also as old documents encode them.
fn is_arabic(c: char) -> bool {
    c.is_alphabetic() && matches!(c, '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{FB50}'..='\u{FEFC}')
}
