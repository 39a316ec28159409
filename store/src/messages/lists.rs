//! Messages as they are listed: to their reader, to those who keep the portal in order, in the demonstration.

use chrono::{DateTime, Utc};
use domain::id::PersonId;
use uuid::Uuid;

use super::{MessageKey, MessageRow};
use crate::database::Queries;
use crate::error::StoreError;
use crate::row::{Only, row};
use crate::sql::sql;
use crate::value::values;

row! {
    /// How much waits for one way.
    #[derive(Clone, Debug, PartialEq)]
    pub struct WaitingRow in "messages" {
        /// By which way.
        pub channel: domain::notice::Channel,
        /// How many.
        pub count: i64,
        /// When the oldest happened.
        pub oldest: DateTime<Utc>,
    }
}

/// The portal's messages to somebody, newest first, from the one before `before` on.
///
/// # Errors
/// Those of the engine.
pub async fn of_person(
    mut on: impl Queries,
    person: PersonId,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<MessageRow>, StoreError> {
    let select = sql!(
        "select occasion, person_id, channel, id, kind, reference, service_id, data, at, read_at, state, tries, failures,
                aways, run_after, provider_reference, reason, failed_as
           from messages
          where person_id = $1 and channel = 'portal' and id < $2
          order by id desc limit $3"
    );
    on.all(select, values![person, before.unwrap_or(Uuid::max()), limit])
        .await
}

/// One message.
///
/// # Errors
/// Those of the engine.
pub async fn by_key(mut on: impl Queries, key: &MessageKey) -> Result<Option<MessageRow>, StoreError> {
    let select = sql!(
        "select occasion, person_id, channel, id, kind, reference, service_id, data, at, read_at, state, tries, failures,
                aways, run_after, provider_reference, reason, failed_as
           from messages where occasion = $1 and person_id = $2 and channel = $3"
    );
    on.optional(select, values![key.occasion, key.person_id, key.channel])
        .await
}

/// How many of the portal's messages somebody has not opened, counted to a hundred.
///
/// # Errors
/// Those of the engine.
pub async fn unread(mut on: impl Queries, person: PersonId) -> Result<i64, StoreError> {
    let select = sql!(
        "select count(*) as value
           from (select occasion from messages
                  where person_id = $1 and channel = 'portal' and read_at is null limit 100) unread"
    );
    let Only(count) = on.one(select, values![person]).await?;
    Ok(count)
}

/// Those that were given up, the oldest first.
///
/// # Errors
/// Those of the engine.
pub async fn dead(mut on: impl Queries, limit: i64) -> Result<Vec<MessageRow>, StoreError> {
    let select = sql!(
        "select occasion, person_id, channel, id, kind, reference, service_id, data, at, read_at, state, tries, failures,
                aways, run_after, provider_reference, reason, failed_as
           from messages where state = 'dead' order by id, channel limit $1"
    );
    on.all(select, values![limit]).await
}

/// How many were given up.
///
/// # Errors
/// Those of the engine.
pub async fn dead_count(mut on: impl Queries) -> Result<i64, StoreError> {
    let select = sql!("select count(*) as value from messages where state = 'dead'");
    let Only(count) = on.one(select, values![]).await?;
    Ok(count)
}

/// How much waits, by way.
///
/// # Errors
/// Those of the engine.
pub async fn waiting(mut on: impl Queries) -> Result<Vec<WaitingRow>, StoreError> {
    let select = sql!(
        "select channel, count(*) as count, min(at) as oldest
           from messages where state in ('queued', 'underway') group by channel order by channel limit 10"
    );
    on.all(select, values![]).await
}

/// Mail and short messages of everybody, newest first: for the demonstration, where nobody is real.
///
/// # Errors
/// Those of the engine.
pub async fn newest(mut on: impl Queries, limit: i64) -> Result<Vec<MessageRow>, StoreError> {
    let select = sql!(
        "select occasion, person_id, channel, id, kind, reference, service_id, data, at, read_at, state, tries, failures,
                aways, run_after, provider_reference, reason, failed_as
           from messages where channel <> 'portal' order by id desc, channel limit $1"
    );
    on.all(select, values![limit]).await
}
