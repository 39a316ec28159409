//! What the numbers are made of, read in the order of the keys, some rows at a time.

use chrono::{DateTime, NaiveDate, Utc};
use domain::application::Status;
use domain::id::{ApplicationId, PersonId, ReceiptId, TaskId};
use domain::money::Currency;
use uuid::Uuid;

use crate::database::Queries;
use crate::error::StoreError;
use crate::row::{Only, row};
use crate::sql::sql;
use crate::value::values;

row! {
    /// An application that was sent.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Ending in "applications" {
        /// The key.
        pub id: ApplicationId,
        /// Whose it is.
        pub ministry_id: String,
        /// Of which service.
        pub service_id: String,
        /// Where it stands.
        pub status: Status,
        /// When it was sent first, by its history.
        pub sent_at: Option<DateTime<Utc>>,
        /// When it ended.
        pub ended_at: Option<DateTime<Utc>>,
    }
}

/// Applications that were sent, behind a key.
///
/// # Errors
/// Those of the engine.
pub async fn endings(mut on: impl Queries, behind: Uuid, limit: i64) -> Result<Vec<Ending>, StoreError> {
    let select = sql!(
        "select a.id, a.ministry_id, a.service_id, a.status, a.ended_at,
                (select e.at from events e
                  where e.application_id = a.id and e.kind = 'submitted' order by e.id limit 1) as sent_at
           from applications a
          where a.submitted_at is not null and a.id > $1 order by a.id limit $2"
    );
    on.all(select, values![behind, limit]).await
}

/// When an application was sent first, by its history.
///
/// # Errors
/// Those of the engine.
pub async fn first_sent(mut on: impl Queries, application: ApplicationId) -> Result<Option<DateTime<Utc>>, StoreError> {
    let select =
        sql!("select at as value from events where application_id = $1 and kind = 'submitted' order by id limit 1");
    let found: Option<Only<DateTime<Utc>>> = on.optional(select, values![application]).await?;
    Ok(found.map(|Only(at)| at))
}

row! {
    /// A decision an officer took.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Decision in "tasks" {
        /// The task.
        pub id: TaskId,
        /// In which body.
        pub entity: String,
        /// Of which service.
        pub service_id: String,
        /// By whom.
        pub decided_by: PersonId,
        /// When.
        pub closed_at: DateTime<Utc>,
        /// The last day there was for it.
        pub due_on: Option<NaiveDate>,
    }
}

/// Decisions, behind the key of a task.
///
/// # Errors
/// Those of the engine.
pub async fn decisions(mut on: impl Queries, behind: Uuid, limit: i64) -> Result<Vec<Decision>, StoreError> {
    let select = sql!(
        "select id, entity, service_id, decided_by, closed_at, due_on from tasks
          where decided_by is not null and closed_at is not null and id > $1 order by id limit $2"
    );
    on.all(select, values![behind, limit]).await
}

row! {
    /// A receipt.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Revenue in "receipts" {
        /// The key.
        pub id: ReceiptId,
        /// Whose fee it was.
        pub agency: String,
        /// For which service.
        pub service_id: String,
        /// How much.
        pub amount_minor: i64,
        /// Of what.
        pub currency: Currency,
        /// When.
        pub issued_at: DateTime<Utc>,
    }
}

/// Receipts, behind a key.
///
/// # Errors
/// Those of the engine.
pub async fn revenues(mut on: impl Queries, behind: Uuid, limit: i64) -> Result<Vec<Revenue>, StoreError> {
    let select = sql!(
        "select r.id, r.agency, a.service_id, r.amount_minor, r.currency, r.issued_at
           from receipts r
           join invoices i on i.id = r.invoice_id
           join applications a on a.id = i.application_id
          where r.id > $1 order by r.id limit $2"
    );
    on.all(select, values![behind, limit]).await
}

row! {
    /// A remark with stars.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Rating in "feedback" {
        /// The key.
        pub id: Uuid,
        /// When.
        pub at: DateTime<Utc>,
        /// About which service; none: the portal.
        pub service_id: Option<String>,
        /// From 1 to 5.
        pub rating: i64,
    }
}

/// Remarks with stars, behind a key.
///
/// # Errors
/// Those of the engine.
pub async fn ratings(mut on: impl Queries, behind: Uuid, limit: i64) -> Result<Vec<Rating>, StoreError> {
    let select = sql!(
        "select id, at, service_id, rating from feedback where rating is not null and id > $1 order by id limit $2"
    );
    on.all(select, values![behind, limit]).await
}
