//! Who is signed in, and who tried and failed. The browser has the token; here is only its hash.

use chrono::{DateTime, Utc};
use domain::id::PersonId;
use domain::language::Language;
use domain::person::Person;

use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::people;
use crate::row::{Only, row};
use crate::sql::sql;
use crate::value::values;

row! {
    /// A session. Not printable, so that it cannot end in a log.
    #[derive(Clone, PartialEq)]
    pub struct SessionRow in "sessions" {
        /// SHA-256 of the token.
        pub token_hash: Vec<u8>,
        /// Whose.
        pub person_id: PersonId,
        /// Goes into every form of the session.
        pub csrf: String,
        /// When it began.
        pub created_at: DateTime<Utc>,
        /// The last request, as far as it was noted.
        pub last_seen_at: DateTime<Utc>,
        /// Ends then, unless it is used before.
        pub idle_until: DateTime<Utc>,
        /// Ends then in any case.
        pub expires_at: DateTime<Utc>,
    }
}

row! {
    struct HolderRow in "people" {
        last_used_in: Language,
        unread: i64,
        national_id: String,
        name_ar: String,
        name_en: String,
        token_hash: Vec<u8>,
        person_id: PersonId,
        csrf: String,
        created_at: DateTime<Utc>,
        last_seen_at: DateTime<Utc>,
        idle_until: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    }
}

row! {
    /// Failed tries to sign in with one identity number from one source.
    #[derive(Clone, Debug, PartialEq)]
    pub struct FailureRow in "sign_in_failures" {
        /// How many since the last success.
        pub failures: i64,
        /// The last one.
        pub last_at: DateTime<Utc>,
    }
}

/// A session that goes on, and whose it is.
#[derive(Clone, PartialEq)]
pub struct Found {
    /// The session.
    pub session: SessionRow,
    /// The person, with duties.
    pub person: Person,
    /// The language the person used the portal in, as far as it was noted.
    pub last_used_in: Language,
    /// How many of the portal's messages the person has not opened, counted to a hundred: it is asked with every page.
    pub unread: i64,
}

/// Adds a session.
///
/// # Errors
/// Those of the engine.
pub async fn insert(tx: &mut Transaction, session: &SessionRow) -> Result<(), StoreError> {
    let insert = sql!(
        "insert into sessions (token_hash, person_id, csrf, created_at, last_seen_at, idle_until, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)"
    );
    let values = values![
        session.token_hash,
        session.person_id,
        session.csrf,
        session.created_at,
        session.last_seen_at,
        session.idle_until,
        session.expires_at,
    ];
    tx.execute(insert, values).await.map(drop)
}

/// The session with this hash and its person with duties: two statements. None when it has ended or the account is
/// disabled.
///
/// # Errors
/// Those of the engine.
pub async fn find(mut on: impl Queries, token_hash: &[u8], now: DateTime<Utc>) -> Result<Option<Found>, StoreError> {
    let select = sql!(
        "select p.national_id, p.name_ar, p.name_en, p.last_used_in, s.token_hash, s.person_id, s.csrf,
                s.created_at, s.last_seen_at, s.idle_until, s.expires_at,
                (select count(*)
                   from (select occasion from messages m
                          where m.person_id = s.person_id and m.channel = 'portal' and m.read_at is null
                          limit 100) unread) as unread
           from sessions s
           join people p on p.id = s.person_id
          where s.token_hash = $1 and s.idle_until > $2 and s.expires_at > $2 and p.disabled_at is null"
    );
    let found: Option<HolderRow> = on.optional(select, values![token_hash.to_vec(), now]).await?;
    let Some(row) = found else { return Ok(None) };
    let duties = people::duties(&mut on, row.person_id).await?;
    let HolderRow {
        national_id,
        name_ar,
        name_en,
        token_hash,
        person_id,
        csrf,
        ..
    } = row;
    let person = Person {
        id: person_id,
        national_id,
        name_ar,
        name_en,
        duties,
    };
    let session = SessionRow {
        token_hash,
        person_id,
        csrf,
        created_at: row.created_at,
        last_seen_at: row.last_seen_at,
        idle_until: row.idle_until,
        expires_at: row.expires_at,
    };
    Ok(Some(Found {
        session,
        person,
        last_used_in: row.last_used_in,
        unread: row.unread,
    }))
}

