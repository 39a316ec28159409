//! Rows of a large database for tests and measurements, each as it stands at the end of its way. The portal itself never
//! writes like this: no version is guarded and no move is checked.

use chrono::{DateTime, NaiveDate, Utc};
use domain::application::Status;
use domain::id::{ApplicationId, PersonId, TaskId};
use domain::reference::Reference;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::database::{Database, EngineKind, Queries, Transaction};
use crate::error::StoreError;
use crate::row::Only;
use crate::sql::sql;
use crate::value::values;

/// An application as it stands.
#[derive(Clone, Debug)]
pub struct SeededApplication<'a> {
    /// The key.
    pub id: ApplicationId,
    /// The number people quote.
    pub reference: Reference,
    /// The form that began it.
    pub start_key: Uuid,
    /// The service's name in addresses.
    pub service_id: &'a str,
    /// The ministry that owns it.
    pub ministry_id: &'a str,
    /// Which text of the service's file.
    pub definition_hash: &'a str,
    /// Who asks.
    pub applicant_id: PersonId,
    /// Where it stands.
    pub status: Status,
    /// The step it is at.
    pub step: Option<&'a str>,
    /// As typed.
    pub raw_answers: &'a Json,
    /// Checked answers and what is known beside them.
    pub facts: &'a Json,
    /// On the fast path.
    pub urgent: bool,
    /// When it was sent.
    pub sent_at: DateTime<Utc>,
    /// When it came to where it stands.
    pub updated_at: DateTime<Utc>,
}

/// A task as it stands.
#[derive(Clone, Debug)]
pub struct SeededTask<'a> {
    /// The key.
    pub id: TaskId,
    /// Of which application.
    pub application_id: ApplicationId,
    /// The service's name in addresses.
    pub service_id: &'a str,
    /// The step.
    pub step: &'a str,
    /// The body that must act.
    pub entity: &'a str,
    /// The role that must act.
    pub role: &'a str,
    /// Who has it, or had.
    pub assignee_id: Option<PersonId>,
    /// When it came.
    pub opened_at: DateTime<Utc>,
    /// The last day.
    pub due_on: Option<NaiveDate>,
    /// When it was done, and what that meant.
    pub closed: Option<(DateTime<Utc>, &'a str)>,
}

/// Adds an application.
///
/// # Errors
/// [`StoreError::Duplicate`] when the number is taken.
pub async fn application(tx: &mut Transaction, new: &SeededApplication<'_>) -> Result<(), StoreError> {
    let insert = sql!(
        "insert into applications (id, reference, start_key, service_id, ministry_id, definition_hash, applicant_id,
                                   status, step, raw_answers, facts, urgent, created_at, updated_at, submitted_at,
                                   ended_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $13, $15, 3)"
    );
    let ended = new.status.is_final().then_some(new.updated_at);
    let values = values![
        new.id,
        new.reference,
        new.start_key,
        new.service_id,
        new.ministry_id,
        new.definition_hash,
        new.applicant_id,
        new.status,
        new.step,
        *new.raw_answers,
        *new.facts,
        new.urgent,
        new.sent_at,
        new.updated_at,
        ended,
    ];
    tx.execute(insert, values).await.map(drop)
}

/// Adds a task.
///
/// # Errors
/// [`StoreError::Duplicate`] when the step is open already.
pub async fn task(tx: &mut Transaction, new: &SeededTask<'_>) -> Result<(), StoreError> {
    let insert = sql!(
        "insert into tasks (id, application_id, service_id, step, entity, role, assignee_id, opened_at, due_on,
                            closed_at, action, outcome, decided_by, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12, 1)"
    );
    let closed_at = new.closed.map(|(at, _)| at);
    let outcome = new.closed.map(|(_, outcome)| outcome);
    let decided_by = new.closed.and(new.assignee_id);
    let values = values![
        new.id,
        new.application_id,
        new.service_id,
        new.step,
        new.entity,
        new.role,
        new.assignee_id,
        new.opened_at,
        new.due_on,
        closed_at,
        outcome,
        decided_by,
    ];
    tx.execute(insert, values).await.map(drop)
}

/// How many applications there are: whether a database may be filled.
///
/// # Errors
/// Those of the engine.
pub async fn applications(mut on: impl Queries) -> Result<i64, StoreError> {
    let select = sql!("select count(*) as value from applications");
    let Only(count): Only<i64> = on.one(select, values![]).await?;
    Ok(count)
}

/// Lets PostgreSQL look at what is there now; it does this by itself after a while. SQLite's plans do not depend on it.
///
/// # Errors
/// Those of the engine.
pub async fn look_again(on: &Database) -> Result<(), StoreError> {
    if on.kind() == EngineKind::Sqlite {
        return Ok(());
    }
    let tables = [
        sql!("analyze people"),
        sql!("analyze person_names"),
        sql!("analyze applications"),
        sql!("analyze tasks"),
        sql!("analyze events"),
    ];
    for analyze in tables {
        let mut tx = on.begin().await?;
        tx.execute(analyze, values![]).await?;
        tx.commit().await?;
    }
    Ok(())
}
