//! A sentence with values in it, and values that cannot disturb the sentence.
//!
//! A number, a Latin name or an address inside an Arabic sentence moves the punctuation around it unless it is isolated.
//! So a value can only enter a [`Message`] as an [`Isolated`], which becomes `<bdi>` (or `<time>`) in a page and stands
//! between U+2068 and U+2069 in plain text: titles, attributes, SMS.

use std::borrow::Cow;
use std::fmt;

use leptos::prelude::*;
use leptos::tachys::html::attribute::IntoAttributeValue;

/// First strong isolate: what follows takes its direction from its own letters.
const OPEN: char = '\u{2068}';
/// Pop directional isolate.
const CLOSE: char = '\u{2069}';

/// A value shown inside a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Isolated {
    text: Cow<'static, str>,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// Takes its direction from its letters: names (of files too), free text, money.
    Auto,
    /// Always left to right, never broken over a line: numbers, codes, addresses.
    LeftToRight,
    /// A date or time; the machine's form of it.
    Time(String),
}

impl Isolated {
    /// Words: a name, free text. What a person typed comes in like this.
    pub fn words(text: impl Into<Cow<'static, str>>) -> Self {
        Self {
            text: text.into(),
            kind: Kind::Auto,
        }
    }

    /// A number, code, telephone number, email or web address.
    pub fn code(text: impl Into<Cow<'static, str>>) -> Self {
        Self {
            text: text.into(),
            kind: Kind::LeftToRight,
        }
    }

    /// A date or time in words, with the machine's form for `<time datetime>`.
    pub fn time(text: impl Into<Cow<'static, str>>, machine: String) -> Self {
        Self {
            text: text.into(),
            kind: Kind::Time(machine),
        }
    }

    /// The value alone, without isolation: for CSV, bank files and tests.
    pub fn plain(&self) -> &str {
        &self.text
    }

    /// The value in a page.
    pub fn view(self) -> AnyView {
        match self.kind {
            Kind::Auto => view! { <bdi>{self.text}</bdi> }.into_any(),
            Kind::LeftToRight => view! { <bdi dir="ltr">{self.text}</bdi> }.into_any(),
            Kind::Time(machine) => view! { <time datetime=machine>{self.text}</time> }.into_any(),
        }
    }
}

impl fmt::Display for Isolated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{OPEN}{}{CLOSE}", self.text)
    }
}

impl From<&str> for Isolated {
    fn from(text: &str) -> Self {
        Self::words(text.to_owned())
    }
}

impl From<String> for Isolated {
    fn from(text: String) -> Self {
        Self::words(text)
    }
}

impl From<&String> for Isolated {
    fn from(text: &String) -> Self {
        Self::words(text.clone())
    }
}

/// A sentence inside a sentence, such as "3 working days" in "within …".
impl From<Message> for Isolated {
    fn from(message: Message) -> Self {
        Self::words(message.to_string())
    }
}

/// Numbers are grouped by thousands. A year is not a number to be grouped: give it as [`Isolated::code`].
macro_rules! from_number {
    ($($number:ty),*) => {$(
        impl From<$number> for Isolated {
            fn from(number: $number) -> Self {
                Self::code(super::format::grouped(i128::from(number)))
            }
        }
    )*};
}
from_number!(u8, u16, u32, u64, i32, i64);

impl From<usize> for Isolated {
    fn from(number: usize) -> Self {
        Self::from(number as u64)
    }
}

/// A sentence of the table with its values in place.
///
/// In a page, `{words.question_of(number, service, total)}` shows it with isolated values; as an attribute or with
/// `to_string()` it is text with isolates; [`Message::plain`] is text without them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(&'static str),
    Value(Isolated),
}

impl Message {
    /// Puts the values where the template has `{0}`, `{1}` … The build writes the calls; templates are always whole.
    pub(super) fn new(template: &'static str, values: Vec<Isolated>) -> Self {
        let mut parts = Vec::with_capacity(values.len() * 2 + 1);
        let mut rest = template;
        while let Some((text, after)) = rest.split_once('{') {
            if !text.is_empty() {
                parts.push(Part::Text(text));
            }
            let Some((number, after)) = after.split_once('}') else {
                break;
            };
            let value = number.parse::<usize>().ok().and_then(|number| values.get(number));
            parts.extend(value.cloned().map(Part::Value));
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest));
        }
        Self { parts }
    }

    /// Several values in a row, with the words between them.
    pub(super) fn row(values: Vec<Isolated>, between: &'static str, before_last: &'static str) -> Self {
        let mut parts = Vec::with_capacity(values.len() * 2);
        let count = values.len();
        for (index, value) in values.into_iter().enumerate() {
            if index > 0 {
                parts.push(Part::Text(if index + 1 == count { before_last } else { between }));
            }
            parts.push(Part::Value(value));
        }
        Self { parts }
    }

    /// The text without isolates: for CSV and tests.
    pub fn plain(&self) -> String {
        self.parts.iter().map(|part| part.plain()).collect()
    }

    /// The sentence in a page, its values in `<bdi>` and `<time>`.
    pub fn view(self) -> AnyView {
        match <[Part; 1]>::try_from(self.parts) {
            Ok([part]) => part.view(),
            Err(parts) => parts.into_iter().map(Part::view).collect_view().into_any(),
        }
    }
}