/// Notes that a session was used. A session that is gone stays gone.
///
/// # Errors
/// Those of the engine.
pub async fn touch(
    tx: &mut Transaction,
    token_hash: &[u8],
    seen_at: DateTime<Utc>,
    idle_until: DateTime<Utc>,
) -> Result<(), StoreError> {
    let update = sql!(
        "update sessions set last_seen_at = $2, idle_until = $3
          where token_hash = $1 and last_seen_at < $2"
    );
    tx.execute(update, values![token_hash.to_vec(), seen_at, idle_until])
        .await
        .map(drop)
}

/// Ends a session.
///
/// # Errors
/// Those of the engine.
pub async fn delete(tx: &mut Transaction, token_hash: &[u8]) -> Result<(), StoreError> {
    let delete = sql!("delete from sessions where token_hash = $1");
    tx.execute(delete, values![token_hash.to_vec()]).await.map(drop)
}

/// Ends every session of a person, as after a new password. Says how many.
///
/// # Errors
/// Those of the engine.
pub async fn delete_for_person(tx: &mut Transaction, person: PersonId) -> Result<u64, StoreError> {
    let delete = sql!("delete from sessions where person_id = $1");
    tx.execute(delete, values![person]).await
}

/// Removes sessions that have ended, at most `limit` of them. Says how many.
///
/// # Errors
/// Those of the engine.
pub async fn delete_expired(tx: &mut Transaction, now: DateTime<Utc>, limit: i64) -> Result<u64, StoreError> {
    let delete = sql!(
        "delete from sessions where token_hash in (
             select token_hash from sessions where idle_until <= $1 or expires_at <= $1 limit $2)"
    );
    tx.execute(delete, values![now, limit]).await
}

/// The failed tries with an identity number from a source.
///
/// # Errors
/// Those of the engine.
pub async fn failures(mut on: impl Queries, national_id: &str, source: &str) -> Result<Option<FailureRow>, StoreError> {
    let select = sql!("select failures, last_at from sign_in_failures where national_id = $1 and source = $2");
    on.optional(select, values![national_id, source]).await
}

/// Counts a failed try, also for an identity number nobody has. Says how many there are now.
///
/// # Errors
/// Those of the engine.
pub async fn record_failure(
    tx: &mut Transaction,
    national_id: &str,
    source: &str,
    at: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let upsert = sql!(
        "insert into sign_in_failures (national_id, source, failures, last_at) values ($1, $2, 1, $3)
         on conflict (national_id, source) do update
            set failures = sign_in_failures.failures + 1, last_at = excluded.last_at
         returning failures as value"
    );
    let Only(failures) = tx.one(upsert, values![national_id, source, at]).await?;
    Ok(failures)
}

/// Forgets the failed tries, after a success.
///
/// # Errors
/// Those of the engine.
pub async fn clear_failures(tx: &mut Transaction, national_id: &str, source: &str) -> Result<(), StoreError> {
    let delete = sql!("delete from sign_in_failures where national_id = $1 and source = $2");
    tx.execute(delete, values![national_id, source]).await.map(drop)
}

/// Forgets tries older than `before`, at most `limit` rows. Says how many.
///
/// # Errors
/// Those of the engine.
pub async fn delete_old_failures(tx: &mut Transaction, before: DateTime<Utc>, limit: i64) -> Result<u64, StoreError> {
    let delete = sql!(
        "delete from sign_in_failures where (national_id, source) in (
             select national_id, source from sign_in_failures where last_at < $1 limit $2)"
    );
    tx.execute(delete, values![before, limit]).await
}
