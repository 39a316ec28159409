//! The files of services as they were. An application names the one it was made under by its hash.

use chrono::{DateTime, Utc};

use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::row::row;
use crate::sql::sql;
use crate::value::values;

row! {
    /// A file.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ServiceDefinitionRow in "service_definitions" {
        /// SHA-256 of the content, hex.
        pub hash: String,
        /// The service it describes.
        pub service_id: String,
        /// The whole file, JSON.
        pub content: String,
        /// When a portal first used it.
        pub added_at: DateTime<Utc>,
    }
}

/// Most services that are described at all.
const MOST_SERVICES: i64 = 10_000;

/// The file with that hash.
///
/// # Errors
/// Those of the engine.
pub async fn by_hash(mut on: impl Queries, hash: &str) -> Result<Option<ServiceDefinitionRow>, StoreError> {
    let select = sql!("select hash, service_id, content, added_at from service_definitions where hash = $1");
    on.optional(select, values![hash]).await
}

/// The last file of each service, whether it is in force or not.
///
/// # Errors
/// Those of the engine.
pub async fn latest(mut on: impl Queries) -> Result<Vec<ServiceDefinitionRow>, StoreError> {
    let select = sql!(
        "select hash, service_id, content, added_at from service_definitions as this
          where not exists (select 1 from service_definitions as later
                             where later.service_id = this.service_id
                               and (later.added_at, later.hash) > (this.added_at, this.hash))
          order by service_id limit $1"
    );
    on.all(select, values![MOST_SERVICES]).await
}

/// Keeps a file; one that is there already stays as it is.
///
/// # Errors
/// Those of the engine.
pub async fn keep(tx: &mut Transaction, file: &ServiceDefinitionRow) -> Result<(), StoreError> {
    let insert = sql!(
        "insert into service_definitions (hash, service_id, content, added_at) values ($1, $2, $3, $4)
         on conflict (hash) do nothing"
    );
    let values = values![file.hash, file.service_id, file.content, file.added_at];
    tx.execute(insert, values).await.map(drop)
}
