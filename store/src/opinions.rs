//! Opinions: what one body asks another about a case, and what it answers. The workflow does not know of them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::id::{ApplicationId, PersonId};
use domain::language::Text;
use uuid::Uuid;

use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::row::row;
use crate::sql::sql;
use crate::value::{names, values};

names! {
    /// How a question stands.
    pub enum OpinionState {
        /// Nobody has answered.
        Waiting = "waiting",
        /// It is answered.
        Given = "given",
        /// The desk that asked does not need it any more.
        Withdrawn = "withdrawn",
        /// The application ended without it.
        Void = "void",
    }
}

row! {
    /// A question to another body.
    #[derive(Clone, Debug, PartialEq)]
    pub struct OpinionRow in "opinions" {
        /// The key.
        pub id: Uuid,
        /// About which application.
        pub application_id: ApplicationId,
        /// The body that is asked.
        pub entity: String,
        /// The body that asks.
        pub asker_entity: String,
        /// The role of the desk that asks.
        pub asker_role: String,
        /// Who asked.
        pub asker_id: PersonId,
        /// The person's name as it was then.
        pub asker_name: Text,
        /// What is asked.
        pub question: String,
        /// When.
        pub asked_at: DateTime<Utc>,
        /// The last day for an answer.
        pub due_on: NaiveDate,
        /// How it stands.
        pub state: OpinionState,
        /// What was answered.
        pub answer: Option<String>,
        /// Who answered.
        pub answered_by: Option<PersonId>,
        /// The person's name as it was then.
        pub answerer_name: Option<Text>,
        /// When it was answered, or given up.
        pub ended_at: Option<DateTime<Utc>>,
        /// Counts the changes.
        pub version: i64,
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Given<'a> {
    /// To which question.
    pub id: Uuid,
    /// As the caller read it.
    pub from_version: i64,
    /// What is answered.
    pub answer: &'a str,
    /// Who answers.
    pub by: PersonId,
    /// The person's name.
    pub name: &'a Text,
    /// Now.
    pub at: DateTime<Utc>,
}

/// Asks a body. Says whether it is new: a form that is sent twice asks once.
///
/// # Errors
/// [`StoreError::Duplicate`] when the body has not answered the last question about the case yet.
pub async fn ask(tx: &mut Transaction, new: &OpinionRow) -> Result<bool, StoreError> {
    let insert = sql!(
        "insert into opinions (id, application_id, entity, asker_entity, asker_role, asker_id, asker_name, question,
                               asked_at, due_on, state, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'waiting', 1)
         on conflict do nothing"
    );
    let values = values![
        new.id,
        new.application_id,
        new.entity,
        new.asker_entity,
        new.asker_role,
        new.asker_id,
        new.asker_name,
        new.question,
        new.asked_at,
        new.due_on,
    ];
    if tx.execute(insert, values).await? == 1 {
        return Ok(true);
    }
    match by_id(tx, new.id).await? {
        Some(_) => Ok(false),
        None => Err(StoreError::Duplicate("opinions.application_id,entity".to_owned())),
    }
}

/// The question with this key.
///
/// # Errors
/// Those of the engine.
pub async fn by_id(mut on: impl Queries, id: Uuid) -> Result<Option<OpinionRow>, StoreError> {
    let select = sql!(
        "select id, application_id, entity, asker_entity, asker_role, asker_id, asker_name, question, asked_at, due_on,
                state, answer, answered_by, answerer_name, ended_at, version
           from opinions where id = $1"
    );
    on.optional(select, values![id]).await
}

/// The questions about an application, in the order they were asked.
///
/// # Errors
/// Those of the engine.
pub async fn of_application(
    mut on: impl Queries,
    application: ApplicationId,
    limit: i64,
) -> Result<Vec<OpinionRow>, StoreError> {
    let select = sql!(
        "select id, application_id, entity, asker_entity, asker_role, asker_id, asker_name, question, asked_at, due_on,
                state, answer, answered_by, answerer_name, ended_at, version
           from opinions where application_id = $1 order by asked_at, id limit $2"
    );
    on.all(select, values![application, limit]).await
}

/// What a body is asked and has not answered, most urgent first.
///
/// # Errors
/// Those of the engine.
pub async fn asked_of(mut on: impl Queries, entity: &str, limit: i64) -> Result<Vec<OpinionRow>, StoreError> {
    let select = sql!(
        "select id, application_id, entity, asker_entity, asker_role, asker_id, asker_name, question, asked_at, due_on,
                state, answer, answered_by, answerer_name, ended_at, version
           from opinions where entity = $1 and state = 'waiting' order by due_on, id limit $2"
    );
    on.all(select, values![entity, limit]).await
}

/// What a body has asked others and waits for, most urgent first.
///
/// # Errors
/// Those of the engine.
pub async fn awaited_by(mut on: impl Queries, entity: &str, limit: i64) -> Result<Vec<OpinionRow>, StoreError> {
    let select = sql!(
        "select id, application_id, entity, asker_entity, asker_role, asker_id, asker_name, question, asked_at, due_on,
                state, answer, answered_by, answerer_name, ended_at, version
           from opinions where asker_entity = $1 and state = 'waiting' order by due_on, id limit $2"
    );
    on.all(select, values![entity, limit]).await
}

/// Keeps an answer.
///
/// # Errors
/// [`StoreError::Stale`] when it is answered or given up meanwhile.
pub async fn give(tx: &mut Transaction, given: Given<'_>) -> Result<(), StoreError> {
    let update = sql!(
        "update opinions
            set state = 'given', answer = $3, answered_by = $4, answerer_name = $5, ended_at = $6, version = version + 1
          where id = $1 and version = $2 and state = 'waiting'"
    );
    let values = values![
        given.id,
        given.from_version,
        given.answer,
        given.by,
        given.name,
        given.at
    ];
    tx.change(update, values).await
}

/// Takes a question back.
///
/// # Errors
/// [`StoreError::Stale`] when it is answered or given up meanwhile.
pub async fn withdraw(tx: &mut Transaction, id: Uuid, from_version: i64, at: DateTime<Utc>) -> Result<(), StoreError> {
    let update = sql!(
        "update opinions set state = 'withdrawn', ended_at = $3, version = version + 1
          where id = $1 and version = $2 and state = 'waiting'"
    );
    tx.change(update, values![id, from_version, at]).await
}

/// Gives up the questions about an application that has ended.
///
/// # Errors
/// Those of the engine.
pub async fn give_up(tx: &mut Transaction, application: ApplicationId, at: DateTime<Utc>) -> Result<(), StoreError> {
    let update = sql!(
        "update opinions set state = 'void', ended_at = $2, version = version + 1
          where application_id = $1 and state = 'waiting'"
    );
    tx.execute(update, values![application, at]).await.map(drop)
}

impl OpinionRow {
    /// Whether the body that was asked may read the case for it: while it is asked, and once it has answered.
    pub fn opens_the_case(&self) -> bool {
        matches!(self.state, OpinionState::Waiting | OpinionState::Given)
    }
}
