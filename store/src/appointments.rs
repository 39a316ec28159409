//! Appointments: a time at an office that one applicant has.
//!
//! A slot is an office and a time; a unique index makes sure that it is given once.

use chrono::{DateTime, Utc};
use domain::id::ApplicationId;
use uuid::Uuid;

use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::row::{Only, row};
use crate::sql::sql;
use crate::value::{names, values};

names! {
    /// What became of an appointment.
    pub enum AppointmentState {
        /// It is ahead.
        Booked = "booked",
        /// The applicant came.
        Kept = "kept",
        /// The applicant did not come.
        Missed = "missed",
        /// The application ended otherwise.
        Cancelled = "cancelled",
    }
}

row! {
    /// An appointment.
    #[derive(Clone, Debug, PartialEq)]
    pub struct AppointmentRow in "appointments" {
        /// The key.
        pub id: Uuid,
        /// For which application.
        pub application_id: ApplicationId,
        /// The step of the workflow.
        pub step: String,
        /// The office, a value of the step's list.
        pub office: String,
        /// Local time at the office, `2026-12-03T10:20`.
        pub starts_at: String,
        /// How long, in minutes.
        pub minutes: i64,
        /// How often it was moved.
        pub moves: i64,
        /// What became of it.
        pub state: AppointmentState,
        /// When it was booked or moved last.
        pub booked_at: DateTime<Utc>,
        /// Counts the changes.
        pub version: i64,
    }
}

/// Books a slot.
///
/// # Errors
/// [`StoreError::Duplicate`] when somebody has the slot, or the application has one already.
pub async fn book(tx: &mut Transaction, new: &AppointmentRow) -> Result<(), StoreError> {
    let insert = sql!(
        "insert into appointments (id, application_id, step, office, starts_at, minutes, moves, state, booked_at,
                                   version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)
         on conflict do nothing"
    );
    let values = values![
        new.id,
        new.application_id,
        new.step,
        new.office,
        new.starts_at,
        new.minutes,
        new.moves,
        new.state,
        new.booked_at,
    ];
    match tx.execute(insert, values).await? {
        0 => Err(StoreError::Duplicate("appointments.office,starts_at".to_owned())),
        _ => Ok(()),
    }
}

/// The last appointment of an application, whatever became of it.
///
/// # Errors
/// Those of the engine.
pub async fn last_of(mut on: impl Queries, application: ApplicationId) -> Result<Option<AppointmentRow>, StoreError> {
    let select = sql!(
        "select id, application_id, step, office, starts_at, minutes, moves, state, booked_at, version
           from appointments where application_id = $1 order by id desc limit 1"
    );
    on.optional(select, values![application]).await
}

/// The times of an office that are taken between two local times, the first included.
///
/// # Errors
/// Those of the engine.
pub async fn taken(
    mut on: impl Queries,
    office: &str,
    from: &str,
    to: &str,
    limit: i64,
) -> Result<Vec<String>, StoreError> {
    let select = sql!(
        "select starts_at as value from appointments
          where office = $1 and starts_at >= $2 and starts_at < $3 and state = 'booked'
          order by starts_at limit $4"
    );
    let found: Vec<Only<String>> = on.all(select, values![office, from, to, limit]).await?;
    Ok(found.into_iter().map(|Only(at)| at).collect())
}

/// Appointments between two local times, the first included, in order, from the one after `after` on.
///
/// # Errors
/// Those of the engine.
pub async fn coming(
    mut on: impl Queries,
    from: &str,
    to: &str,
    after: Option<(&str, Uuid)>,
    limit: i64,
) -> Result<Vec<AppointmentRow>, StoreError> {
    let select = sql!(
        "select id, application_id, step, office, starts_at, minutes, moves, state, booked_at, version
           from appointments
          where starts_at >= $1 and starts_at < $2 and state = 'booked' and (starts_at, id) > ($3, $4)
          order by starts_at, id limit $5"
    );
    let (at, id) = after.unwrap_or(("", Uuid::nil()));
    on.all(select, values![from, to, at, id, limit]).await
}

/// Says what became of an appointment that was ahead.
///
/// # Errors
/// [`StoreError::Stale`] when it is not as the caller read it.
pub async fn close(
    tx: &mut Transaction,
    id: Uuid,
    from_version: i64,
    state: AppointmentState,
) -> Result<(), StoreError> {
    let update = sql!(
        "update appointments set state = $3, version = version + 1
          where id = $1 and version = $2 and state = 'booked'"
    );
    tx.change(update, values![id, from_version, state]).await
}

/// Gives the slot of an application back.
///
/// # Errors
/// Those of the engine.
pub async fn give_up(tx: &mut Transaction, application: ApplicationId) -> Result<(), StoreError> {
    let update = sql!(
        "update appointments set state = $2, version = version + 1
          where application_id = $1 and state = 'booked'"
    );
    tx.execute(update, values![application, AppointmentState::Cancelled])
        .await
        .map(drop)
}
