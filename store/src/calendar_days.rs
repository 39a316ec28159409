//! Days that are closed, or open against the rule, by decision; and working out anew what they move.

use chrono::{DateTime, NaiveDate, Utc};
use domain::id::{ApplicationId, PersonId, TaskId};
use uuid::Uuid;

use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::row::row;
use crate::sql::sql;
use crate::value::values;

row! {
    /// A day.
    #[derive(Clone, Debug, PartialEq)]
    pub struct CalendarDayRow in "calendar_days" {
        /// The key.
        pub id: Uuid,
        /// Which day.
        pub day: NaiveDate,
        /// Key of the governorate; empty is everywhere.
        pub governorate: String,
        /// Work is done on it, though it would be a holiday.
        pub is_open: bool,
        /// What it is called, in Arabic.
        pub name_ar: String,
        /// And in English.
        pub name_en: String,
        /// Who wrote it down.
        pub added_by: PersonId,
        /// When.
        pub added_at: DateTime<Utc>,
        /// When it was taken back.
        pub withdrawn_at: Option<DateTime<Utc>>,
    }
}

row! {
    /// An open application or task that a day may move.
    #[derive(Clone, Debug, PartialEq)]
    pub struct RunningRow in "applications" {
        /// Of which application.
        pub application_id: ApplicationId,
        /// The task, when it is one's.
        pub task_id: Option<TaskId>,
        /// Since when it runs.
        pub clock_from: NaiveDate,
        /// Working days from then.
        pub clock_days: i64,
        /// The last day as it stands.
        pub due_on: NaiveDate,
        /// Key of the governorate.
        pub governorate: Option<String>,
    }
}

/// Most days that are read: some ten years of them.
const MOST_DAYS: i64 = 2_000;

/// Every day that counts, the latest first.
///
/// # Errors
/// Those of the engine.
pub async fn list(mut on: impl Queries) -> Result<Vec<CalendarDayRow>, StoreError> {
    let select = sql!(
        "select id, day, governorate, is_open, name_ar, name_en, added_by, added_at, withdrawn_at
           from calendar_days where withdrawn_at is null order by day desc, governorate limit $1"
    );
    on.all(select, values![MOST_DAYS]).await
}

/// Writes a day down.
///
/// # Errors
/// [`StoreError::Duplicate`] when the day is there already.
pub async fn add(tx: &mut Transaction, day: &CalendarDayRow) -> Result<(), StoreError> {
    let insert = sql!(
        "insert into calendar_days (id, day, governorate, is_open, name_ar, name_en, added_by, added_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (day, governorate) where withdrawn_at is null do nothing"
    );
    let values = values![
        day.id,
        day.day,
        day.governorate,
        day.is_open,
        day.name_ar,
        day.name_en,
        day.added_by,
        day.added_at,
    ];
    match tx.execute(insert, values).await? {
        0 => Err(StoreError::Duplicate("calendar_days.day".to_owned())),
        _ => Ok(()),
    }
}

/// Takes a day back.
///
/// # Errors
/// [`StoreError::Stale`] when it was taken back already.
pub async fn withdraw(tx: &mut Transaction, id: Uuid, by: PersonId, at: DateTime<Utc>) -> Result<(), StoreError> {
    let update = sql!(
        "update calendar_days set withdrawn_by = $2, withdrawn_at = $3, applied_at = null
          where id = $1 and withdrawn_at is null"
    );
    tx.change(update, values![id, by, at]).await
}

/// Days that what is open does not know of yet, taken back ones among them.
///
/// # Errors
/// Those of the engine.
pub async fn not_applied(mut on: impl Queries) -> Result<Vec<CalendarDayRow>, StoreError> {
    let select = sql!(
        "select id, day, governorate, is_open, name_ar, name_en, added_by, added_at, withdrawn_at
           from calendar_days where applied_at is null order by added_at, id limit $1"
    );
    on.all(select, values![MOST_DAYS]).await
}

/// Notes that a day was applied, as it was read.
///
/// # Errors
/// Those of the engine.
pub async fn applied(tx: &mut Transaction, day: &CalendarDayRow, at: DateTime<Utc>) -> Result<(), StoreError> {
    let update = sql!(
        "update calendar_days set applied_at = $2
          where id = $1 and (withdrawn_at is null) = $3 and applied_at is null"
    );
    tx.execute(update, values![day.id, at, day.withdrawn_at.is_none()])
        .await
        .map(drop)
}

/// Open applications whose clock runs over a day, by key, behind `after`.
///
/// # Errors
/// Those of the engine.
pub async fn applications_over(
    mut on: impl Queries,
    day: NaiveDate,
    after: ApplicationId,
    limit: i64,
) -> Result<Vec<RunningRow>, StoreError> {
    let select = sql!(
        "select id as application_id, null as task_id, clock_from, clock_days, due_on, governorate
           from applications
          where ended_at is null and due_on is not null and due_on >= $1
            and clock_from < $1 and clock_days is not null and id > $2
          order by id limit $3"
    );
    on.all(select, values![day, after, limit]).await
}

/// Open tasks that were given working days and run over a day, by key, behind `after`.
///
/// # Errors
/// Those of the engine.
pub async fn tasks_over(
    mut on: impl Queries,
    day: NaiveDate,
    after: TaskId,
    limit: i64,
) -> Result<Vec<RunningRow>, StoreError> {
    let select = sql!(
        "select t.application_id, t.id as task_id, t.clock_from, t.clock_days, t.due_on, a.governorate
           from tasks t join applications a on a.id = t.application_id
          where t.closed_at is null and t.due_on >= $1 and t.clock_from < $1 and t.clock_days is not null and t.id > $2
          order by t.id limit $3"
    );
    on.all(select, values![day, after, limit]).await
}

/// Moves the last day of one of them, if it still is what was read.
///
/// # Errors
/// Those of the engine.
pub async fn move_due(tx: &mut Transaction, of: &RunningRow, to: NaiveDate) -> Result<(), StoreError> {
    let (task, application) = (
        sql!("update tasks set due_on = $3 where id = $1 and due_on = $2 and closed_at is null"),
        sql!("update applications set due_on = $3 where id = $1 and due_on = $2 and ended_at is null"),
    );
    match of.task_id {
        Some(id) => tx.execute(task, values![id, of.due_on, to]).await,
        None => tx.execute(application, values![of.application_id, of.due_on, to]).await,
    }
    .map(drop)
}
