//! What the registries said for an application: the last reply of each data set, with its question and its time.

use chrono::{DateTime, Utc};
use domain::application::Status;
use domain::id::ApplicationId;
use serde_json::Value as Json;

use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::row::row;
use crate::sql::sql;
use crate::value::values;

row! {
    /// A reply.
    #[derive(Clone, Debug, PartialEq)]
    pub struct RegistryReplyRow in "registry_replies" {
        /// The data set, `registry.vehicle`.
        pub data_set: String,
        /// SHA-256 of the question, hex.
        pub question: String,
        /// Facts and lists.
        pub reply: Json,
        /// When it was told.
        pub fetched_at: DateTime<Utc>,
    }
}

/// Most data sets of one application.
const MOST_DATA_SETS: i64 = 100;

/// Every reply of an application.
///
/// # Errors
/// Those of the engine.
pub async fn list(mut on: impl Queries, application: ApplicationId) -> Result<Vec<RegistryReplyRow>, StoreError> {
    let select = sql!(
        "select data_set, question, reply, fetched_at from registry_replies
          where application_id = $1 order by data_set limit $2"
    );
    on.all(select, values![application, MOST_DATA_SETS]).await
}

/// Keeps a reply, in the place of the one before. Of an application that is not being filled in any more, or was
/// thrown away meanwhile, nothing is kept.
///
/// # Errors
/// Those of the engine.
pub async fn keep(
    tx: &mut Transaction,
    application: ApplicationId,
    reply: &RegistryReplyRow,
) -> Result<(), StoreError> {
    let upsert = sql!(
        "insert into registry_replies (application_id, data_set, question, reply, fetched_at)
         select id, $2, $3, $4, $5 from applications where id = $1 and status in ($6, $7)
         on conflict (application_id, data_set) do update
            set question = excluded.question, reply = excluded.reply, fetched_at = excluded.fetched_at"
    );
    let values = values![
        application,
        reply.data_set,
        reply.question,
        reply.reply,
        reply.fetched_at,
        Status::Draft,
        Status::Returned,
    ];
    tx.execute(upsert, values).await.map(drop)
}
