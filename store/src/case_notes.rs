//! Notes of the staff on a case, or on one answer of it. Never changed, and never shown to the applicant.

use chrono::{DateTime, Utc};
use domain::id::{ApplicationId, PersonId};
use domain::language::Text;
use uuid::Uuid;

use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::row::{Only, row};
use crate::sql::sql;
use crate::value::values;

row! {
    /// A note.
    #[derive(Clone, Debug, PartialEq)]
    pub struct CaseNoteRow in "case_notes" {
        /// The key.
        pub id: Uuid,
        /// On which case.
        pub application_id: ApplicationId,
        /// The field it is about.
        pub field: Option<String>,
        /// Who wrote it.
        pub author_id: PersonId,
        /// The person's name as it was then.
        pub author_name: Text,
        /// The body the person wrote it for.
        pub entity: String,
        /// When.
        pub at: DateTime<Utc>,
        /// What it says.
        pub text: String,
    }
}

/// Adds a note. Says whether it is new: a form that is sent twice writes one.
///
/// # Errors
/// Those of the engine.
pub async fn insert(tx: &mut Transaction, note: &CaseNoteRow) -> Result<bool, StoreError> {
    let insert = sql!(
        "insert into case_notes (id, application_id, field, author_id, author_name, entity, at, text)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict do nothing"
    );
    let values = values![
        note.id,
        note.application_id,
        note.field,
        note.author_id,
        note.author_name,
        note.entity,
        note.at,
        note.text,
    ];
    Ok(tx.execute(insert, values).await? == 1)
}

/// The notes on a case, oldest first.
///
/// # Errors
/// Those of the engine.
pub async fn list(
    mut on: impl Queries,
    application: ApplicationId,
    limit: i64,
) -> Result<Vec<CaseNoteRow>, StoreError> {
    let select = sql!(
        "select id, application_id, field, author_id, author_name, entity, at, text
           from case_notes where application_id = $1 order by at, id limit $2"
    );
    on.all(select, values![application, limit]).await
}

/// How many notes a case has.
///
/// # Errors
/// Those of the engine.
pub async fn count(mut on: impl Queries, application: ApplicationId) -> Result<i64, StoreError> {
    let select = sql!("select count(*) as value from case_notes where application_id = $1");
    let Only(count) = on.one(select, values![application]).await?;
    Ok(count)
}
