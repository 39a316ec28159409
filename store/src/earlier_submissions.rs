//! How an application was sent before it was sent again: its facts, under the file it was checked against.

use chrono::{DateTime, Utc};
use domain::facts::CaseFacts;
use domain::id::ApplicationId;

use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::row::row;
use crate::sql::sql;
use crate::value::values;

row! {
    /// An earlier submission.
    #[derive(Clone, Debug, PartialEq)]
    pub struct EarlierRow in "earlier_submissions" {
        /// Which one, from one on.
        pub number: i64,
        /// Which text of the service's file the answers were checked against.
        pub definition_hash: String,
        /// When it was sent.
        pub sent_at: DateTime<Utc>,
        /// Checked answers and what was known beside them.
        pub facts: CaseFacts,
    }
}

/// Keeps the application's submission as it is, before another takes its place. Nothing for one that was never sent.
///
/// # Errors
/// Those of the engine.
pub async fn keep(tx: &mut Transaction, application: ApplicationId) -> Result<(), StoreError> {
    let insert = sql!(
        "insert into earlier_submissions (application_id, number, definition_hash, sent_at, facts)
         select id, 1 + (select count(*) from earlier_submissions where application_id = $1),
                definition_hash, submitted_at, facts
           from applications where id = $1 and facts is not null and submitted_at is not null"
    );
    tx.execute(insert, values![application]).await.map(drop)
}

/// The last one that was replaced.
///
/// # Errors
/// Those of the engine.
pub async fn last(mut on: impl Queries, application: ApplicationId) -> Result<Option<EarlierRow>, StoreError> {
    let select = sql!(
        "select number, definition_hash, sent_at, facts
           from earlier_submissions where application_id = $1 order by number desc limit 1"
    );
    on.optional(select, values![application]).await
}
