//! What is cleared away: ended sessions, old failed tries, drafts whose time is over.

use chrono::Duration;

use crate::{OperationError, Portal, write};

/// Most rows of one kind in one round.
const BATCH: i64 = 200;

/// One round of clearing away.
///
/// # Errors
/// When the store is away; the next round goes on.
pub async fn round(portal: &Portal) -> Result<(), OperationError> {
    let now = portal.clock.now();
    let portal = portal.clone();
    write(async move {
        let mut tx = portal.store.begin().await?;
        store::sessions::delete_expired(&mut tx, now, BATCH).await?;
        store::sessions::delete_old_failures(&mut tx, now - Duration::days(30), BATCH).await?;
        tx.commit().await?;
        Ok(())
    })
    .await
}