impl Part {
    fn plain(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Value(value) => value.plain(),
        }
    }

    fn view(self) -> AnyView {
        match self {
            Self::Text(text) => text.into_any(),
            Self::Value(value) => value.view(),
        }
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            match part {
                Part::Text(text) => f.write_str(text)?,
                Part::Value(value) => value.fmt(f)?,
            }
        }
        Ok(())
    }
}

/// A word without values, so that a list of problems may hold both.
impl From<&'static str> for Message {
    fn from(text: &'static str) -> Self {
        Self {
            parts: vec![Part::Text(text)],
        }
    }
}

impl From<Isolated> for Message {
    fn from(value: Isolated) -> Self {
        Self {
            parts: vec![Part::Value(value)],
        }
    }
}

/// Lets `view!` take both types where it takes text: `{words.saved_until(date)}`, `title=words.remove_file(name)`.
macro_rules! renders {
    ($($shown:ty),*) => {$(
        impl IntoRender for $shown {
            type Output = AnyView;
            fn into_render(self) -> AnyView {
                self.view()
            }
        }
        impl IntoAttributeValue for $shown {
            type Output = String;
            fn into_attribute_value(self) -> String {
                self.to_string()
            }
        }
        impl From<$shown> for AnyView {
            fn from(shown: $shown) -> AnyView {
                shown.view()
            }
        }
        impl From<$shown> for String {
            fn from(shown: $shown) -> String {
                shown.to_string()
            }
        }
        impl From<$shown> for TextProp {
            fn from(shown: $shown) -> TextProp {
                shown.to_string().into()
            }
        }
    )*};
}
renders!(Message, Isolated);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_isolated_in_text_and_bare_on_demand() {
        let message = Message::new("سؤال {0} من {1}", vec![3_u64.into(), 8_u64.into()]);
        assert_eq!(message.to_string(), "سؤال \u{2068}3\u{2069} من \u{2068}8\u{2069}");
        assert_eq!(message.plain(), "سؤال 3 من 8");
    }

    #[test]
    fn order_follows_the_template_and_a_value_may_repeat() {
        let message = Message::new("{1}: {0} {0}", vec!["a".into(), "b".into()]);
        assert_eq!(message.plain(), "b: a a");
    }

    #[test]
    fn what_a_person_typed_is_never_read_as_a_template() {
        let message = Message::new("«{0}»: {1}", vec!["{1}<b>".into(), "x".into()]);
        assert_eq!(message.plain(), "«{1}<b>»: x");
    }

    #[test]
    fn rows_have_words_between() {
        let row = |values: &[&str]| Message::row(values.iter().map(|v| (*v).into()).collect(), ", ", " and ").plain();
        assert_eq!(row(&[]), "");
        assert_eq!(row(&["a"]), "a");
        assert_eq!(row(&["a", "b", "c"]), "a, b and c");
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn values_become_elements_in_a_page() {
        let message = Message::new(
            "ادفع {0} قبل {1}، {2}",
            vec![
                Isolated::code("45.00"),
                Isolated::time("3 آب 2026", "2026-08-03".into()),
                "<سلمى>".into(),
            ],
        );
        let title = message.clone();
        let html = view! { <p title=title>{message}</p> }.to_html().replace("<!>", "");
        assert_eq!(
            html,
            "<p title=\"ادفع \u{2068}45.00\u{2069} قبل \u{2068}3 آب 2026\u{2069}، \u{2068}&lt;سلمى&gt;\u{2069}\">ادفع <bdi dir=\"ltr\">45.00</bdi> \
             قبل <time datetime=\"2026-08-03\">3 آب 2026</time>، <bdi>&lt;سلمى&gt;</bdi></p>"
        );
    }
}
