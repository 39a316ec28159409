//! The next case: from one case on to the one behind it, without the queue between.

use domain::permission::{Act, may};
use domain::person::Actor;
use domain::reference::Reference;
use store::queue::{Filter, View};

use super::desk::desk_of;
use crate::{OperationError, Portal};

/// The most urgent case behind this one that the actor has or may take; from the start of the queue when there is none
/// behind it. None when there is no other.
///
/// # Errors
/// Not a member of staff.
pub async fn next(portal: &Portal, actor: &Actor, behind: &str) -> Result<Option<String>, OperationError> {
    may(actor, Act::SeeQueue)?;
    let person = actor.person().ok_or(OperationError::SignIn)?;
    let desk = desk_of(portal, person).await?;
    let mut after = None;
    let mut here = None;
    if let Ok(reference) = behind.parse::<Reference>()
        && let Some(found) = store::applications::by_reference(&portal.store, &reference).await?
    {
        after = store::queue::place_of(&portal.store, &desk, found.id).await?;
        here = Some(found.id);
    }
    for after in [after, None] {
        let filter = Filter {
            view: View::Open,
            after,
            ..Filter::all(&desk, person.id, portal.clock.today(), 4)
        };
        let rows = store::queue::list(&portal.store, &filter).await?;
        let mut others = rows
            .into_iter()
            .filter(|row| Some(row.application_id) != here && row.applicant_id != person.id);
        if let Some(row) = others.next() {
            return Ok(Some(row.reference.to_string()));
        }
    }
    Ok(None)
}
