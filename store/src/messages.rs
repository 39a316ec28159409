//! What people are told: an outbox. A message is written in the transaction of what it tells of, so it is there exactly
//! when that is; a worker leases it, hands it to the next house and writes down what that said (decision 34).
//!
//! A message is known by occasion, person and way. If a worker dies, its lease runs out and another takes the message;
//! the number of tries is the fencing token, as with [`commands`](crate::commands).

pub mod dead;
pub mod lists;

use chrono::{DateTime, Utc};
use domain::id::PersonId;
use domain::language::Language;
use domain::notice::{Channel, Failure, NoticeKind, Sending};
use domain::reference::Reference;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::row::row;
use crate::sql::sql;
use crate::value::{stored_texts, values};

stored_texts! {
    Channel: |channel| channel.key(), Self::from_key;
    NoticeKind: |kind| kind.key(), Self::from_key;
    Sending: |state| state.key(), Self::from_key;
    Failure: |failure| failure.key(), Self::from_key;
}

/// Which message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageKey {
    /// What it tells of.
    pub occasion: String,
    /// To whom.
    pub person_id: PersonId,
    /// By which way.
    pub channel: Channel,
}

row! {
    /// A message.
    #[derive(Clone, Debug, PartialEq)]
    pub struct MessageRow in "messages" {
        /// What it tells of.
        pub occasion: String,
        /// To whom.
        pub person_id: PersonId,
        /// By which way.
        pub channel: Channel,
        /// The same for each way; lists are in the order of it.
        pub id: Uuid,
        /// What is told.
        pub kind: NoticeKind,
        /// The request number.
        pub reference: Reference,
        /// The service's name in addresses.
        pub service_id: String,
        /// Values of the sentence.
        pub data: Json,
        /// When it happened.
        pub at: DateTime<Utc>,
        /// The portal's messages: when it was opened.
        pub read_at: Option<DateTime<Utc>>,
        /// Where it stands.
        pub state: Sending,
        /// Counts the leases; who finishes must name it.
        pub tries: i64,
        /// Counts those the other house put off or refused.
        pub failures: i64,
        /// Counts the tries when nobody was there.
        pub aways: i64,
        /// Not before then; while a worker has it, until when.
        pub run_after: DateTime<Utc>,
        /// What the next house calls it.
        pub provider_reference: Option<String>,
        /// Why it was put off or given up.
        pub reason: Option<String>,
        /// What kind of failure that was.
        pub failed_as: Option<Failure>,
    }
}

impl MessageRow {
    /// Which message it is.
    pub fn key(&self) -> MessageKey {
        MessageKey {
            occasion: self.occasion.clone(),
            person_id: self.person_id,
            channel: self.channel,
        }
    }
}

row! {
    /// How somebody is reached, and wants to be.
    #[derive(Clone, PartialEq)]
    pub struct ReachRow in "people" {
        /// E.164.
        pub mobile: String,
        /// May be empty.
        pub email: String,
        /// Whether mail is wanted.
        pub mail_on: bool,
        /// Whether short messages are wanted.
        pub sms_on: bool,
        /// The language that was chosen for it.
        pub told_in: Option<Language>,
        /// The language the portal was last used in.
        pub last_used_in: Language,
        /// Since when the account may not be used.
        pub disabled_at: Option<DateTime<Utc>>,
    }
}

/// What is to be told.
#[derive(Clone, Debug)]
pub struct NewMessage<'a> {
    /// Its place in lists.
    pub id: Uuid,
    /// What it tells of; the same each time it is tried.
    pub occasion: &'a str,
    /// To whom.
    pub person_id: PersonId,
    /// By which ways, as far as the person wants them and can be reached.
    pub channels: &'a [Channel],
    /// What is told.
    pub kind: NoticeKind,
    /// The request number.
    pub reference: &'a Reference,
    /// The service's name in addresses.
    pub service_id: &'a str,
    /// Values of the sentence.
    pub data: &'a Json,
    /// Now.
    pub at: DateTime<Utc>,
}

