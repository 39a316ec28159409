//! Applications: what is asked for, by whom, and where it stands.
//!
//! Whether a move is allowed is decided in `domain`. Here it is only guarded: a change names the version its caller
//! read, and when somebody was first it is [`StoreError::Stale`].

mod write;

use chrono::{DateTime, NaiveDate, Utc};
use domain::application::Status;
use domain::facts::CaseFacts;
use domain::id::{ApplicationId, PersonId};
use domain::reference::Reference;
use domain::workflow::ChosenReason;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

pub(crate) use self::write::touch_open;
pub use self::write::{
    Move, NewApplication, Submission, delete_draft, freeze, hold, insert_draft, set_correction, set_facts, set_status,
};
use crate::database::Queries;
use crate::error::StoreError;
use crate::row::row;
use crate::sql::sql;
use crate::value::{FIRST_DAY, stored_documents, values};

/// What an officer asks the applicant to mend.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The officer's words.
    pub note: String,
    /// The reasons chosen from the list, one for each body that sent it back.
    #[serde(default)]
    pub reasons: Vec<ChosenReason>,
    /// The keys of the fields.
    pub fields: Vec<String>,
}

stored_documents! { Correction }

row! {
    /// An application.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ApplicationRow in "applications" {
        /// The key.
        pub id: ApplicationId,
        /// The number people quote.
        pub reference: Reference,
        /// The service's name in addresses.
        pub service_id: String,
        /// The ministry that owns it.
        pub ministry_id: String,
        /// Which text of the service's file it was started under.
        pub definition_hash: String,
        /// Who asks.
        pub applicant_id: PersonId,
        /// Whom it is about, if another.
        pub subject_name: Option<String>,
        /// Where it stands.
        pub status: Status,
        /// The step of the workflow it is at.
        pub step: Option<String>,
        /// Where work goes on when it is sent again.
        pub resume_step: Option<String>,
        /// As typed, frozen when it was sent.
        pub raw_answers: Option<Json>,
        /// Checked answers and what is known beside them.
        pub facts: Option<CaseFacts>,
        /// What must be mended.
        pub correction: Option<Correction>,
        /// On the fast path.
        pub urgent: bool,
        /// When it was started.
        pub created_at: DateTime<Utc>,
        /// Last change.
        pub updated_at: DateTime<Utc>,
        /// When it was sent.
        pub submitted_at: Option<DateTime<Utc>>,
        /// When the result is promised; nothing while the clock stands still.
        pub due_on: Option<NaiveDate>,
        /// Since when the legal clock runs.
        pub clock_from: Option<NaiveDate>,
        /// Working days left from then, or while it stands still.
        pub clock_days: Option<i64>,
        /// Whose local holidays count.
        pub governorate: Option<String>,
        /// When it ends by itself.
        pub expires_on: Option<NaiveDate>,
        /// When it ended.
        pub ended_at: Option<DateTime<Utc>>,
        /// Counts the changes.
        pub version: i64,
    }
}

row! {
    /// An application in a list: without the answers.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ApplicationSummary in "applications" {
        /// The key.
        pub id: ApplicationId,
        /// The number people quote.
        pub reference: Reference,
        /// The service's name in addresses.
        pub service_id: String,
        /// Whom it is about, if another.
        pub subject_name: Option<String>,
        /// Where it stands.
        pub status: Status,
        /// When it was started.
        pub created_at: DateTime<Utc>,
        /// Last change.
        pub updated_at: DateTime<Utc>,
        /// When it was sent.
        pub submitted_at: Option<DateTime<Utc>>,
        /// When the result is promised.
        pub due_on: Option<NaiveDate>,
        /// When it ends by itself.
        pub expires_on: Option<NaiveDate>,
        /// Counts the changes.
        pub version: i64,
    }
}

/// The application with this key.
///
/// # Errors
/// Those of the engine.
pub async fn by_id(mut on: impl Queries, id: ApplicationId) -> Result<Option<ApplicationRow>, StoreError> {
    let select = sql!(
        "select id, reference, service_id, ministry_id, definition_hash, applicant_id, subject_name, status, step,
                resume_step, raw_answers, facts, correction, urgent, created_at, updated_at, submitted_at, due_on,
                clock_from, clock_days, governorate,
                expires_on, ended_at, version
           from applications where id = $1"
    );
    on.optional(select, values![id]).await
}

/// The application with this number.
///
/// # Errors
/// Those of the engine.
pub async fn by_reference(mut on: impl Queries, reference: &Reference) -> Result<Option<ApplicationRow>, StoreError> {
    let select = sql!(
        "select id, reference, service_id, ministry_id, definition_hash, applicant_id, subject_name, status, step,
                resume_step, raw_answers, facts, correction, urgent, created_at, updated_at, submitted_at, due_on,
                clock_from, clock_days, governorate,
                expires_on, ended_at, version
           from applications where reference = $1"
    );
    on.optional(select, values![reference]).await
}

/// A person's applications, newest first, from the one before `before` on.
///
/// # Errors
/// Those of the engine.
pub async fn list_for_person(
    mut on: impl Queries,
    person: PersonId,
    before: Option<ApplicationId>,
    limit: i64,
) -> Result<Vec<ApplicationSummary>, StoreError> {
    let select = sql!(
        "select id, reference, service_id, subject_name, status, created_at, updated_at, submitted_at, due_on,
                expires_on, version
           from applications
          where applicant_id = $1 and id < $2
          order by id desc limit $3"
    );
    let before = before.unwrap_or(ApplicationId(Uuid::max()));
    on.all(select, values![person, before, limit]).await
}

/// Applications whose last day has passed and that have not ended, from the one after `after` on.
///
/// # Errors
/// Those of the engine.
pub async fn list_expired(
    mut on: impl Queries,
    today: NaiveDate,
    after: Option<(NaiveDate, ApplicationId)>,
    limit: i64,
) -> Result<Vec<ApplicationSummary>, StoreError> {
    let select = sql!(
        "select id, reference, service_id, subject_name, status, created_at, updated_at, submitted_at, due_on,
                expires_on, version
           from applications
          where expires_on < $1 and ended_at is null and (expires_on, id) > ($2, $3)
          order by expires_on, id limit $4"
    );
    let (day, id) = after.unwrap_or((FIRST_DAY, ApplicationId(Uuid::nil())));
    on.all(select, values![today, day, id, limit]).await
}
