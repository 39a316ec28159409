//! Every word the portal says.
//!
//! `locales/ar.toml` and `locales/en.toml` hold the words; the build writes one function per message from them
//! (decision 15), so a missing word or plural form does not compile. A message without values is a text; one with values
//! is a [`Message`], whose values are isolated from the direction of the sentence. What has no words of its own, numbers,
//! money and dates, is written in `words/format.rs`.
//!
//! ```ignore
//! let words = Words(Language::Ar);
//! view! {
//!     <h1>{words.sign_in()}</h1>
//!     <p>{words.pay_before(words.date(last_day))}</p>
//!     <a title=words.remove_file(Isolated::code(name))>{words.remove()}</a>
//! }
//! ```
//!
//! The language is fixed per document, so [`Words`] is a copy of one byte and never a signal.

mod application;
mod format;
mod message;
mod plural;
#[cfg(test)]
mod table;

use domain::language::Language;

pub use application::status_tint;
pub use message::{Isolated, Message};

/// The words of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words(pub Language);

include!(concat!(env!("OUT_DIR"), "/words.rs"));

impl Words {
    /// The title of a document: what the page is, where it belongs, the portal. Parts are in the page's language.
    pub fn title(self, parts: &[&str]) -> String {
        let mut title = String::new();
        for part in parts {
            title.push_str(part);
            title.push_str(" – ");
        }
        title.push_str(self.portal_name());
        title
    }

    const fn pick(self, arabic: &'static str, english: &'static str) -> &'static str {
        match self.0 {
            Language::Ar => arabic,
            Language::En => english,
        }
    }

    /// The sentence for this number: six forms in Arabic, two in English.
    const fn form(self, count: u64, arabic: [&'static str; 6], english: [&'static str; 2]) -> &'static str {
        match self.0 {
            Language::Ar => arabic[plural::arabic(count) as usize],
            Language::En => english[plural::english(count)],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_message_in_two_languages() {
        assert_eq!(Words(Language::Ar).sign_in(), "تسجيل الدخول");
        assert_eq!(Words(Language::En).sign_in(), "Sign in");
    }

    #[test]
    fn a_number_chooses_its_form() {
        let said = |count| Words(Language::Ar).working_days(count).plain();
        assert_eq!([1, 2, 5].map(said), ["يوم عمل واحد", "يوما عمل", "5 أيام عمل"]);
        assert_eq!([11, 100, 103].map(said), ["11 يوم عمل", "100 يوم عمل", "103 أيام عمل"]);
        assert_eq!(Words(Language::En).working_days(1_000).plain(), "1,000 working days");
    }

    #[test]
    fn titles_end_with_the_portal() {
        let words = Words(Language::Ar);
        assert_eq!(words.title(&[words.sign_in()]), "تسجيل الدخول – حكومتي");
        assert_eq!(words.title(&[]), "حكومتي");
    }
}
