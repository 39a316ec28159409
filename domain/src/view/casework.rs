//! The ministry's side: a case. The queue is in [`super::queue`].

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::application::{HistoryRow, IssuedRow};
use super::case_file::{ConversationView, NotesView, ResentView};
use super::form::{FeeView, SectionView, SourceView};
use super::opinion::CaseOpinionsView;
use crate::application::Status;
use crate::service::workflow::Outcome;
use crate::upload::Scan;
use crate::workflow::ChosenReason;

/// A deadline as people talk about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The last day.
    pub on: NaiveDate,
    /// Working days left; negative: late by so many.
    pub days_left: i64,
}

/// What the registry says beside what was claimed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparisonRow {
    /// What is compared.
    pub label: String,
    /// As answered.
    pub claimed: String,
    /// As registered.
    pub registered: String,
    /// Whether they agree.
    pub matches: bool,
}

/// A file of the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentRow {
    /// The last part of its address.
    pub id: String,
    /// The paper it is.
    pub label: String,
    /// Its name.
    pub name: String,
    /// Media type.
    pub content_type: String,
    /// In bytes.
    pub size: u64,
    /// What the virus scanner says: whether it may be opened.
    pub scan: Scan,
}

/// One thing the reader may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionRow {
    /// Goes into the form as `action`.
    pub key: String,
    /// What it is called.
    pub label: String,
    /// What it means.
    pub outcome: Outcome,
    /// The applicant must be told why.
    pub note_required: bool,
    /// The reasons one of which must be chosen: key, reason.
    #[serde(default)]
    pub reasons: Vec<(String, ChosenReason)>,
    /// Amounts that must be entered with it.
    #[serde(default)]
    pub amounts: Vec<AmountRow>,
}

/// An amount an officer assesses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmountRow {
    /// Goes into the form under this name.
    pub name: String,
    /// The fee.
    pub label: String,
    /// How it is found.
    pub guidance: Option<String>,
    /// In this currency.
    pub currency: crate::money::Currency,
}

/// The open work on the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskView {
    /// Goes into forms as `task`.
    pub id: String,
    /// Goes into forms as `version`: a decision on an older state is refused.
    pub version: i64,
    /// The step.
    pub step_title: String,
    /// Body and role.
    pub desk: String,
    /// The deadline.
    pub due: Option<Due>,
    /// Who has it.
    pub assignee: Option<String>,
    /// The reader has it.
    pub mine: bool,
    /// The reader may take it.
    pub takeable: bool,
    /// What may be done, if the reader has it.
    pub actions: Vec<ActionRow>,
}

/// The case page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseView {
    /// Request number, as shown.
    pub reference: String,
    /// The service.
    pub service_title: String,
    /// Where it stands.
    pub status: Status,
    /// The applicant.
    pub applicant: String,
    /// The applicant's identity number.
    pub applicant_national_id: String,
    /// The person it is about, if another.
    pub subject: Option<String>,
    /// When it was sent.
    pub submitted: Option<NaiveDateTime>,
    /// When the result is promised; nothing while the legal clock stands still.
    pub promised: Option<NaiveDate>,
    /// Working days left when the clock goes on, while it stands still because somebody else is waited for.
    pub standing: Option<i64>,
    /// The fee.
    pub fee: FeeView,
    /// Settled or nothing due.
    pub fee_settled: bool,
    /// The open work.
    pub task: Option<TaskView>,
    /// What was answered.
    pub sections: Vec<SectionView>,
    /// Which answers are a registry's, by field key.
    pub sources: BTreeMap<String, SourceView>,
    /// What the registry says; empty when it was not asked or away.
    pub comparisons: Vec<ComparisonRow>,
    /// The registry was away.
    pub registry_away: bool,
    /// Files.
    pub attachments: Vec<AttachmentRow>,
    /// The documents that were issued.
    pub documents: Vec<IssuedRow>,
    /// Newest first.
    pub history: Vec<HistoryRow>,
    /// Fields that may be marked for correction: field key and label.
    pub correctable: Vec<(String, String)>,
    /// What changed since it was sent back.
    pub resent: Option<ResentView>,
    /// What the staff wrote for each other; none for whoever may not read it.
    pub notes: Option<NotesView>,
    /// What was written with the applicant; none for whoever may not read it.
    pub conversation: Option<ConversationView>,
    /// What other bodies are asked about it.
    pub opinions: CaseOpinionsView,
}
