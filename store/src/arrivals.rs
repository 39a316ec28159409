//! Files on their way, piece by piece. The pieces are elsewhere, under their storage keys.

use chrono::{DateTime, Utc};
use domain::id::{ApplicationId, UploadId};
use serde_json::Value as Json;

use crate::applications::touch_open;
use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::row::{Only, row};
use crate::sql::sql;
use crate::value::values;

row! {
    /// A file on its way.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ArrivalRow in "arriving_uploads" {
        /// The key; the file will have the same.
        pub id: UploadId,
        /// To what it will be attached.
        pub application_id: ApplicationId,
        /// The field of the service's file.
        pub field: String,
        /// Its name as the applicant gave it.
        pub name: String,
        /// Tells the same file again.
        pub fingerprint: String,
        /// Bytes it will have.
        pub size: i64,
        /// Bytes that are there.
        pub received: i64,
        /// Storage keys of the pieces, in order: a list of texts.
        pub parts: Json,
        /// Where the whole file will be.
        pub storage_key: String,
        /// When it was announced.
        pub created_at: DateTime<Utc>,
    }
}

/// Most files on their way that are listed for one application.
const MOST: i64 = 100;

/// Announces a file. The application's row is held until the transaction ends, so that sums read after this hold.
///
/// # Errors
/// [`StoreError::Stale`] when the application is not being filled in any more.
pub async fn insert(tx: &mut Transaction, arrival: &ArrivalRow) -> Result<(), StoreError> {
    touch_open(tx, arrival.application_id, arrival.created_at).await?;
    let insert = sql!(
        "insert into arriving_uploads
            (id, application_id, field, name, fingerprint, size, received, parts, storage_key, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    let values = values![
        arrival.id,
        arrival.application_id,
        arrival.field,
        arrival.name,
        arrival.fingerprint,
        arrival.size,
        arrival.received,
        arrival.parts,
        arrival.storage_key,
        arrival.created_at,
    ];
    tx.execute(insert, values).await.map(drop)
}

/// The file with this key.
///
/// # Errors
/// Those of the engine.
pub async fn by_id(mut on: impl Queries, id: UploadId) -> Result<Option<ArrivalRow>, StoreError> {
    let select = sql!(
        "select id, application_id, field, name, fingerprint, size, received, parts, storage_key, created_at
           from arriving_uploads where id = $1"
    );
    on.optional(select, values![id]).await
}

/// Files on their way to an application, the oldest first.
///
/// # Errors
/// Those of the engine.
pub async fn list(mut on: impl Queries, application: ApplicationId) -> Result<Vec<ArrivalRow>, StoreError> {
    let select = sql!(
        "select id, application_id, field, name, fingerprint, size, received, parts, storage_key, created_at
           from arriving_uploads where application_id = $1 order by id limit $2"
    );
    on.all(select, values![application, MOST]).await
}

/// Bytes that are there of all files on their way to an application.
///
/// # Errors
/// Those of the engine.
pub async fn total_received(mut on: impl Queries, application: ApplicationId) -> Result<i64, StoreError> {
    let select = sql!(
        "select cast(coalesce(sum(received), 0) as bigint) as value from arriving_uploads where application_id = $1"
    );
    let Only(total) = on.one(select, values![application]).await?;
    Ok(total)
}

/// Notes a piece: from how many bytes to how many.
///
/// # Errors
/// [`StoreError::Stale`] when another piece was quicker, or the file is gone.
pub async fn advance(tx: &mut Transaction, id: UploadId, from: i64, to: i64, parts: &Json) -> Result<(), StoreError> {
    let update = sql!("update arriving_uploads set received = $3, parts = $4 where id = $1 and received = $2");
    tx.change(update, values![id, from, to, parts]).await
}

/// Takes the row away: the file is there, or will never be.
///
/// # Errors
/// [`StoreError::Stale`] when somebody else did.
pub async fn remove(tx: &mut Transaction, id: UploadId) -> Result<(), StoreError> {
    let delete = sql!("delete from arriving_uploads where id = $1");
    tx.change(delete, values![id]).await
}

/// Files announced before this moment that have not arrived, the oldest first.
///
/// # Errors
/// Those of the engine.
pub async fn abandoned(mut on: impl Queries, before: DateTime<Utc>, limit: i64) -> Result<Vec<ArrivalRow>, StoreError> {
    let select = sql!(
        "select id, application_id, field, name, fingerprint, size, received, parts, storage_key, created_at
           from arriving_uploads where created_at < $1 order by created_at, id limit $2"
    );
    on.all(select, values![before, limit]).await
}
