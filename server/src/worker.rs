//! What runs by itself: payments, messages and actions on several cases each second; clearing away, files that are held,
//! holidays and late work each minute; reminders once a day, in the morning. Any number of workers may run at once.
//! Every process looks for itself whether the catalogue changed.

use std::time::Duration;

use domain::notice::Channel;
use operations::applications::attach::scan;
use operations::casework::bulk;
use operations::catalogue::shelf;
use operations::notices::remind::{self, Reminded};
use operations::notices::send::{self, Rest};
use operations::{Portal, calendar, demo, escalation, housekeeping, payments};
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

const PAYMENTS: Duration = Duration::from_secs(1);
const MESSAGES: Duration = Duration::from_secs(1);
const CATALOGUE: Duration = Duration::from_secs(2);
const HOUSEKEEPING: Duration = Duration::from_secs(60);
const REMINDERS: Duration = Duration::from_secs(60);

/// Works until it is told to stop; a round that has begun is finished, but begins with no other message. A mail server
/// that is slow, and a thousand reminders, make neither payments nor short messages wait.
pub async fn run(portal: Portal, stop: watch::Receiver<bool>) {
    tokio::join!(
        keep(portal.clone(), stop.clone()),
        carry(portal.clone(), Channel::Mail, stop.clone()),
        carry(portal.clone(), Channel::Sms, stop.clone()),
        remind(portal, stop),
    );
}

/// Payments, clearing away.
async fn keep(portal: Portal, mut stop: watch::Receiver<bool>) {
    let mut cleared = Instant::now();
    while !*stop.borrow() {
        let portal = portal.fresh();
        payments::watch::round(&portal).await;
        if let Err(error) = bulk::run::round(&portal).await {
            tracing::warn!(%error, "actions on several cases go on in the next round");
        }
        if cleared.elapsed() >= HOUSEKEEPING {
            cleared = Instant::now();
            if let Err(error) = housekeeping::round(&portal).await {
                tracing::warn!(%error, "clearing away goes on next time");
            }
            if let Err(error) = calendar::apply(&portal).await {
                tracing::warn!(%error, "holidays are applied next time");
            }
            if let Err(error) = escalation::round(&portal).await {
                tracing::warn!(%error, "what is late is named next time");
            }
            if let Err(error) = scan::round(&portal).await {
                tracing::warn!(%error, "files that are held are looked at next time");
            }
        }
        tokio::select! {
            () = sleep(about(&portal, PAYMENTS)) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Messages of one way.
async fn carry(portal: Portal, channel: Channel, mut stop: watch::Receiver<bool>) {
    let mut rest = Rest::default();
    while !*stop.borrow() {
        let portal = portal.fresh();
        if send::round(&portal, channel, &mut rest, &|| *stop.borrow()).await {
            continue;
        }
        tokio::select! {
            () = sleep(about(&portal, MESSAGES)) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Reminders.
async fn remind(portal: Portal, mut stop: watch::Receiver<bool>) {
    let mut reminded = Reminded::default();
    while !*stop.borrow() {
        let portal = portal.fresh();
        remind::round(&portal, &mut reminded, &|| *stop.borrow()).await;
        tokio::select! {
            () = sleep(about(&portal, REMINDERS)) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Takes a changed catalogue while the portal runs. A broken one is named in the log and changes nothing.
pub async fn watch_catalogue(portal: Portal, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        match shelf::look(&portal).await {
            Ok(None) => {}
            Ok(Some(change)) => {
                tracing::info!(?change, "the catalogue changed");
                if portal.settings.demo
                    && let Err(error) = demo::seed(&portal.fresh()).await
                {
                    tracing::warn!(%error, "new desks have no people of the demonstration");
                }
            }
            Err(error) => tracing::error!(%error, "the catalogue stays as it was"),
        }
        tokio::select! {
            () = sleep(about(&portal, CATALOGUE)) => {}
            _ = stop.changed() => {}
        }
    }
}

/// A little more or less, so that several workers do not come at the same moment.
fn about(portal: &Portal, pause: Duration) -> Duration {
    let permille = u32::try_from(portal.random.number() % 400).unwrap_or_default();
    pause * (800 + permille) / 1000
}
