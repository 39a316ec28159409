//! The worker's part: takes what is due, hands it to the next house, writes down what that said.
//!
//! At least once: a worker that dies after handing a message over and before writing it down leaves it to another, who
//! sends it again under the same name.

use chrono::{DateTime, Duration, Utc};
use domain::notice::{Channel, Failure};
use integrations::sending::NotSent;
use store::messages::{Done, MessageRow};

use super::{language, outdated, render};
use crate::{OperationError, Portal, write};

/// Most messages one worker has at a time.
const BATCH: i64 = 20;
/// How long it may have them. When a worker dies, its messages wait so long.
const LEASE: Duration = Duration::minutes(5);
/// After so long a worker begins with no other message of its batch. One message takes two minutes at its worst.
const BEGINS_FOR: Duration = Duration::minutes(2);
/// How long a house that is away is left alone. What was not tried is not older for it: it goes as soon as the house is
/// back.
const REST: Duration = Duration::seconds(30);
/// How long the message that was tried waits, longer than the house rests: if it is at fault itself, it holds no other.
const BEHIND: Duration = Duration::minutes(5);
/// A message for which nobody was there so long after it happened is given up.
const AWAY_TOO_LONG: Duration = Duration::days(7);
/// But not before so many tries: what was sent again by hand begins anew.
const AWAYS: i64 = 12;
/// A message that is put off so long after it happened is given up.
const TOO_OLD: Duration = Duration::days(3);
/// The wait after each time a message was put off, in minutes; the last one stays.
const WAITS: [i64; 7] = [1, 5, 15, 60, 240, 480, 720];

/// What a worker remembers of one way between its rounds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rest {
    until: Option<DateTime<Utc>>,
}

/// One round of one way. Says whether there may be more to do at once. When `stop` says so, it begins with no other
/// message, and gives back what it has.
pub async fn round(portal: &Portal, channel: Channel, rest: &mut Rest, stop: &(dyn Fn() -> bool + Sync)) -> bool {
    if !portal.notices.has(channel) || rest.until.is_some_and(|until| portal.clock.now() < until) {
        return false;
    }
    match carry(portal, channel, stop).await {
        Ok(Carried { whole, away }) => {
            rest.until = away.then(|| portal.clock.now() + REST);
            whole && !away
        }
        Err(error) => {
            tracing::warn!(%error, channel = channel.key(), "messages are sent next time");
            false
        }
    }
}

struct Carried {
    /// There may be more.
    whole: bool,
    /// Nobody was there.
    away: bool,
}

async fn carry(portal: &Portal, channel: Channel, stop: &(dyn Fn() -> bool + Sync)) -> Result<Carried, OperationError> {
    let begun = portal.clock.now();
    let leased = {
        let (portal, now) = (portal.clone(), begun);
        write(async move {
            let mut tx = portal.store.begin().await?;
            let leased = store::messages::lease(&mut tx, channel, now, now + LEASE, BATCH).await?;
            tx.commit().await?;
            Ok(leased)
        })
        .await?
    };
    let whole = i64::try_from(leased.len()).unwrap_or(BATCH) == BATCH;
    let mut away = false;
    for message in leased {
        let begins = !away && !stop() && portal.clock.now() - begun < BEGINS_FOR;
        let done = if begins {
            attempt(portal, &message).await?
        } else {
            Done::Back
        };
        if matches!(done, Done::Away(..) | Done::Dead(Failure::Away, _)) {
            tracing::warn!(channel = channel.key(), "nobody takes messages; they wait");
            away = true;
        }
        if let Done::Dead(_, reason) = &done {
            // Neither address nor content: the row is found on the administrators' page.
            tracing::warn!(
                channel = channel.key(),
                kind = message.kind.key(),
                reason,
                "a message was given up"
            );
        }
        finish(portal, message, done).await?;
    }
    Ok(Carried { whole, away })
}

