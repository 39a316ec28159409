//! What stands on a document.

use chrono::NaiveDateTime;
use domain::language::Text;
use domain::view::certificate::DocumentLine;

/// How a document is laid out. Several kinds of the catalogue share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A4 between two stitched edges: title, a sentence, numbered lines.
    Certificate,
    /// The same with its last day in large letters, since that is what it is looked at for.
    Licence,
    /// Two sides of A6: what it says, and the square code.
    Card,
    /// A4 like a letter: number and date first, then the subject.
    Letter,
}

/// A short fact beside the square code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub label: Text,
    /// The value, in Arabic or in no language at all.
    pub value: String,
}

/// A square code: dark modules row by row, without the quiet zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Square {
    /// Modules of a side.
    pub side: usize,
    /// Whether each is dark; `side * side` of them.
    pub dark: Vec<bool>,
}

/// A document to be printed. Texts are shown as they are; the words come from whoever calls.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// How it is laid out.
    pub form: Form,
    /// Its title.
    pub title: Text,
    /// Who issued it.
    pub ministry: Text,
    /// Whether English stands beside Arabic.
    pub bilingual: bool,
    /// The sentence above the lines.
    pub intro: Text,
    /// The lines.
    pub lines: Vec<DocumentLine>,
    /// The last day, as it is said on a licence or a card: label and date.
    pub validity: Option<Fact>,
    /// The document's number, also in the head of further pages.
    pub number: String,
    /// Facts that stand beside the square code: number, code, days.
    pub facts: Vec<Fact>,
    /// Sentences at the end: how anyone checks it, and that the paper proves nothing.
    pub closing: Vec<Text>,
    /// The square code, if anyone can check the document.
    pub square: Option<Square>,
    /// What the square code is, for those who do not see it.
    pub square_label: String,
    /// "Page {page} of {pages}", with exactly these two names in it.
    pub page_of: String,
    /// When it was issued, in the portal's time zone; the PDF says it was made then.
    pub issued: NaiveDateTime,
    /// Name of the portal, as the author's software.
    pub portal: String,
}
