//! What stands in a case beside the answers: internal notes, what was written with the applicant, what changed since it
//! was sent back.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::form::AnswerText;

/// An internal note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteRow {
    /// The field it is about: key and label.
    pub field: Option<(String, String)>,
    /// Who wrote it: name and body.
    pub who: String,
    /// When.
    pub at: NaiveDateTime,
    /// What it says.
    pub text: String,
}

/// The internal notes of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotesView {
    /// Oldest first.
    pub rows: Vec<NoteRow>,
    /// Goes into the form as `key`: pressing twice writes one note.
    pub key: String,
    /// The fields a note may be about: key and label.
    pub fields: Vec<(String, String)>,
}

/// One line of what officers and applicant write to each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineRow {
    /// The applicant wrote it.
    pub from_applicant: bool,
    /// Who: for the staff a name and a desk, for the applicant the desk alone.
    pub who: String,
    /// When.
    pub at: NaiveDateTime,
    /// What it says.
    pub text: String,
}

/// What officers and applicant have written to each other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConversationView {
    /// Oldest first.
    pub rows: Vec<LineRow>,
    /// Goes into the form as `key`: pressing twice says it once. None: the reader may not write now.
    pub key: Option<String>,
}

/// An answer that is not what it was when the application was sent back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedRow {
    /// The question.
    pub label: String,
    /// As it was.
    pub before: AnswerText,
    /// As it is.
    pub after: AnswerText,
}

/// What changed since the application was sent back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResentView {
    /// When it was sent before.
    pub before: NaiveDateTime,
    /// In the order of the questions; empty: it was sent again as it was.
    pub rows: Vec<ChangedRow>,
}
