//! The service changed while a draft was filled in, and the applicant has read how.

use domain::application::Status;
use domain::person::Actor;

use super::draft::own;
use crate::{OperationError, Portal, write};

/// Carries a draft over to the file in force, if that is the one whose differences were read.
///
/// # Errors
/// Not the actor's, or not a draft any more.
pub async fn carry_over(portal: &Portal, actor: &Actor, reference: &str, read: &str) -> Result<(), OperationError> {
    let application = own(portal, actor, reference).await?;
    if application.status != Status::Draft {
        return Err(OperationError::Conflict);
    }
    let service = portal
        .catalogue
        .find(&application.service_id)
        .ok_or(OperationError::Conflict)?;
    // It changed once more meanwhile: the page shows how.
    if service.hash != read {
        return Ok(());
    }
    let (portal, hash) = (portal.clone(), service.hash.clone());
    write(async move {
        let mut tx = portal.store.begin().await?;
        store::drafts::carry_over(&mut tx, application.id, &hash, portal.clock.now()).await?;
        tx.commit().await?;
        Ok(())
    })
    .await
}
