//! What is cleared away: ended sessions, old failed tries, files that never arrived, drafts whose time is over.

use chrono::Duration;

use domain::application::Status;

use crate::applications::attach;
use crate::applications::fill::plus_days;
use crate::applications::withdraw;
use crate::clock::local;
use crate::{OperationError, Portal, write};

/// Most rows of one kind in one round.
const BATCH: i64 = 200;

/// Mail and short messages that were sent are kept so long, for whoever asks where one went.
const KEPT_DAYS: i64 = 90;

/// One round of clearing away.
///
/// # Errors
/// When the store is away; the next round goes on.
pub async fn round(portal: &Portal) -> Result<(), OperationError> {
    let now = portal.clock.now();
    let (lasting, portal) = (portal.clone(), portal.clone());
    write(async move {
        let mut tx = portal.store.begin().await?;
        store::sessions::delete_expired(&mut tx, now, BATCH).await?;
        store::sessions::delete_old_failures(&mut tx, now - Duration::days(30), BATCH).await?;
        store::messages::delete_done(&mut tx, now - Duration::days(KEPT_DAYS), BATCH).await?;
        store::bulk::forget_drafts(&mut tx, now - Duration::days(1), BATCH).await?;
        tx.commit().await?;
        Ok(())
    })
    .await?;
    attach::clear_abandoned(&lasting).await?;
    purge_drafts(&lasting).await
}

/// Throws away drafts nobody has touched for as long as drafts are kept, with their files.
///
/// # Errors
/// When the store is away; the next round goes on.
async fn purge_drafts(portal: &Portal) -> Result<(), OperationError> {
    let today = portal.clock.today();
    let mut after = None;
    loop {
        let page = store::applications::list_expired(&portal.store, today, after, BATCH).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.expires_on.map(|day| (day, last.id));
        for draft in page.iter().filter(|row| row.status == Status::Draft) {
            if plus_days(local(draft.updated_at).date(), portal.settings.draft_days) < today {
                withdraw::remove(portal, draft.id, draft.version).await?;
            }
        }
    }
}
