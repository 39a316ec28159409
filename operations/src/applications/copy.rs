//! Applying again with the answers of an earlier application: copied page by page into a draft that was just started,
//! to be looked at and sent on like any other. Files, declarations and what the portal knows itself are not copied.

use domain::answer::{self, RawAnswers};
use domain::person::Actor;
use domain::service::ServiceDefinition;
use domain::service::field::{Field, FieldKind, Page};
use store::applications::ApplicationRow;

use super::draft::{from_json, own, to_json};
use super::fill::shown_json;
use super::render;
use crate::{OperationError, Portal, write};

/// Copies the answers of the actor's application `from` into their draft `to`. A draft that holds something already,
/// because the button was pressed twice, stays as it is.
///
/// # Errors
/// Either is not the actor's, they are of two services, or `to` is no draft.
pub async fn copy(portal: &Portal, actor: &Actor, from: &str, to: &str) -> Result<(), OperationError> {
    let (from, to) = (own(portal, actor, from).await?, own(portal, actor, to).await?);
    if from.service_id != to.service_id {
        return Err(OperationError::NotFound);
    }
    if to.status != domain::application::Status::Draft {
        return Err(OperationError::Conflict);
    }
    let service = portal.catalogue.find(&to.service_id).ok_or(OperationError::NotFound)?;
    if from.id == to.id || !store::drafts::pages(&portal.store, to.id).await?.is_empty() {
        return Ok(());
    }
    let pages = copied(&service.definition, &answers_of(portal, &from).await?);
    let portal = portal.clone();
    write(async move {
        let mut tx = portal.store.begin().await?;
        let (now, shown) = (portal.clock.now(), shown_json(None)?);
        for (page, answers) in pages {
            store::drafts::keep_page(&mut tx, to.id, &page, &to_json(&answers)?, &shown, None, now).await?;
        }
        tx.commit().await?;
        Ok(())
    })
    .await
}

/// What was sent, or what stands in a draft.
async fn answers_of(portal: &Portal, application: &ApplicationRow) -> Result<RawAnswers, OperationError> {
    if let Some(sent) = &application.raw_answers {
        return from_json(sent.clone());
    }
    let mut raw = RawAnswers::new();
    for page in store::drafts::pages(&portal.store, application.id).await? {
        raw.extend(from_json::<RawAnswers>(page.answers)?);
    }
    Ok(raw)
}

/// The answers the service still asks for, by page.
fn copied(definition: &ServiceDefinition, raw: &RawAnswers) -> Vec<(String, RawAnswers)> {
    let pages = definition
        .form
        .pages
        .iter()
        .filter(|page| !render::is_declaration(page));
    let of = |page: &Page| {
        let mut answers = RawAnswers::new();
        for field in page.fields.iter().filter(|field| is_copied(field)) {
            let names = answer::input_names(field).into_iter();
            let mut given: RawAnswers = names
                .filter_map(|name| Some((name.clone(), raw.get(&name)?.clone())))
                .collect();
            if field.kind == FieldKind::RepeatingGroup && !given.is_empty() {
                without_files(field, &mut given);
            }
            answers.extend(given);
        }
        answers
    };
    pages
        .map(|page| (page.key.clone(), of(page)))
        .filter(|(_, answers)| !answers.is_empty())
        .collect()
}

fn is_copied(field: &Field) -> bool {
    let agreed = field.validation.as_ref().is_some_and(|limits| limits.must_be_true);
    !field.readonly && !agreed && field.kind != FieldKind::File
}

/// Items keep their answers and lose their files.
fn without_files(group: &Field, given: &mut RawAnswers) {
    let items = answer::shown_items(group, given);
    for index in &items {
        for field in group.fields.iter().filter(|field| field.kind == FieldKind::File) {
            given.remove(&answer::item_field(group, *index, field).key);
        }
    }
    given.insert(answer::items_input(group), items.iter().map(usize::to_string).collect());
}
