//! What is being filled in: one row for each page that was sent, as typed, right or wrong.

use chrono::{DateTime, Utc};
use domain::application::Status;
use domain::id::{ApplicationId, PersonId};
use serde_json::Value as Json;

use crate::applications::touch_open;
use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::row::row;
use crate::sql::sql;
use crate::value::values;

row! {
    /// A page as it was sent.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DraftPageRow in "draft_pages" {
        /// Its key in the service's file.
        pub page: String,
        /// As typed, by field.
        pub answers: Json,
        /// The fields that were on it.
        pub shown: Json,
        /// When it was sent.
        pub updated_at: DateTime<Utc>,
    }
}

row! {
    /// How far somebody has come.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ReachedRow in "draft_pages" {
        /// The draft.
        pub application_id: ApplicationId,
        /// The page of it that was stored last.
        pub page: String,
    }
}

/// Most drafts that are told how far they have come.
const MOST_DRAFTS: i64 = 100;

/// Most pages of one form.
const MOST_PAGES: i64 = 200;

/// Keeps a page, in the place of what was kept of it before.
///
/// # Errors
/// [`StoreError::Stale`] when the application is not being filled in any more.
pub async fn save_page(
    tx: &mut Transaction,
    application: ApplicationId,
    page: &str,
    answers: &Json,
    shown: &Json,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    touch_open(tx, application, at).await?;
    let upsert = sql!(
        "insert into draft_pages (application_id, page, answers, shown, updated_at) values ($1, $2, $3, $4, $5)
         on conflict (application_id, page) do update
            set answers = excluded.answers, shown = excluded.shown, updated_at = excluded.updated_at"
    );
    tx.execute(upsert, values![application, page, answers, shown, at])
        .await
        .map(drop)
}

/// From now on the draft is one of the file with that hash.
///
/// # Errors
/// [`StoreError::Stale`] when it is no draft any more.
pub async fn carry_over(
    tx: &mut Transaction,
    application: ApplicationId,
    hash: &str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let update = sql!("update applications set definition_hash = $2, updated_at = $3 where id = $1 and status = $4");
    tx.change(update, values![application, hash, at, Status::Draft]).await
}

/// Keeps a page only while it is as it was read: last saved at `before`, or never.
///
/// # Errors
/// [`StoreError::Stale`] when it was saved since, or the application is not being filled in any more.
pub async fn keep_page(
    tx: &mut Transaction,
    application: ApplicationId,
    page: &str,
    answers: &Json,
    shown: &Json,
    before: Option<DateTime<Utc>>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    touch_open(tx, application, at).await?;
    if let Some(before) = before {
        let update = sql!(
            "update draft_pages set answers = $3, shown = $4, updated_at = $6
              where application_id = $1 and page = $2 and updated_at = $5"
        );
        return tx
            .change(update, values![application, page, answers, shown, before, at])
            .await;
    }
    let insert = sql!(
        "insert into draft_pages (application_id, page, answers, shown, updated_at) values ($1, $2, $3, $4, $5)
         on conflict (application_id, page) do nothing"
    );
    tx.change(insert, values![application, page, answers, shown, at]).await
}

/// Every page that was sent.
///
/// # Errors
/// Those of the engine.
pub async fn pages(mut on: impl Queries, application: ApplicationId) -> Result<Vec<DraftPageRow>, StoreError> {
    let select = sql!(
        "select page, answers, shown, updated_at from draft_pages
          where application_id = $1 order by page limit $2"
    );
    on.all(select, values![application, MOST_PAGES]).await
}

/// The page that was stored last of each draft of a person, the newest first.
///
/// # Errors
/// Those of the engine.
pub async fn reached(mut on: impl Queries, person: PersonId) -> Result<Vec<ReachedRow>, StoreError> {
    let select = sql!(
        "select application_id, page from draft_pages
          where application_id in (select id from applications where applicant_id = $1 and status = $2)
          order by updated_at desc limit $3"
    );
    on.all(select, values![person, Status::Draft, MOST_DRAFTS]).await
}
