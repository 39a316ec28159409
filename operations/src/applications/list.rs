//! My applications.

use domain::application::Status;
use domain::language::Language;
use domain::person::Actor;
use domain::view::application::{ApplicationRow as Row, ApplicationsView, NextAct};
use store::applications::ApplicationSummary;
use store::drafts::ReachedRow;

use super::fill::plus_days;
use crate::clock::local;
use crate::{OperationError, Portal};

/// Applications on one page.
const PAGE: usize = 25;

/// The actor's applications, newest first; `after` is the request number the page begins behind.
///
/// # Errors
/// Not signed in.
pub async fn list(
    portal: &Portal,
    actor: &Actor,
    language: Language,
    after: Option<&str>,
) -> Result<ApplicationsView, OperationError> {
    let person = actor.person().ok_or(OperationError::SignIn)?;
    let behind = match after.and_then(|text| text.parse().ok()) {
        Some(reference) => store::applications::by_reference(&portal.store, &reference).await?,
        None => None,
    };
    let behind = behind.filter(|row| row.applicant_id == person.id).map(|row| row.id);
    let mut rows = store::applications::list_for_person(&portal.store, person.id, behind, PAGE as i64 + 1).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let reached = if rows.iter().any(|row| row.status == Status::Draft) {
        store::drafts::reached(&portal.store, person.id).await?
    } else {
        Vec::new()
    };
    let older = rows.last().filter(|_| more).map(|row| row.reference.to_string());
    let consents = match behind {
        None => crate::consents::waiting(portal, person, language).await?,
        Some(_) => Vec::new(),
    };
    Ok(ApplicationsView {
        consents,
        rows: rows
            .into_iter()
            .map(|row| view(portal, row, &reached, language))
            .collect(),
        older,
    })
}

fn view(portal: &Portal, row: ApplicationSummary, reached: &[ReachedRow], language: Language) -> Row {
    let service = portal.catalogue.find_ever(&row.service_id);
    let title = service.map(|service| service.definition.title.get(language).to_owned());
    let draft = row.status == Status::Draft;
    let last = reached.iter().find(|page| page.application_id == row.id);
    let page = last.and_then(|last| service?.definition.page(&last.page));
    Row {
        reference: row.reference.to_string(),
        service_title: title.unwrap_or(row.service_id),
        status: row.status,
        updated: local(row.updated_at),
        next: next_act(row.status),
        kept_until: draft.then(|| plus_days(local(row.updated_at).date(), portal.settings.draft_days)),
        reached: page.map(|page| page.title.get(language).to_owned()),
    }
}

/// What the owner can do next.
pub(crate) const fn next_act(status: Status) -> NextAct {
    match status {
        Status::Draft => NextAct::Continue,
        Status::AwaitingPayment => NextAct::Pay,
        Status::Returned => NextAct::Correct,
        Status::AwaitingAppointment => NextAct::Book,
        Status::Issued => NextAct::Open,
        Status::Rejected | Status::Withdrawn | Status::Cancelled | Status::Expired => NextAct::Nothing,
        _ => NextAct::Wait,
    }
}