async fn finish(portal: &Portal, message: MessageRow, done: Done) -> Result<(), OperationError> {
    let portal = portal.clone();
    let finished = write(async move {
        let mut tx = portal.store.begin().await?;
        store::messages::finish(&mut tx, &message, &done, portal.clock.now()).await?;
        tx.commit().await?;
        Ok(())
    });
    match finished.await {
        // Its lease ran out, and another has it: it tells what became of it.
        Err(OperationError::Conflict) => Ok(()),
        finished => finished,
    }
}

/// Sends one message, and says what became of it.
async fn attempt(portal: &Portal, message: &MessageRow) -> Result<Done, OperationError> {
    let unwanted = |why: &str| Ok(Done::Dropped(why.to_owned()));
    let Some(reach) = store::messages::reach(&portal.store, message.person_id).await? else {
        return unwanted("the account is gone");
    };
    if reach.disabled_at.is_some() {
        return unwanted("the account is closed");
    }
    let language = language(&reach);
    let (wanted, address) = match message.channel {
        Channel::Mail => (reach.mail_on, &reach.email),
        Channel::Sms => (reach.sms_on, &reach.mobile),
        Channel::Portal => return unwanted("it is in the portal"),
    };
    if !wanted || address.is_empty() {
        return unwanted("not wanted any more");
    }
    if let Some(why) = outdated::outdated(portal, message).await? {
        return unwanted(why);
    }
    let sent = match (message.channel, &portal.notices.mail, &portal.notices.sms) {
        (Channel::Mail, Some(mailer), _) => match render::mail(portal, message, language, address) {
            Ok(mail) => mailer.send(&mail).await,
            Err(error) => Err(NotSent::Later(error.to_string())),
        },
        (Channel::Sms, _, Some(texter)) => match render::short_message(portal, message, language, address) {
            Ok(short) => texter.send(&short).await,
            Err(error) => Err(NotSent::Later(error.to_string())),
        },
        _ => Err(NotSent::Away("nobody carries it".to_owned())),
    };
    Ok(match sent {
        Ok(name) => Done::Sent(name),
        Err(NotSent::Refused(why)) => Done::Dead(Failure::Refused, why),
        Err(NotSent::Away(why)) => {
            tracing::info!(channel = message.channel.key(), why, "the next house is away");
            nobody_there(portal, message, why)
        }
        Err(NotSent::Later(why)) => later(portal, message, why),
    })
}

fn later(portal: &Portal, message: &MessageRow, why: String) -> Done {
    let now = portal.clock.now();
    // Counted from when it was first tried: what was sent again by hand begins anew.
    if message.failures >= i64::try_from(WAITS.len()).unwrap_or(i64::MAX) && now - message.at >= TOO_OLD {
        return Done::Dead(Failure::PutOff, why);
    }
    Done::Later(now + wait(message.failures, portal.random.number()), why)
}

fn nobody_there(portal: &Portal, message: &MessageRow, why: String) -> Done {
    let now = portal.clock.now();
    if message.aways >= AWAYS && now - message.at >= AWAY_TOO_LONG {
        return Done::Dead(Failure::Away, why);
    }
    Done::Away(now + BEHIND, why)
}

/// The wait after so many times: ever longer, and by chance up to a fifth more or less, so that what failed together
/// does not come back together.
fn wait(failures: i64, chance: u64) -> Duration {
    let step = usize::try_from(failures).unwrap_or_default().min(WAITS.len() - 1);
    let seconds = WAITS[step] * 60;
    let permille = 800 + i64::try_from(chance % 401).unwrap_or_default();
    Duration::seconds(seconds * permille / 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_are_spread() {
        assert_eq!(wait(0, 0), Duration::seconds(48));
        assert_eq!(wait(0, 400), Duration::seconds(72));
        assert_eq!(wait(1, 200), Duration::minutes(5));
        assert_eq!(wait(99, 200), Duration::hours(12));
        let all: i64 = (0..9).map(|failures| wait(failures, 0).num_minutes()).sum();
        assert!(all >= 24 * 60, "{all} minutes");
    }
}
