//! Tasks: one step of one application, waiting for a role in a body. The queue that shows them is [`crate::queue`].

use chrono::{DateTime, NaiveDate, Utc};
use domain::id::{ApplicationId, PersonId, TaskId};

use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::row::row;
use crate::sql::sql;
use crate::value::values;

row! {
    /// A task.
    #[derive(Clone, Debug, PartialEq)]
    pub struct TaskRow in "tasks" {
        /// The key.
        pub id: TaskId,
        /// Of which application.
        pub application_id: ApplicationId,
        /// The step of the workflow.
        pub step: String,
        /// The body that must act.
        pub entity: String,
        /// The role that must act.
        pub role: String,
        /// Who has taken it.
        pub assignee_id: Option<PersonId>,
        /// When it came.
        pub opened_at: DateTime<Utc>,
        /// The last day.
        pub due_on: Option<NaiveDate>,
        /// When it was done.
        pub closed_at: Option<DateTime<Utc>>,
        /// The action chosen.
        pub action: Option<String>,
        /// What the action meant.
        pub outcome: Option<String>,
        /// Who chose it.
        pub decided_by: Option<PersonId>,
        /// What was said to the applicant.
        pub note: Option<String>,
        /// Counts the changes.
        pub version: i64,
    }
}

/// A task to be opened.
#[derive(Clone, Copy, Debug)]
pub struct NewTask<'a> {
    /// The key.
    pub id: TaskId,
    /// Of which application.
    pub application_id: ApplicationId,
    /// The step of the workflow.
    pub step: &'a str,
    /// The body that must act.
    pub entity: &'a str,
    /// The role that must act.
    pub role: &'a str,
    /// The last day.
    pub due_on: Option<NaiveDate>,
    /// The day its working days are counted from; nothing when the last day is one that somebody chose.
    pub clock_from: Option<NaiveDate>,
    /// How many working days there are.
    pub clock_days: Option<i64>,
    /// Who has it from the start, as after a correction.
    pub assignee_id: Option<PersonId>,
    /// Now.
    pub at: DateTime<Utc>,
}

/// How a task ends.
#[derive(Clone, Copy, Debug)]
pub struct Closing<'a> {
    /// Which.
    pub id: TaskId,
    /// As the caller read it.
    pub from_version: i64,
    /// The action chosen; none when the application ended otherwise.
    pub action: Option<&'a str>,
    /// What the action means.
    pub outcome: Option<&'a str>,
    /// Who chose it; none when the portal did.
    pub decided_by: Option<PersonId>,
    /// What is said to the applicant.
    pub note: Option<&'a str>,
    /// The reason chosen from the list.
    pub reason: Option<&'a str>,
    /// Now.
    pub at: DateTime<Utc>,
}

/// Most tasks of one application that are listed.
const MOST_TASKS: i64 = 500;

/// Opens a task.
///
/// # Errors
/// [`StoreError::Duplicate`] when the step is open already.
pub async fn open(tx: &mut Transaction, task: NewTask<'_>) -> Result<(), StoreError> {
    let insert = sql!(
        "insert into tasks (id, application_id, service_id, step, entity, role, assignee_id, opened_at,
                            due_on, version, clock_from, clock_days)
         values ($1, $2, (select service_id from applications where id = $2), $3, $4, $5, $6, $7, $8, 1, $9, $10)
         on conflict (application_id, step) where closed_at is null do nothing"
    );
    let values = values![
        task.id,
        task.application_id,
        task.step,
        task.entity,
        task.role,
        task.assignee_id,
        task.at,
        task.due_on,
        task.clock_from,
        task.clock_days,
    ];
    match tx.execute(insert, values).await? {
        0 => Err(StoreError::Duplicate("tasks.application_id,step".to_owned())),
        _ => Ok(()),
    }
}

/// The task with this key.
///
/// # Errors
/// Those of the engine.
pub async fn by_id(mut on: impl Queries, id: TaskId) -> Result<Option<TaskRow>, StoreError> {
    let select = sql!(
        "select id, application_id, step, entity, role, assignee_id, opened_at, due_on, closed_at, action, outcome,
                decided_by, note, version
           from tasks where id = $1"
    );
    on.optional(select, values![id]).await
}

/// The open tasks of an application.
///
/// # Errors
/// Those of the engine.
pub async fn open_for_application(
    mut on: impl Queries,
    application: ApplicationId,
) -> Result<Vec<TaskRow>, StoreError> {
    let select = sql!(
        "select id, application_id, step, entity, role, assignee_id, opened_at, due_on, closed_at, action, outcome,
                decided_by, note, version
           from tasks where application_id = $1 and closed_at is null order by id limit $2"
    );
    on.all(select, values![application, MOST_TASKS]).await
}

