//! What nobody did in time: each task is named once to the body's supervisor.

use domain::application::EventKind;

use crate::events::Entry;
use crate::{OperationError, Portal, write};

/// Most tasks of one round.
const BATCH: i64 = 200;

/// Marks tasks whose last day is over, with a line in the history of the case.
///
/// # Errors
/// When the store is away; the next round goes on.
pub async fn round(portal: &Portal) -> Result<(), OperationError> {
    let today = portal.clock.today();
    loop {
        let late = store::tasks::not_escalated(&portal.store, today, BATCH).await?;
        let whole = late.len() < usize::try_from(BATCH).unwrap_or_default();
        if late.is_empty() {
            return Ok(());
        }
        let portal = portal.clone();
        write(async move {
            let mut tx = portal.store.begin().await?;
            let now = portal.clock.now();
            for task in late {
                // Decided or moved meanwhile: nobody is named.
                if !store::tasks::escalate(&mut tx, task.id, today, now).await? {
                    continue;
                }
                let line = Entry::system(EventKind::Escalated)
                    .at(&task.step)
                    .with(serde_json::json!({ "entity": task.entity, "role": task.role, "due_on": task.due_on }));
                line.write(&mut tx, &portal, task.application_id, now).await?;
            }
            tx.commit().await?;
            Ok(())
        })
        .await?;
        if whole {
            return Ok(());
        }
    }
}
