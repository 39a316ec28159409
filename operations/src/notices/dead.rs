//! What could not be sent: it waits for those who keep the portal in order. They see which kind of
//! notice and why, never what it says or to whom.

use domain::id::PersonId;
use domain::notice::{Channel, masked};
use domain::permission::{Act, may};
use domain::person::Actor;
use domain::view::message::{DeadLetterView, DeadLettersView, WaitingView};
use store::messages::{MessageKey, MessageRow, lists};

use crate::clock::local;
use crate::{OperationError, Portal, write};

/// Most that are shown; the rest comes when these are dealt with.
const SHOWN: i64 = 50;
/// Most that are sent again by one press.
const AT_ONCE: i64 = 1000;

/// What to do with one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Send it again.
    Again,
    /// Leave it for good.
    GiveUp,
}

/// The page.
///
/// # Errors
/// Not an administrator.
pub async fn letters(portal: &Portal, actor: &Actor) -> Result<DeadLettersView, OperationError> {
    may(actor, Act::Administer)?;
    let mut rows = Vec::new();
    for row in lists::dead(&portal.store, SHOWN).await? {
        rows.push(view(portal, row).await?);
    }
    let count = lists::dead_count(&portal.store).await?;
    let waiting = lists::waiting(&portal.store).await?;
    Ok(DeadLettersView {
        rows,
        count: u64::try_from(count).unwrap_or_default(),
        waiting: waiting
            .into_iter()
            .map(|row| WaitingView {
                channel: row.channel,
                count: u64::try_from(row.count).unwrap_or_default(),
                oldest: local(row.oldest),
            })
            .collect(),
    })
}

async fn view(portal: &Portal, row: MessageRow) -> Result<DeadLetterView, OperationError> {
    let reach = store::messages::reach(&portal.store, row.person_id).await?;
    let address = reach.map(|reach| match row.channel {
        Channel::Sms => reach.mobile,
        Channel::Mail | Channel::Portal => reach.email,
    });
    Ok(DeadLetterView {
        key: format!("{}_{}_{}", row.channel.key(), row.person_id, row.occasion),
        channel: row.channel,
        kind: row.kind,
        address: masked(&address.unwrap_or_default()),
        at: local(row.at),
        failures: u32::try_from(row.failures + row.aways).unwrap_or_default(),
        failed_as: row.failed_as,
        reason: row.reason.unwrap_or_default(),
    })
}

/// The message a form names.
fn key(text: &str) -> Option<MessageKey> {
    let mut parts = text.splitn(3, '_');
    let (channel, person, occasion) = (parts.next()?, parts.next()?, parts.next()?);
    Some(MessageKey {
        occasion: occasion.to_owned(),
        person_id: person.parse::<PersonId>().ok()?,
        channel: Channel::from_key(channel)?,
    })
}

/// Does with one message what an administrator says.
///
/// # Errors
/// Not an administrator, no such message, or somebody was quicker.
pub async fn decide(portal: &Portal, actor: &Actor, message: &str, verdict: Verdict) -> Result<(), OperationError> {
    may(actor, Act::Administer)?;
    let by = actor.person().ok_or(OperationError::SignIn)?.id;
    let key = key(message).ok_or(OperationError::NotFound)?;
    let portal = portal.clone();
    write(async move {
        let now = portal.clock.now();
        let mut tx = portal.store.begin().await?;
        match verdict {
            Verdict::Again => store::messages::dead::again(&mut tx, &key, by, now).await?,
            Verdict::GiveUp => store::messages::dead::leave(&mut tx, &key, by, now).await?,
        }
        tx.commit().await?;
        Ok(())
    })
    .await
}

/// Sends all of them again: after a fault of ours was mended.
///
/// # Errors
/// Not an administrator.
pub async fn all_again(portal: &Portal, actor: &Actor) -> Result<u64, OperationError> {
    may(actor, Act::Administer)?;
    let by = actor.person().ok_or(OperationError::SignIn)?.id;
    let portal = portal.clone();
    write(async move {
        let mut tx = portal.store.begin().await?;
        let count = store::messages::dead::all_again(&mut tx, by, portal.clock.now(), AT_ONCE).await?;
        tx.commit().await?;
        Ok(count)
    })
    .await
}
