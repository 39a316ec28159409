//! Changes of applications.

use chrono::{DateTime, NaiveDate, Utc};
use domain::application::Status;
use domain::facts::CaseFacts;
use domain::id::{ApplicationId, PersonId};
use domain::reference::Reference;
use serde_json::Value as Json;
use uuid::Uuid;

use super::{ApplicationRow, Correction, by_id};
use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::row::Only;
use crate::sql::sql;
use crate::value::values;

/// A draft to be made.
#[derive(Clone, Debug)]
pub struct NewApplication<'a> {
    /// The key.
    pub id: ApplicationId,
    /// The number people quote.
    pub reference: &'a Reference,
    /// Made with the form that starts it.
    pub start_key: Uuid,
    /// The service's name in addresses.
    pub service_id: &'a str,
    /// The ministry that owns it.
    pub ministry_id: &'a str,
    /// Which text of the service's file.
    pub definition_hash: &'a str,
    /// Who asks.
    pub applicant_id: PersonId,
    /// When the draft ends by itself.
    pub expires_on: Option<NaiveDate>,
    /// Now.
    pub at: DateTime<Utc>,
}

/// A change of status.
#[derive(Clone, Copy, Debug)]
pub struct Move<'a> {
    /// Which.
    pub id: ApplicationId,
    /// As the caller read it.
    pub from_version: i64,
    /// Where it then stands.
    pub status: Status,
    /// The step it is then at.
    pub step: Option<&'a str>,
    /// Where work goes on when it is sent again.
    pub resume_step: Option<&'a str>,
    /// When the result is promised; nothing while the clock stands still.
    pub due_on: Option<NaiveDate>,
    /// Since when the legal clock runs.
    pub clock_from: Option<NaiveDate>,
    /// Working days left.
    pub clock_days: Option<i64>,
    /// When it ends by itself.
    pub expires_on: Option<NaiveDate>,
    /// Now.
    pub at: DateTime<Utc>,
}

/// What is fixed when an application is sent.
#[derive(Clone, Copy, Debug)]
pub struct Submission<'a> {
    /// Which.
    pub id: ApplicationId,
    /// As the caller read it.
    pub from_version: i64,
    /// Which text of the service's file the answers were checked against.
    pub definition_hash: &'a str,
    /// Whom it is about, if another.
    pub subject_name: Option<&'a str>,
    /// As typed.
    pub raw_answers: &'a Json,
    /// Checked.
    pub facts: &'a CaseFacts,
    /// On the fast path.
    pub urgent: bool,
    /// Whose local holidays count.
    pub governorate: Option<&'a str>,
    /// When it was sent.
    pub submitted_at: DateTime<Utc>,
    /// Now.
    pub at: DateTime<Utc>,
}

/// Adds a draft, or finds the one that the same form started before. Says whether it is new.
///
/// # Errors
/// [`StoreError::Duplicate`] of `applications.reference` (try another number) or of `applications.start_key` (the
/// form was another person's).
pub async fn insert_draft(
    tx: &mut Transaction,
    new: &NewApplication<'_>,
) -> Result<(ApplicationRow, bool), StoreError> {
    let insert = sql!(
        "insert into applications (id, reference, start_key, service_id, ministry_id, definition_hash,
                                   applicant_id, status, urgent, created_at, updated_at, expires_on, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, 1)
         on conflict do nothing"
    );
    let values = values![
        new.id,
        new.reference,
        new.start_key,
        new.service_id,
        new.ministry_id,
        new.definition_hash,
        new.applicant_id,
        Status::Draft,
        false,
        new.at,
        new.expires_on,
    ];
    let inserted = tx.execute(insert, values).await? == 1;
    let started = sql!("select id as value from applications where start_key = $1");
    let started: Option<Only<ApplicationId>> = tx.optional(started, values![new.start_key]).await?;
    let taken = |column: &str| StoreError::Duplicate(format!("applications.{column}"));
    let Some(Only(id)) = started else {
        return Err(taken("reference"));
    };
    let row = by_id(tx, id).await?.ok_or(StoreError::NotFound)?;
    if row.applicant_id != new.applicant_id {
        return Err(taken("start_key"));
    }
    Ok((row, inserted))
}

/// Moves an application. It ends when the status is final. Says the new version.
///
/// # Errors
/// [`StoreError::Stale`] when it is no longer as the caller read it.
pub async fn set_status(tx: &mut Transaction, to: Move<'_>) -> Result<i64, StoreError> {
    let update = sql!(
        "update applications
            set status = $3, step = $4, resume_step = $5, due_on = $6, expires_on = $7, ended_at = $8,
                updated_at = $9, clock_from = $10, clock_days = $11, version = version + 1
          where id = $1 and version = $2"
    );
    let ended_at = to.status.is_final().then_some(to.at);
    let values = values![
        to.id,
        to.from_version,
        to.status,
        to.step,
        to.resume_step,
        to.due_on,
        to.expires_on,
        ended_at,
        to.at,
        to.clock_from,
        to.clock_days,
    ];
    tx.change(update, values).await?;
    Ok(to.from_version + 1)
}

