//! Consents: another person is asked to agree, and says yes or no once.

use chrono::{DateTime, NaiveDate, Utc};
use domain::id::{ApplicationId, PersonId};
use uuid::Uuid;

use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::row::row;
use crate::sql::sql;
use crate::value::{names, values};

names! {
    /// What became of a request for consent.
    pub enum ConsentAnswer {
        /// The person agreed.
        Given = "given",
        /// The person refused.
        Refused = "refused",
        /// Nobody needs it any more: the application ended otherwise.
        Void = "void",
    }
}

row! {
    /// A request for consent.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ConsentRow in "consents" {
        /// The key.
        pub id: Uuid,
        /// For which application.
        pub application_id: ApplicationId,
        /// The step of the workflow.
        pub step: String,
        /// The identity number of the person who is asked.
        pub party_number: String,
        /// When.
        pub asked_at: DateTime<Utc>,
        /// The last day.
        pub expires_on: Option<NaiveDate>,
        /// None while it waits.
        pub answer: Option<ConsentAnswer>,
        /// When it was answered.
        pub answered_at: Option<DateTime<Utc>>,
        /// Who answered.
        pub answered_by: Option<PersonId>,
        /// Counts the changes.
        pub version: i64,
    }
}

/// Asks a person.
///
/// # Errors
/// [`StoreError::Duplicate`] when the step waits for somebody already.
pub async fn ask(tx: &mut Transaction, new: &ConsentRow) -> Result<(), StoreError> {
    let insert = sql!(
        "insert into consents (id, application_id, step, party_number, asked_at, expires_on, version)
         values ($1, $2, $3, $4, $5, $6, 1)
         on conflict (application_id, step) where answer is null do nothing"
    );
    let values = values![
        new.id,
        new.application_id,
        new.step,
        new.party_number,
        new.asked_at,
        new.expires_on
    ];
    match tx.execute(insert, values).await? {
        0 => Err(StoreError::Duplicate("consents.application_id,step".to_owned())),
        _ => Ok(()),
    }
}

/// The requests that wait for the person with this number, oldest first.
///
/// # Errors
/// Those of the engine.
pub async fn waiting_for(mut on: impl Queries, party_number: &str, limit: i64) -> Result<Vec<ConsentRow>, StoreError> {
    let select = sql!(
        "select id, application_id, step, party_number, asked_at, expires_on, answer, answered_at, answered_by, version
           from consents where party_number = $1 and answer is null order by id limit $2"
    );
    on.all(select, values![party_number, limit]).await
}

/// The last request of an application, waiting or answered.
///
/// # Errors
/// Those of the engine.
pub async fn last_of(mut on: impl Queries, application: ApplicationId) -> Result<Option<ConsentRow>, StoreError> {
    let select = sql!(
        "select id, application_id, step, party_number, asked_at, expires_on, answer, answered_at, answered_by, version
           from consents where application_id = $1 order by id desc limit 1"
    );
    on.optional(select, values![application]).await
}

/// Writes down the answer.
///
/// # Errors
/// [`StoreError::Stale`] when it is answered, or not as the caller read it.
pub async fn answer(
    tx: &mut Transaction,
    id: Uuid,
    from_version: i64,
    answer: ConsentAnswer,
    by: PersonId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let update = sql!(
        "update consents set answer = $3, answered_at = $4, answered_by = $5, version = version + 1
          where id = $1 and version = $2 and answer is null"
    );
    tx.change(update, values![id, from_version, answer, at, by]).await
}

/// Gives up the requests of an application that still wait.
///
/// # Errors
/// Those of the engine.
pub async fn give_up(tx: &mut Transaction, application: ApplicationId, at: DateTime<Utc>) -> Result<(), StoreError> {
    let update = sql!(
        "update consents set answer = $2, answered_at = $3, version = version + 1
          where application_id = $1 and answer is null"
    );
    tx.execute(update, values![application, ConsentAnswer::Void, at])
        .await
        .map(drop)
}
