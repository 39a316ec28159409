//! Files attached to applications. The bytes are elsewhere, under the storage key.

use chrono::{DateTime, Utc};
use domain::id::{ApplicationId, UploadId};
use domain::upload::Scan;

use crate::applications::touch_open;
use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::row::{Only, row};
use crate::sql::sql;
use crate::value::values;

row! {
    /// A file.
    #[derive(Clone, Debug, PartialEq)]
    pub struct UploadRow in "uploads" {
        /// The key.
        pub id: UploadId,
        /// To what it is attached.
        pub application_id: ApplicationId,
        /// The field or document of the service's file.
        pub field: String,
        /// Its name as the applicant gave it.
        pub name: String,
        /// Media type, as found out from its bytes.
        pub content_type: String,
        /// In bytes.
        pub size: i64,
        /// In hexadecimal.
        pub sha256: String,
        /// Where the bytes are.
        pub storage_key: String,
        /// When it came.
        pub created_at: DateTime<Utc>,
        /// When the applicant took it away, or the scanner found something; officers no longer see it.
        pub removed_at: Option<DateTime<Utc>>,
        /// What the virus scanner says.
        pub scan: Scan,
    }
}

/// Most files of one application that are listed.
const MOST_FILES: i64 = 500;

/// Adds a file. The application's row is held until the transaction ends, so that a total read after this in the same
/// transaction holds for uploads that arrive at the same time.
///
/// # Errors
/// [`StoreError::Stale`] when the application is not being filled in any more.
pub async fn insert(tx: &mut Transaction, upload: &UploadRow) -> Result<(), StoreError> {
    touch_open(tx, upload.application_id, upload.created_at).await?;
    let insert = sql!(
        "insert into uploads (id, application_id, field, name, content_type, size, sha256, storage_key, created_at, scan)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    let values = values![
        upload.id,
        upload.application_id,
        upload.field,
        upload.name,
        upload.content_type,
        upload.size,
        upload.sha256,
        upload.storage_key,
        upload.created_at,
        upload.scan,
    ];
    tx.execute(insert, values).await.map(drop)
}

/// The files of an application that were not taken away, in order of arrival.
///
/// # Errors
/// Those of the engine.
pub async fn list(mut on: impl Queries, application: ApplicationId) -> Result<Vec<UploadRow>, StoreError> {
    let select = sql!(
        "select id, application_id, field, name, content_type, size, sha256, storage_key, created_at, removed_at, scan
           from uploads where application_id = $1 and removed_at is null order by id limit $2"
    );
    on.all(select, values![application, MOST_FILES]).await
}

/// The file with this key, also one that was taken away.
///
/// # Errors
/// Those of the engine.
pub async fn by_id(mut on: impl Queries, id: UploadId) -> Result<Option<UploadRow>, StoreError> {
    let select = sql!(
        "select id, application_id, field, name, content_type, size, sha256, storage_key, created_at, removed_at, scan
           from uploads where id = $1"
    );
    on.optional(select, values![id]).await
}

/// Bytes of all files of an application that were not taken away.
///
/// # Errors
/// Those of the engine.
pub async fn total_size(mut on: impl Queries, application: ApplicationId) -> Result<i64, StoreError> {
    let select = sql!(
        "select cast(coalesce(sum(size), 0) as bigint) as value
           from uploads where application_id = $1 and removed_at is null"
    );
    let Only(total) = on.one(select, values![application]).await?;
    Ok(total)
}

/// Files of an application in which the scanner found something; they are gone.
///
/// # Errors
/// Those of the engine.
pub async fn infected(mut on: impl Queries, application: ApplicationId) -> Result<Vec<UploadRow>, StoreError> {
    let select = sql!(
        "select id, application_id, field, name, content_type, size, sha256, storage_key, created_at, removed_at, scan
           from uploads where application_id = $1 and scan = $2 order by id limit $3"
    );
    on.all(select, values![application, Scan::Infected, MOST_FILES]).await
}

/// Files that wait for the scanner, the oldest first, after this one.
///
/// # Errors
/// Those of the engine.
pub async fn pending(mut on: impl Queries, after: Option<UploadId>, limit: i64) -> Result<Vec<UploadRow>, StoreError> {
    let select = sql!(
        "select id, application_id, field, name, content_type, size, sha256, storage_key, created_at, removed_at, scan
           from uploads where scan = 'pending' and removed_at is null and id > $1 order by id limit $2"
    );
    let after = after.unwrap_or(UploadId(uuid::Uuid::nil()));
    on.all(select, values![after, limit]).await
}

/// Keeps what the scanner said. A file in which something was found is taken away with it.
///
/// # Errors
/// [`StoreError::Stale`] when it does not wait for the scanner any more.
pub async fn scanned(tx: &mut Transaction, id: UploadId, scan: Scan, at: DateTime<Utc>) -> Result<(), StoreError> {
    let update =
        sql!("update uploads set scan = $2, removed_at = $3 where id = $1 and scan = 'pending' and removed_at is null");
    let removed = (scan == Scan::Infected).then_some(at);
    tx.change(update, values![id, scan, removed]).await
}

/// Takes a file away.
///
/// # Errors
/// [`StoreError::Stale`] when it was taken away before, or the application is not being filled in any more.
pub async fn remove(
    tx: &mut Transaction,
    application: ApplicationId,
    id: UploadId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    touch_open(tx, application, at).await?;
    let update =
        sql!("update uploads set removed_at = $3 where id = $1 and application_id = $2 and removed_at is null");
    tx.change(update, values![id, application, at]).await
}