/// Fixes the answers when an application is sent, and forgets what was to be mended. Says the new version.
///
/// # Errors
/// [`StoreError::Stale`] when it is no longer as the caller read it.
pub async fn freeze(tx: &mut Transaction, sent: Submission<'_>) -> Result<i64, StoreError> {
    let update = sql!(
        "update applications
            set definition_hash = $3, subject_name = $4, raw_answers = $5, facts = $6, urgent = $7,
                submitted_at = $8, correction = null, updated_at = $9, governorate = $10, version = version + 1
          where id = $1 and version = $2"
    );
    let values = values![
        sent.id,
        sent.from_version,
        sent.definition_hash,
        sent.subject_name,
        sent.raw_answers,
        sent.facts,
        sent.urgent,
        sent.submitted_at,
        sent.at,
        sent.governorate,
    ];
    tx.change(update, values).await?;
    Ok(sent.from_version + 1)
}

/// Replaces the facts, as when an officer enters one. Says the new version.
///
/// # Errors
/// [`StoreError::Stale`] when it is no longer as the caller read it.
pub async fn set_facts(
    tx: &mut Transaction,
    id: ApplicationId,
    from_version: i64,
    facts: &CaseFacts,
    at: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let update = sql!(
        "update applications set facts = $3, updated_at = $4, version = version + 1
          where id = $1 and version = $2"
    );
    tx.change(update, values![id, from_version, facts, at]).await?;
    Ok(from_version + 1)
}

/// Says what must be mended, or that nothing must. Says the new version.
///
/// # Errors
/// [`StoreError::Stale`] when it is no longer as the caller read it.
pub async fn set_correction(
    tx: &mut Transaction,
    id: ApplicationId,
    from_version: i64,
    correction: Option<&Correction>,
    at: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let update = sql!(
        "update applications set correction = $3, updated_at = $4, version = version + 1
          where id = $1 and version = $2"
    );
    let correction = correction.cloned();
    tx.change(update, values![id, from_version, correction, at]).await?;
    Ok(from_version + 1)
}

/// Notes a change of what is being filled in, and holds the row until the transaction ends: a page saved while the
/// application is being sent is then either before it or refused.
///
/// # Errors
/// [`StoreError::Stale`] when it is not being filled in any more.
pub(crate) async fn touch_open(tx: &mut Transaction, id: ApplicationId, at: DateTime<Utc>) -> Result<(), StoreError> {
    let update = sql!("update applications set updated_at = $2 where id = $1 and status in ('draft', 'returned')");
    tx.change(update, values![id, at]).await
}

/// Holds an application's row until the transaction ends, so that what is read afterwards is not changed by another
/// meanwhile. Says it as it is now.
///
/// # Errors
/// [`StoreError::NotFound`] when there is none.
pub async fn hold(tx: &mut Transaction, id: ApplicationId) -> Result<ApplicationRow, StoreError> {
    let update = sql!("update applications set version = version + 1 where id = $1");
    tx.execute(update, values![id]).await?;
    by_id(tx, id).await?.ok_or(StoreError::NotFound)
}

/// Removes a draft with its pages, its files, also those on their way, and what the registries said for it. Says the
/// storage keys of the files, which can then be removed too.
///
/// # Errors
/// [`StoreError::Stale`] when it is no longer the draft the caller read.
pub async fn delete_draft(
    tx: &mut Transaction,
    id: ApplicationId,
    from_version: i64,
) -> Result<Vec<String>, StoreError> {
    // First the guard, so that nothing is deleted of an application that was sent meanwhile.
    let guard = sql!("update applications set version = version + 1 where id = $1 and version = $2 and status = $3");
    tx.change(guard, values![id, from_version, Status::Draft]).await?;
    let pages = sql!("delete from draft_pages where application_id = $1");
    tx.execute(pages, values![id]).await?;
    let replies = sql!("delete from registry_replies where application_id = $1");
    tx.execute(replies, values![id]).await?;
    let files = sql!("delete from uploads where application_id = $1 returning storage_key as value");
    let mut files: Vec<Only<String>> = tx.all(files, values![id]).await?;
    let arriving = sql!("delete from arriving_uploads where application_id = $1 returning storage_key as value");
    files.extend(tx.all::<Only<String>>(arriving, values![id]).await?);
    let draft = sql!("delete from applications where id = $1");
    tx.execute(draft, values![id]).await?;
    Ok(files.into_iter().map(|Only(key)| key).collect())
}