/// All tasks of an application, in the order they came.
///
/// # Errors
/// Those of the engine.
pub async fn all_for_application(mut on: impl Queries, application: ApplicationId) -> Result<Vec<TaskRow>, StoreError> {
    let select = sql!(
        "select id, application_id, step, entity, role, assignee_id, opened_at, due_on, closed_at, action, outcome,
                decided_by, note, version
           from tasks where application_id = $1 order by id limit $2"
    );
    on.all(select, values![application, MOST_TASKS]).await
}

/// Gives an open task to a person, if nobody else has it. Says the new version.
///
/// # Errors
/// [`StoreError::Stale`] when it is no longer as the caller read it, or somebody has it.
pub async fn assign(tx: &mut Transaction, id: TaskId, from_version: i64, person: PersonId) -> Result<i64, StoreError> {
    let update = sql!(
        "update tasks set assignee_id = $3, version = version + 1
          where id = $1 and version = $2 and closed_at is null and (assignee_id is null or assignee_id = $3)"
    );
    tx.change(update, values![id, from_version, person]).await?;
    Ok(from_version + 1)
}

/// Gives an open task to a person, whoever has it; `None` puts it back. For supervisors. Says the new version.
///
/// # Errors
/// [`StoreError::Stale`] when it is no longer as the caller read it.
pub async fn reassign(
    tx: &mut Transaction,
    id: TaskId,
    from_version: i64,
    to: Option<PersonId>,
) -> Result<i64, StoreError> {
    let update = sql!(
        "update tasks set assignee_id = $3, version = version + 1
          where id = $1 and version = $2 and closed_at is null"
    );
    tx.change(update, values![id, from_version, to]).await?;
    Ok(from_version + 1)
}

/// Puts an open task back that the person has. Says the new version.
///
/// # Errors
/// [`StoreError::Stale`] when it is no longer as the caller read it, or the person does not have it.
pub async fn release(tx: &mut Transaction, id: TaskId, from_version: i64, person: PersonId) -> Result<i64, StoreError> {
    let update = sql!(
        "update tasks set assignee_id = null, version = version + 1
          where id = $1 and version = $2 and closed_at is null and assignee_id = $3"
    );
    tx.change(update, values![id, from_version, person]).await?;
    Ok(from_version + 1)
}

/// Moves the last day of an open task, as when an appointment is moved.
///
/// # Errors
/// [`StoreError::Stale`] when it is no longer as the caller read it.
pub async fn set_due(tx: &mut Transaction, id: TaskId, from_version: i64, due_on: NaiveDate) -> Result<(), StoreError> {
    let update = sql!(
        "update tasks set due_on = $3, clock_from = null, clock_days = null, version = version + 1
          where id = $1 and version = $2 and closed_at is null"
    );
    tx.change(update, values![id, from_version, due_on]).await
}

/// Tasks past their last day that nobody was told of, the latest due first to be forgotten last.
///
/// # Errors
/// Those of the engine.
pub async fn not_escalated(mut on: impl Queries, today: NaiveDate, limit: i64) -> Result<Vec<TaskRow>, StoreError> {
    let select = sql!(
        "select id, application_id, step, entity, role, assignee_id, opened_at, due_on, closed_at, action, outcome,
                decided_by, note, version
           from tasks where closed_at is null and escalated_at is null and due_on < $1 order by due_on, id limit $2"
    );
    on.all(select, values![today, limit]).await
}

/// Notes that somebody was told, once. Says whether it was still to be told.
///
/// # Errors
/// Those of the engine.
pub async fn escalate(
    tx: &mut Transaction,
    id: TaskId,
    today: NaiveDate,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let update = sql!(
        "update tasks set escalated_at = $3
          where id = $1 and due_on < $2 and closed_at is null and escalated_at is null"
    );
    Ok(tx.execute(update, values![id, today, at]).await? == 1)
}

/// Closes an open task.
///
/// # Errors
/// [`StoreError::Stale`] when it is no longer as the caller read it, or it is closed.
pub async fn close(tx: &mut Transaction, closing: Closing<'_>) -> Result<(), StoreError> {
    let update = sql!(
        "update tasks
            set closed_at = $3, action = $4, outcome = $5, decided_by = $6, note = $7, reason = $8, version = version + 1
          where id = $1 and version = $2 and closed_at is null"
    );
    let values = values![
        closing.id,
        closing.from_version,
        closing.at,
        closing.action,
        closing.outcome,
        closing.decided_by,
        closing.note,
        closing.reason,
    ];
    tx.change(update, values).await
}
