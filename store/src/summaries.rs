//! Numbers per day (decision 40): added to in the transaction that changes them, read instead of being counted, and made
//! anew from what they count.

mod sources;

use chrono::NaiveDate;

use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::row::row;
use crate::sql::sql;
use crate::value::{names, values};

pub use sources::{Decision, Ending, Rating, Revenue, decisions, endings, first_sent, ratings, revenues};

names! {
    /// What is counted.
    pub enum Measure {
        /// Applications sent for the first time.
        Received = "received",
        /// Applications that ended, by status.
        Ended = "ended",
        /// Applications that were answered, by the days that took.
        Took = "took",
        /// Decisions, by officer.
        Decided = "decided",
        /// Decisions after the last day, by officer.
        Late = "late",
        /// Receipts, by currency.
        Paid = "paid",
        /// Remarks with stars, by stars.
        Rated = "rated",
    }
}

row! {
    /// A number of a day.
    #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub struct SummaryRow in "daily_summaries" {
        /// What is counted.
        pub measure: Measure,
        /// The local day.
        pub day: NaiveDate,
        /// The body whose number it is; empty for the portal as a whole.
        pub entity: String,
        /// Empty for no one service.
        pub service_id: String,
        /// What is told apart.
        pub part: String,
        /// How many.
        pub count: i64,
        /// How much, in the smallest unit.
        pub amount_minor: i64,
    }
}

/// Adds to a number of a day.
///
/// # Errors
/// Those of the engine.
pub async fn add(tx: &mut Transaction, row: &SummaryRow) -> Result<(), StoreError> {
    let upsert = sql!(
        "insert into daily_summaries (measure, day, entity, service_id, part, count, amount_minor)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (measure, day, entity, service_id, part)
         do update set count = daily_summaries.count + excluded.count,
                       amount_minor = daily_summaries.amount_minor + excluded.amount_minor"
    );
    let values = values![
        row.measure,
        row.day,
        row.entity,
        row.service_id,
        row.part,
        row.count,
        row.amount_minor,
    ];
    tx.execute(upsert, values).await.map(drop)
}

/// All numbers.
///
/// # Errors
/// Those of the engine.
pub async fn all(mut on: impl Queries) -> Result<Vec<SummaryRow>, StoreError> {
    let select = sql!(
        "select measure, day, entity, service_id, part, count, amount_minor from daily_summaries
          order by measure, day, entity, service_id, part"
    );
    on.all(select, values![]).await
}

/// Lets nobody else add to any number until the transaction ends.
///
/// # Errors
/// [`StoreError::Busy`] when others take too long.
pub async fn lock(tx: &mut Transaction) -> Result<(), StoreError> {
    tx.lock_summaries().await
}

/// Forgets all numbers.
///
/// # Errors
/// Those of the engine.
pub async fn clear(tx: &mut Transaction) -> Result<(), StoreError> {
    tx.execute(sql!("delete from daily_summaries"), values![])
        .await
        .map(drop)
}

row! {
    /// A number of a month, or of a part of one.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct MonthRow in "daily_summaries" {
        /// As `2026-11`.
        pub month: String,
        /// Which service.
        pub service_id: String,
        /// What is told apart.
        pub part: String,
        /// How many.
        pub count: i64,
        /// How much, in the smallest unit.
        pub amount_minor: i64,
    }
}

/// The numbers of one measure from a day to a day, both among them, added up by month; of one body or, without one, of
/// all. `entity` and `service` are keys; the portal's own numbers stand under the empty service.
///
/// # Errors
/// Those of the engine.
pub async fn by_month(
    mut on: impl Queries,
    measure: Measure,
    entity: Option<&str>,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<MonthRow>, StoreError> {
    let select = sql!(
        "select substr(cast(day as text), 1, 7) as month, service_id, part,
                cast(sum(count) as bigint) as count, cast(sum(amount_minor) as bigint) as amount_minor
           from daily_summaries
          where measure = $1 and day between $2 and $3 and ($4 or entity = $5)
          group by 1, 2, 3 order by 1, 2, 3"
    );
    let values = values![measure, from, to, entity.is_none(), entity.unwrap_or_default()];
    on.all(select, values).await
}

row! {
    /// Open work of a body in the hands of one officer, or of nobody.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct LoadRow in "tasks" {
        /// Whose hands.
        pub assignee_id: Option<domain::id::PersonId>,
        /// How many.
        pub open: i64,
        /// How many of them past their last day.
        pub overdue: i64,
    }
}

/// The open work of a body, by who has it. Reads its open tasks from their index.
///
/// # Errors
/// Those of the engine.
pub async fn load(mut on: impl Queries, entity: &str, today: NaiveDate) -> Result<Vec<LoadRow>, StoreError> {
    let select = sql!(
        "select assignee_id, count(*) as open, cast(sum(case when due_order < $2 then 1 else 0 end) as bigint) as overdue
           from tasks
          where entity = $1 and closed_at is null
          group by assignee_id order by 2 desc, 1"
    );
    on.all(select, values![entity, today]).await
}

row! {
    /// Open work of a body that was opened on one day.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct AgeRow in "tasks" {
        /// The day in UTC, as `2026-11-25`.
        pub day: String,
        /// How many.
        pub open: i64,
    }
}

/// The open work of a body, by the day it was opened.
///
/// # Errors
/// Those of the engine.
pub async fn ages(mut on: impl Queries, entity: &str) -> Result<Vec<AgeRow>, StoreError> {
    let select = sql!(
        "select substr(cast(opened_at as text), 1, 10) as day, count(*) as open
           from tasks
          where entity = $1 and closed_at is null
          group by 1 order by 1"
    );
    on.all(select, values![entity]).await
}
