//! Remarks about the portal, without a name.

use chrono::{DateTime, Utc};
use domain::language::Language;
use uuid::Uuid;

use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::row::row;
use crate::sql::sql;
use crate::value::values;

row! {
    /// A remark.
    #[derive(Clone, Debug, PartialEq)]
    pub struct FeedbackRow in "feedback" {
        /// The key.
        pub id: Uuid,
        /// When.
        pub at: DateTime<Utc>,
        /// The language of the page it was written on.
        pub language: Language,
        /// From 1, very hard, to 5, very easy.
        pub rating: Option<i64>,
        /// In the reader's words; may be empty.
        pub remark: String,
        /// The service whose page it came from, if any.
        pub service_id: Option<String>,
    }
}

/// Adds a remark.
///
/// # Errors
/// Those of the engine.
pub async fn insert(tx: &mut Transaction, feedback: &FeedbackRow) -> Result<(), StoreError> {
    let insert =
        sql!("insert into feedback (id, at, language, rating, remark, service_id) values ($1, $2, $3, $4, $5, $6)");
    let values = values![
        feedback.id,
        feedback.at,
        feedback.language,
        feedback.rating,
        feedback.remark,
        feedback.service_id,
    ];
    tx.execute(insert, values).await.map(drop)
}

/// The newest remarks.
///
/// # Errors
/// Those of the engine.
pub async fn newest(mut on: impl Queries, limit: i64) -> Result<Vec<FeedbackRow>, StoreError> {
    let select = sql!("select id, at, language, rating, remark, service_id from feedback order by id desc limit $1");
    on.all(select, values![limit]).await
}
