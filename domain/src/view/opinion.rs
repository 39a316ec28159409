//! What one body asks another about a case.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::casework::Due;

/// A question to another body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpinionView {
    /// Names it in addresses.
    pub id: String,
    /// Goes into forms as `version`: an answer to an older state is refused.
    pub version: i64,
    /// The request number.
    pub reference: String,
    /// The service.
    pub service_title: String,
    /// The body that is asked.
    pub body: String,
    /// Who asks: name and desk.
    pub asker: String,
    /// What is asked.
    pub question: String,
    /// When.
    pub asked: NaiveDateTime,
    /// The last day, while it waits.
    pub due: Option<Due>,
    /// What was answered.
    pub answer: Option<OpinionAnswer>,
    /// The desk that asked took it back.
    pub withdrawn: bool,
    /// The reader may answer.
    pub may_answer: bool,
    /// The reader may take it back.
    pub may_withdraw: bool,
}

/// What was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpinionAnswer {
    /// Who answered: name and body.
    pub who: String,
    /// When.
    pub at: NaiveDateTime,
    /// What it says.
    pub text: String,
}

/// The opinions of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseOpinionsView {
    /// In the order they were asked for.
    pub rows: Vec<OpinionView>,
    /// Goes into the form as `key`: pressing twice asks once. None: the reader may not ask.
    pub key: Option<String>,
    /// The bodies that may be asked: key and name.
    pub bodies: Vec<(String, String)>,
}

/// The opinions that wait, of the reader's bodies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpinionsView {
    /// What the reader's bodies are asked, most urgent first.
    pub asked: Vec<OpinionView>,
    /// What the reader's bodies wait for, most urgent first.
    pub awaited: Vec<OpinionView>,
}
