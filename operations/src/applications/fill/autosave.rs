//! What is kept by itself while somebody types. It never takes the place of something newer, asks no registry, and is
//! not sending the page on.

use domain::answer::RawAnswers;
use domain::application::Status;
use domain::person::Actor;
use domain::view::outcome::Kept;

use super::inputs::{self, Word};
use crate::applications::draft::{from_json, own, to_json};
use crate::applications::{fill::shown_json, render};
use crate::clock::local;
use crate::{OperationError, Portal, write};

/// Keeps a page of a draft as it stands; `version` is the saving it was loaded from.
///
/// # Errors
/// Not found, not the actor's, or [`OperationError::Conflict`] when the page was saved elsewhere since, or the
/// application is no draft any more.
pub async fn keep_page(
    portal: &Portal,
    actor: &Actor,
    reference: &str,
    page: &str,
    version: i64,
    posted: RawAnswers,
) -> Result<Kept, OperationError> {
    let application = own(portal, actor, reference).await?;
    // A correction is sent on purpose: what may be changed in it hangs on more than the page.
    if application.status != Status::Draft {
        return Err(OperationError::Conflict);
    }
    let service = portal
        .catalogue
        .find_ever(&application.service_id)
        .ok_or(OperationError::NotFound)?;
    let page = service
        .definition
        .page(page)
        .filter(|page| !render::is_declaration(page))
        .ok_or(OperationError::NotFound)?;
    let rows = store::drafts::pages(&portal.store, application.id).await?;
    let stored = rows.into_iter().find(|row| row.page == page.key);
    let before = stored.as_ref().map(|row| row.updated_at);
    if before.map_or(0, |at| at.timestamp_micros()) != version {
        return Err(OperationError::Conflict);
    }
    let (raw, was_sent_on) = match stored {
        Some(row) => (from_json(row.answers)?, row.shown.is_array()),
        None => (RawAnswers::new(), false),
    };
    // A readonly question is on the page only where its source is away; where it is not, its word counts when the draft
    // is opened.
    let answers = to_json(&inputs::take(&raw, &|_| Word::Theirs, page, posted))?;
    let shown = shown_json(was_sent_on.then_some(&[]))?;
    let (portal, id, page) = (portal.clone(), application.id, page.key.clone());
    write(async move {
        let mut tx = portal.store.begin().await?;
        let now = portal.clock.now();
        store::drafts::keep_page(&mut tx, id, &page, &answers, &shown, before, now).await?;
        tx.commit().await?;
        Ok(Kept {
            version: now.timestamp_micros(),
            at: local(now),
        })
    })
    .await
}
