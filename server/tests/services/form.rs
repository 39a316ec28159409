//! A form of a page, and how somebody fills it in.

use std::collections::BTreeSet;

use domain::answer::RawAnswers;

use crate::html::{Piece, Tag, pieces};
use crate::paper::PDF;

/// A picture that can be looked into.
const PICTURE: &[u8] = include_bytes!("../../../public/icon-192.png");
/// Inputs that are the form's own, and no answer.
const OWN: [&str; 4] = ["_csrf", "shown", "from", "start_key"];

/// What is there to be filled in and pressed.
#[derive(Debug, Default)]
pub(crate) struct Form {
    pub(crate) in_parts: bool,
    pub(crate) controls: Vec<Control>,
    /// Names and values of the buttons that have a name.
    pub(crate) buttons: Vec<(String, String)>,
}

/// One input.
#[derive(Debug)]
pub(crate) struct Control {
    pub(crate) name: String,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Hidden(String),
    /// Lines and areas of text.
    Text,
    /// A box to tick, or one button of several: what it sends, and whether it is chosen.
    Tick(String),
    Radio(String, bool),
    /// What may be chosen.
    Select(Vec<String>),
    /// Which kinds of files are taken.
    File(String),
}

/// A form as it is sent.
#[derive(Debug, Default)]
pub(crate) struct Filled {
    pub(crate) fields: Vec<(String, String)>,
    /// Name of the input and content.
    pub(crate) files: Vec<(String, &'static [u8])>,
}

impl Form {
    /// The form of a page that goes to `action`.
    pub(crate) fn to(action: &str, html: &str) -> Option<Self> {
        let pieces = pieces(html);
        let start = pieces.iter().position(
            |piece| matches!(piece, Piece::Open(tag) if tag.name == "form" && tag.get("action") == Some(action)),
        )?;
        let mut form = Self::default();
        for piece in &pieces[start..] {
            match piece {
                Piece::Open(tag) => form.open(tag),
                Piece::Close(name) if name == "form" => return Some(form),
                Piece::Close(_) | Piece::Text(_) => {}
            }
        }
        None
    }

    fn open(&mut self, tag: &Tag) {
        let text = |name: &str| tag.get(name).unwrap_or_default().to_owned();
        let kind = match (tag.name.as_str(), tag.get("type").unwrap_or("text")) {
            ("form", _) => {
                self.in_parts = tag.get("enctype") == Some("multipart/form-data");
                return;
            }
            ("option", _) => {
                if let Some(Control {
                    kind: Kind::Select(options),
                    ..
                }) = self.controls.last_mut()
                {
                    options.push(text("value"));
                }
                return;
            }
            ("button", _) => {
                self.buttons
                    .extend(tag.get("name").map(|name| (name.to_owned(), text("value"))));
                return;
            }
            ("select", _) => Kind::Select(Vec::new()),
            ("textarea", _) | ("input", "text" | "tel" | "email" | "number") => Kind::Text,
            ("input", "hidden") => Kind::Hidden(text("value")),
            ("input", "checkbox") => Kind::Tick(text("value")),
            ("input", "radio") => Kind::Radio(text("value"), tag.has("checked")),
            ("input", "file") => Kind::File(text("accept")),
            ("input", other) => panic!("an input of a kind that is not known: {other}"),
            _ => return,
        };
        let name = text("name");
        if !name.is_empty() {
            self.controls.push(Control { name, kind });
        }
    }

    /// The names of the inputs for answers.
    pub(crate) fn names(&self) -> BTreeSet<&str> {
        let names = self.controls.iter().map(|control| control.name.as_str());
        names.filter(|name| !OWN.contains(name)).collect()
    }

    /// What a hidden input holds, each time it is there.
    pub(crate) fn hidden(&self, name: &str) -> Vec<&str> {
        let values = self.controls.iter().filter_map(|control| match &control.kind {
            Kind::Hidden(value) if control.name == name => Some(value.as_str()),
            _ => None,
        });
        values.collect()
    }

    /// Whether there is a button of this name and value.
    pub(crate) fn has_button(&self, name: &str, value: &str) -> bool {
        self.buttons
            .iter()
            .any(|(known, holds)| known == name && holds == value)
    }

    /// What a browser sends when somebody has put these answers in: a text without an answer is made empty, a box
    /// without one is not ticked, and of several buttons the one that was chosen stays. `given` are the inputs for
    /// files that have theirs.
    ///
    /// # Errors
    /// The answer that cannot be given.
    pub(crate) fn filled(&self, answers: &RawAnswers, given: &BTreeSet<String>) -> Result<Filled, String> {
        let mut filled = Filled::default();
        for control in &self.controls {
            let name = &control.name;
            let answer = answers.get(name).map(Vec::as_slice).unwrap_or_default();
            let first = answer.first().map_or("", String::as_str);
            let sent = match &control.kind {
                Kind::Hidden(value) => Some(value.clone()),
                Kind::Text => Some(first.to_owned()),
                Kind::Tick(value) => answer.contains(value).then(|| value.clone()),
                Kind::Radio(value, chosen) if answer.is_empty() => chosen.then(|| value.clone()),
                Kind::Radio(value, _) => (first == value).then(|| value.clone()),
                Kind::Select(options) if options.iter().any(|option| option == first) => Some(first.to_owned()),
                // Without a blank option something is always chosen.
                Kind::Select(options) if answer.is_empty() => options.first().cloned(),
                Kind::Select(options) => return Err(format!("{name} has no option {first}, but {options:?}")),
                Kind::File(accept) => {
                    let paper = if accept.contains("application/pdf") {
                        PDF
                    } else {
                        PICTURE
                    };
                    let files = if given.contains(name) { 0 } else { answer.len() };
                    filled.files.extend((0..files).map(|_| (name.clone(), paper)));
                    None
                }
            };
            filled.fields.extend(sent.map(|value| (name.clone(), value)));
        }
        self.all_chosen(answers, &filled)?;
        Ok(filled)
    }

    /// What is to be chosen was offered.
    fn all_chosen(&self, answers: &RawAnswers, filled: &Filled) -> Result<(), String> {
        for control in &self.controls {
            let wanted = answers
                .get(&control.name)
                .filter(|_| matches!(control.kind, Kind::Tick(_) | Kind::Radio(..)));
            for value in wanted.into_iter().flatten() {
                let sent = |(name, sent): &(String, String)| *name == control.name && sent == value;
                if !filled.fields.iter().any(sent) {
                    return Err(format!("{} does not offer {value}", control.name));
                }
            }
        }
        Ok(())
    }
}
