//! What payment providers told us: an inbox. It is kept as it arrived before anything is done about it, so that the
//! provider can be answered at once and nothing is lost.

use chrono::{DateTime, Utc};

use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::row::{Only, row};
use crate::sql::sql;
use crate::value::{names, values};

names! {
    /// Where an event stands.
    pub enum ProviderEventState {
        /// Kept, nothing done yet.
        Received = "received",
        /// It changed something.
        Applied = "applied",
        /// It changed nothing.
        Noop = "noop",
        /// What it is about is not known yet; it is tried again.
        Parked = "parked",
        /// It does not fit; people look.
        Rejected = "rejected",
    }
}

row! {
    /// An event.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ProviderEventRow in "provider_events" {
        /// Who sent it.
        pub provider: String,
        /// What makes two deliveries the same event.
        pub dedup_key: String,
        /// When it first came.
        pub received_at: DateTime<Utc>,
        /// Our name for the attempt it is about.
        pub reference: Option<String>,
        /// The provider's name for what happened.
        pub kind: String,
        /// Of the body, in hexadecimal.
        pub body_sha256: String,
        /// As it arrived.
        pub body: Vec<u8>,
        /// Where it stands.
        pub state: ProviderEventState,
        /// Why it stands there.
        pub reason: Option<String>,
        /// How often it was looked at; who marks it must name it.
        pub tries: i64,
        /// When it is looked at next.
        pub next_try_at: DateTime<Utc>,
    }
}

/// An event that arrived.
#[derive(Clone, Copy, Debug)]
pub struct NewProviderEvent<'a> {
    /// Who sent it.
    pub provider: &'a str,
    /// What makes two deliveries the same event.
    pub dedup_key: &'a str,
    /// Our name for the attempt it is about.
    pub reference: Option<&'a str>,
    /// The provider's name for what happened.
    pub kind: &'a str,
    /// Of the body, in hexadecimal.
    pub body_sha256: &'a str,
    /// As it arrived.
    pub body: &'a [u8],
    /// Now.
    pub at: DateTime<Utc>,
}

/// What became of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// New.
    Inserted,
    /// Known, with the same body.
    Same,
    /// Known, with another body: something is wrong. The first one stays.
    Different,
}

/// How somebody who looked at an event leaves it.
#[derive(Clone, Copy, Debug)]
pub struct Mark<'a> {
    /// Who sent it.
    pub provider: &'a str,
    /// Which event.
    pub dedup_key: &'a str,
    /// As the caller read it.
    pub from_tries: i64,
    /// Where it then stands.
    pub state: ProviderEventState,
    /// Why.
    pub reason: Option<&'a str>,
    /// When it is looked at next, if it is still open.
    pub next_try_at: DateTime<Utc>,
}

/// Keeps a delivery.
///
/// # Errors
/// Those of the engine.
pub async fn record(tx: &mut Transaction, event: NewProviderEvent<'_>) -> Result<Recorded, StoreError> {
    let insert = sql!(
        "insert into provider_events (provider, dedup_key, received_at, reference, kind, body_sha256, body, state,
                                      tries, next_try_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 0, $3)
         on conflict (provider, dedup_key) do nothing"
    );
    let values = values![
        event.provider,
        event.dedup_key,
        event.at,
        event.reference,
        event.kind,
        event.body_sha256,
        event.body.to_vec(),
        ProviderEventState::Received,
    ];
    if tx.execute(insert, values).await? == 1 {
        return Ok(Recorded::Inserted);
    }
    let select = sql!("select body_sha256 as value from provider_events where provider = $1 and dedup_key = $2");
    let Only(known) = tx
        .one::<Only<String>>(select, values![event.provider, event.dedup_key])
        .await?;
    Ok(if known == event.body_sha256 {
        Recorded::Same
    } else {
        Recorded::Different
    })
}

/// Open events that are to be looked at now, the longest waiting first.
///
/// # Errors
/// Those of the engine.
pub async fn due(mut on: impl Queries, now: DateTime<Utc>, limit: i64) -> Result<Vec<ProviderEventRow>, StoreError> {
    let select = sql!(
        "select provider, dedup_key, received_at, reference, kind, body_sha256, body, state, reason, tries, next_try_at
           from provider_events
          where state in ('received', 'parked') and next_try_at <= $1
          order by next_try_at, provider, dedup_key limit $2"
    );
    on.all(select, values![now, limit]).await
}

/// Leaves an open event in a state, and counts the look.
///
/// # Errors
/// [`StoreError::Stale`] when somebody else looked at it since, or it is no longer open.
pub async fn mark(tx: &mut Transaction, mark: Mark<'_>) -> Result<(), StoreError> {
    let update = sql!(
        "update provider_events
            set state = $4, reason = $5, tries = tries + 1, next_try_at = $6
          where provider = $1 and dedup_key = $2 and tries = $3 and state in ('received', 'parked')"
    );
    let values = values![
        mark.provider,
        mark.dedup_key,
        mark.from_tries,
        mark.state,
        mark.reason,
        mark.next_try_at
    ];
    tx.change(update, values).await
}
