//! What runs by itself: payments each second, clearing away and files that are held each minute. Any number of workers may run at once.

use std::time::Duration;

use operations::applications::attach::scan;
use operations::{Portal, housekeeping, payments};
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

const PAYMENTS: Duration = Duration::from_secs(1);
const HOUSEKEEPING: Duration = Duration::from_secs(60);

/// Works until it is told to stop; a round that has begun is finished.
pub async fn run(portal: Portal, mut stop: watch::Receiver<bool>) {
    let mut cleared = Instant::now();
    while !*stop.borrow() {
        payments::watch::round(&portal).await;
        if cleared.elapsed() >= HOUSEKEEPING {
            cleared = Instant::now();
            if let Err(error) = housekeeping::round(&portal).await {
                tracing::warn!(%error, "clearing away goes on next time");
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

/// A little more or less, so that several workers do not come at the same moment.
fn about(portal: &Portal, pause: Duration) -> Duration {
    let permille = u32::try_from(portal.random.number() % 400).unwrap_or_default();
    pause * (800 + permille) / 1000
}