/// Queues a message for each way: one statement. What is there already stays as it is. A closed account is told
/// nothing. Says how many there are now more.
///
/// # Errors
/// Those of the engine.
pub async fn queue(tx: &mut Transaction, new: &NewMessage<'_>) -> Result<u64, StoreError> {
    let insert = sql!(
        "insert into messages (occasion, person_id, channel, id, kind, reference, service_id, data, at, state, tries,
                               failures, run_after)
         select $1, p.id, way.key, $9, $3, $4, $5, $6, $7, way.value ->> 'state', 0, 0, $7
           from people p cross join jsonb_each($8) way
          where p.id = $2 and p.disabled_at is null
            and (way.key = 'portal' or (way.key = 'mail' and p.mail_on and p.email <> '')
                 or (way.key = 'sms' and p.sms_on and p.mobile <> ''))
             on conflict (occasion, person_id, channel) do nothing"
    );
    let ways = new.channels.iter().map(|channel| {
        // A message of the portal has arrived when it is written.
        let state = match channel {
            Channel::Portal => Sending::Sent,
            Channel::Mail | Channel::Sms => Sending::Queued,
        };
        (channel.key().to_owned(), json!({ "state": state.key() }))
    });
    let ways: Json = ways.collect::<serde_json::Map<_, _>>().into();
    let values = values![
        new.occasion,
        new.person_id,
        new.kind,
        new.reference,
        new.service_id,
        new.data,
        new.at,
        ways,
        new.id,
    ];
    tx.execute(insert, values).await
}

/// Takes messages that are due, or whose lease has run out, the longest waiting first.
///
/// # Errors
/// Those of the engine.
pub async fn lease(
    tx: &mut Transaction,
    channel: Channel,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<MessageRow>, StoreError> {
    // The condition stands twice, as in `commands::lease`.
    let update = sql!(
        "update messages set state = 'underway', tries = tries + 1, run_after = $3
          where (occasion, person_id, channel) in (
                    select occasion, person_id, channel from messages
                     where channel = $1 and state in ('queued', 'underway') and run_after <= $2
                     order by run_after, id limit $4)
            and state in ('queued', 'underway') and run_after <= $2
      returning occasion, person_id, channel, id, kind, reference, service_id, data, at, read_at, state, tries, failures,
                aways, run_after, provider_reference, reason, failed_as"
    );
    let mut leased: Vec<MessageRow> = tx.all(update, values![channel, now, lease_until, limit]).await?;
    leased.sort_by_key(|message| message.id);
    Ok(leased)
}

/// What became of a message that a worker had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// The next house has taken it, and calls it so.
    Sent(Option<String>),
    /// Put off until then, and why.
    Later(DateTime<Utc>, String),
    /// Tried when nobody was there: not before then again, and why. It is not put off ever longer for that.
    Away(DateTime<Utc>, String),
    /// Given back untried.
    Back,
    /// Given up: for what kind of failure, and why.
    Dead(Failure, String),
    /// Wanted by nobody any more, and why.
    Dropped(String),
}

