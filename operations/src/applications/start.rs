//! Starting: a draft for a service, once even if the button is pressed twice.

use domain::application::EventKind;
use domain::id::{ApplicationId, PersonId};
use domain::permission::{Act, may};
use domain::person::Actor;
use domain::reference::Reference;
use store::applications::NewApplication;
use uuid::Uuid;

use super::fill::plus_days;
use crate::catalogue::Service;
use crate::clock::local;
use crate::events::{self, Entry};
use crate::{OperationError, Portal, pilot, write};

/// Tries to find a free request number.
const TRIES: usize = 5;

/// Opens a draft and returns its request number and the key of its first page. The same key gives the same draft.
///
/// # Errors
/// Not signed in, not open yet, too young, or a service without an online application.
pub async fn start(
    portal: &Portal,
    actor: &Actor,
    service: &str,
    start_key: Uuid,
) -> Result<(Reference, String), OperationError> {
    let (found, owner) = may_start(portal, actor, service).await?;
    let definition = &found.definition;
    let first = definition
        .form
        .pages
        .first()
        .map(|page| page.key.clone())
        .ok_or(OperationError::NotFound)?;
    let now = portal.clock.now();
    let (year, month) = events::year_and_month(now);
    let id = ApplicationId(portal.random.key(now));
    let entry = Entry::by(actor, EventKind::Started);
    let (portal, found) = (portal.clone(), found.clone());
    let reference = write(async move {
        for _ in 0..TRIES {
            let random = u32::try_from(portal.random.number() % 10_000_000).unwrap_or_default();
            let reference = Reference::new(year, month, random);
            let mut tx = portal.store.begin().await?;
            let new = NewApplication {
                id,
                reference: &reference,
                start_key,
                service_id: &found.definition.id,
                ministry_id: &found.definition.ministry_id,
                definition_hash: &found.hash,
                applicant_id: owner,
                // Looked at then; a draft that was worked on since is kept on.
                expires_on: Some(plus_days(local(now).date(), portal.settings.draft_days)),
                at: now,
            };
            let (row, is_new) = match store::applications::insert_draft(&mut tx, &new).await {
                Ok(found) => found,
                // The number is taken: another one.
                Err(store::StoreError::Duplicate(what)) if what == "applications.reference" => continue,
                // The form was made for somebody else.
                Err(store::StoreError::Duplicate(_)) => return Err(OperationError::NotFound),
                Err(error) => return Err(error.into()),
            };
            if is_new {
                entry.clone().write(&mut tx, &portal, row.id, now).await?;
            }
            tx.commit().await?;
            return Ok(row.reference);
        }
        Err(OperationError::Unavailable("no free request number".to_owned()))
    })
    .await?;
    Ok((reference, first))
}

/// The service, and who applies for it: somebody it is open to, and who is old enough.
async fn may_start<'a>(
    portal: &'a Portal,
    actor: &Actor,
    service: &str,
) -> Result<(&'a Service, PersonId), OperationError> {
    let found = portal.catalogue.find(service).ok_or(OperationError::NotFound)?;
    let person = actor.person().ok_or(OperationError::SignIn)?;
    let open = pilot::is_open(portal, person).await?;
    may(actor, Act::Apply { open }).map_err(|denied| match OperationError::from(denied) {
        OperationError::NotOpenYet { .. } => OperationError::NotOpenYet {
            opens: portal.settings.opens_on,
        },
        other => other,
    })?;
    let min_age = found.definition.eligibility.min_age;
    let too_young = pilot::age(portal, person).await?.is_some_and(|age| age < min_age);
    let for_them = pilot::is_for(portal, person, &found.definition.eligibility).await?;
    if too_young || !for_them || !portal.catalogue.is_online(&found.definition) {
        return Err(OperationError::Forbidden);
    }
    Ok((found, person.id))
}
