//! Handing a colleague's work to another, or back to the queue. Only a supervisor of the body may.

use domain::application::EventKind;
use domain::id::PersonId;
use domain::permission::{Act, may};
use domain::person::Actor;
use store::bulk::{CaseRow, ItemState};

use super::decide::Mark;
use crate::events::Entry;
use crate::{OperationError, Portal, write};

/// Gives the task of a case to `to`, or to the queue, for a reason.
///
/// # Errors
/// Not a supervisor of the body; [`OperationError::Conflict`] when somebody touched it since.
pub(super) async fn hand_over(
    portal: &Portal,
    actor: &Actor,
    case: &CaseRow,
    to: Option<PersonId>,
    reason: &str,
    of: Mark,
) -> Result<(), OperationError> {
    may(actor, Act::HandOver { entity: &case.entity })?;
    let data = serde_json::json!({
        "entity": case.entity,
        "role": case.role,
        "from": case.assignee_id,
        "to": to,
    });
    let entry = Entry::by(actor, EventKind::Reassigned)
        .at(&case.step)
        .saying(reason)
        .with(data);
    let (portal, case) = (portal.clone(), case.clone());
    write(async move {
        let mut tx = portal.store.begin().await?;
        store::tasks::reassign(&mut tx, case.task_id, case.version, to).await?;
        entry
            .write(&mut tx, &portal, case.application_id, portal.clock.now())
            .await?;
        if let Some((bulk, number)) = of {
            store::bulk::finish_item(&mut tx, bulk, number, ItemState::Done, None).await?;
        }
        tx.commit().await?;
        Ok(())
    })
    .await
}
