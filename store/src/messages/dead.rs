//! Messages that were given up, and what people decide about them.

use chrono::{DateTime, Utc};
use domain::id::PersonId;

use super::MessageKey;
use crate::database::Transaction;
use crate::error::StoreError;
use crate::sql::sql;
use crate::value::values;

/// Sends one that was given up once more, as asked by this person.
///
/// # Errors
/// [`StoreError::Stale`] when it is not given up any more.
pub async fn again(tx: &mut Transaction, key: &MessageKey, by: PersonId, now: DateTime<Utc>) -> Result<(), StoreError> {
    let update = sql!(
        "update messages set state = 'queued', failures = 0, aways = 0, run_after = $5, handled_by = $4
          where occasion = $1 and person_id = $2 and channel = $3 and state = 'dead'"
    );
    tx.change(update, values![key.occasion, key.person_id, key.channel, by, now])
        .await
}

/// Sends those that were given up longest ago once more, so many. Says how many.
///
/// # Errors
/// Those of the engine.
pub async fn all_again(tx: &mut Transaction, by: PersonId, now: DateTime<Utc>, limit: i64) -> Result<u64, StoreError> {
    // The condition stands twice, as in `lease`: what somebody else sent again meanwhile may have gone by now.
    let update = sql!(
        "update messages set state = 'queued', failures = 0, aways = 0, run_after = $2, handled_by = $1
          where (occasion, person_id, channel) in (
                    select occasion, person_id, channel from messages where state = 'dead'
                     order by id limit $3)
            and state = 'dead'"
    );
    tx.execute(update, values![by, now, limit]).await
}

/// Leaves one that was given up for good.
///
/// # Errors
/// [`StoreError::Stale`] when it is not given up any more.
pub async fn leave(tx: &mut Transaction, key: &MessageKey, by: PersonId, now: DateTime<Utc>) -> Result<(), StoreError> {
    let update = sql!(
        "update messages set state = 'dropped', done_at = $5, handled_by = $4
          where occasion = $1 and person_id = $2 and channel = $3 and state = 'dead'"
    );
    tx.change(update, values![key.occasion, key.person_id, key.channel, by, now])
        .await
}