/// Writes down what became of it.
///
/// # Errors
/// [`StoreError::Stale`] when another worker has taken it since.
pub async fn finish(
    tx: &mut Transaction,
    message: &MessageRow,
    done: &Done,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let update = sql!(
        "update messages
            set state = $5, run_after = $6, failures = failures + $7, aways = aways + $8, provider_reference = $9,
                reason = $10, failed_as = $11, done_at = $12
          where occasion = $1 and person_id = $2 and channel = $3 and tries = $4 and state = 'underway'"
    );
    let (state, run_after) = match done {
        Done::Sent(_) => (Sending::Sent, now),
        Done::Later(then, _) | Done::Away(then, _) => (Sending::Queued, *then),
        Done::Back => (Sending::Queued, now),
        Done::Dead(..) => (Sending::Dead, now),
        Done::Dropped(_) => (Sending::Dropped, now),
    };
    let failed = match done {
        Done::Later(..) => Some(Failure::PutOff),
        Done::Away(..) => Some(Failure::Away),
        Done::Dead(failure, _) => Some(*failure),
        Done::Sent(_) | Done::Back | Done::Dropped(_) => None,
    };
    let provider = match done {
        Done::Sent(reference) => reference.as_deref(),
        _ => None,
    };
    let reason = match done {
        Done::Later(_, why) | Done::Away(_, why) | Done::Dead(_, why) | Done::Dropped(why) => Some(why.as_str()),
        Done::Back => message.reason.as_deref(),
        Done::Sent(_) => None,
    };
    let failed_as = if *done == Done::Back { message.failed_as } else { failed };
    let ended = matches!(state, Sending::Sent | Sending::Dropped).then_some(now);
    let values = values![
        message.occasion,
        message.person_id,
        message.channel,
        message.tries,
        state,
        run_after,
        i64::from(matches!(failed, Some(Failure::PutOff | Failure::Refused))),
        i64::from(failed == Some(Failure::Away)),
        provider,
        reason,
        failed_as,
        ended,
    ];
    tx.change(update, values).await
}

/// How somebody is reached, and wants to be.
///
/// # Errors
/// Those of the engine.
pub async fn reach(mut on: impl Queries, person: PersonId) -> Result<Option<ReachRow>, StoreError> {
    let select =
        sql!("select mobile, email, mail_on, sms_on, told_in, last_used_in, disabled_at from people where id = $1");
    on.optional(select, values![person]).await
}

/// How somebody wants to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wishes {
    /// Whether mail is wanted.
    pub mail_on: bool,
    /// Whether short messages are wanted.
    pub sms_on: bool,
    /// In which language; none: the one the portal was last used in.
    pub told_in: Option<Language>,
}

/// Sets how somebody wants to be told.
///
/// # Errors
/// [`StoreError::NotFound`] when there is no such person.
pub async fn set_wishes(tx: &mut Transaction, person: PersonId, wishes: Wishes) -> Result<(), StoreError> {
    let update = sql!("update people set mail_on = $2, sms_on = $3, told_in = $4 where id = $1");
    let values = values![person, wishes.mail_on, wishes.sms_on, wishes.told_in];
    match tx.execute(update, values).await? {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

/// Notes the language somebody uses the portal in.
///
/// # Errors
/// Those of the engine.
pub async fn set_last_used(tx: &mut Transaction, person: PersonId, language: Language) -> Result<(), StoreError> {
    let update = sql!("update people set last_used_in = $2 where id = $1 and last_used_in <> $2");
    tx.execute(update, values![person, language]).await.map(drop)
}

/// Marks a message of the portal as read.
///
/// # Errors
/// Those of the engine.
pub async fn mark_read(
    tx: &mut Transaction,
    person: PersonId,
    occasion: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let update = sql!(
        "update messages set read_at = $3
          where occasion = $2 and person_id = $1 and channel = 'portal' and read_at is null"
    );
    tx.execute(update, values![person, occasion, now]).await.map(drop)
}

/// Marks all messages of the portal to somebody as read.
///
/// # Errors
/// Those of the engine.
pub async fn mark_all_read(tx: &mut Transaction, person: PersonId, now: DateTime<Utc>) -> Result<(), StoreError> {
    let update =
        sql!("update messages set read_at = $2 where person_id = $1 and channel = 'portal' and read_at is null");
    tx.execute(update, values![person, now]).await.map(drop)
}

/// Forgets mail and short messages that ended before then, at most `limit`. Says how many. The portal's messages stay.
///
/// # Errors
/// Those of the engine.
pub async fn delete_done(tx: &mut Transaction, before: DateTime<Utc>, limit: i64) -> Result<u64, StoreError> {
    let delete = sql!(
        "delete from messages where (occasion, person_id, channel) in (
             select occasion, person_id, channel from messages
              where channel <> 'portal' and done_at is not null and done_at < $1 limit $2)"
    );
    tx.execute(delete, values![before, limit]).await
}
