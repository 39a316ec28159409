//! What officers and the applicant of a case write to each other. Lines are added and never changed.

use chrono::{DateTime, Utc};
use domain::id::{ApplicationId, PersonId};
use domain::language::Text;
use uuid::Uuid;

use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::row::row;
use crate::sql::sql;
use crate::value::{names, values};

names! {
    /// Who wrote a line.
    pub enum Side {
        /// An officer of the case.
        Officer = "officer",
        /// The applicant.
        Applicant = "applicant",
    }
}

row! {
    /// A line.
    #[derive(Clone, Debug, PartialEq)]
    pub struct LineRow in "conversation_lines" {
        /// The key.
        pub id: Uuid,
        /// Of which application.
        pub application_id: ApplicationId,
        /// Who wrote it.
        pub side: Side,
        /// Which person.
        pub author_id: PersonId,
        /// The person's name as it was then.
        pub author_name: Text,
        /// The body of the officer's desk.
        pub entity: Option<String>,
        /// The role of it.
        pub role: Option<String>,
        /// When.
        pub at: DateTime<Utc>,
        /// What it says.
        pub text: String,
    }
}

/// Adds a line. Says whether it is new: a form that is sent twice says it once.
///
/// # Errors
/// Those of the engine.
pub async fn insert(tx: &mut Transaction, line: &LineRow) -> Result<bool, StoreError> {
    let insert = sql!(
        "insert into conversation_lines (id, application_id, side, author_id, author_name, entity, role, at, text)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict do nothing"
    );
    let values = values![
        line.id,
        line.application_id,
        line.side,
        line.author_id,
        line.author_name,
        line.entity,
        line.role,
        line.at,
        line.text,
    ];
    Ok(tx.execute(insert, values).await? == 1)
}

/// What was written, oldest first.
///
/// # Errors
/// Those of the engine.
pub async fn list(mut on: impl Queries, application: ApplicationId, limit: i64) -> Result<Vec<LineRow>, StoreError> {
    let select = sql!(
        "select id, application_id, side, author_id, author_name, entity, role, at, text
           from conversation_lines where application_id = $1 order by at, id limit $2"
    );
    on.all(select, values![application, limit]).await
}
