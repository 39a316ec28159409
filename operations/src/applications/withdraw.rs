//! Taking back: a draft is thrown away, a sent application is withdrawn.

use domain::application::{EventKind, Status, Transition};
use domain::id::ApplicationId;
use domain::person::Actor;

use super::attach;
use super::draft::own;
use crate::advance::Case;
use crate::events::Entry;
use crate::{OperationError, Portal, payments, write};

/// Throws a draft away, with everything typed and attached.
///
/// # Errors
/// Not the actor's, or already sent.
pub async fn discard(portal: &Portal, actor: &Actor, reference: &str) -> Result<(), OperationError> {
    let application = own(portal, actor, reference).await?;
    if application.status != Status::Draft {
        return Err(OperationError::Conflict);
    }
    remove(portal, application.id, application.version).await
}

/// Removes a draft with its pages and files. One that was sent meanwhile stays.
pub(crate) async fn remove(portal: &Portal, id: ApplicationId, version: i64) -> Result<(), OperationError> {
    let deleted = {
        let portal = portal.clone();
        write(async move {
            let mut tx = portal.store.begin().await?;
            let files = store::applications::delete_draft(&mut tx, id, version).await?;
            tx.commit().await?;
            Ok(files)
        })
    };
    for key in deleted.await? {
        // A file left behind by a fault here is found by its missing row.
        if let Err(error) = attach::delete_bytes(portal, &key).await {
            tracing::warn!(%error, key, "a file of a discarded draft was not deleted");
        }
    }
    Ok(())
}

/// Withdraws a sent application that nobody has decided yet.
///
/// # Errors
/// Not the actor's, already decided, or money is on its way.
pub async fn withdraw(portal: &Portal, actor: &Actor, reference: &str) -> Result<(), OperationError> {
    let application = own(portal, actor, reference).await?;
    if application.status.after(Transition::Withdraw).is_err() {
        return Err(OperationError::Conflict);
    }
    let (portal, actor) = (portal.clone(), actor.clone());
    let service = portal.service_of(&application).await?;
    write(async move {
        let mut tx = portal.store.begin().await?;
        let mut case = Case::of(&portal, &service, application);
        payments::cancel_open(&mut tx, &mut case).await?;
        case.close_tasks(&mut tx).await?;
        case.change(&mut tx, Transition::Withdraw, None, None).await?;
        case.record(&mut tx, Entry::by(&actor, EventKind::Withdrawn)).await?;
        tx.commit().await?;
        Ok(())
    })
    .await
}
