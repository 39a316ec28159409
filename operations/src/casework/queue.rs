//! The queue of whoever works for a ministry: what the person's own duties may act on.

use std::collections::BTreeMap;

use domain::calendar::Calendar;
use domain::language::Language;
use domain::permission::{Act, may};
use domain::person::{Actor, Person};
use domain::view::casework::{Due, QueueRow, QueueTab, QueueView};
use store::queue::{Filter, Place, QueueRow as Row, View};

use crate::applications::status::{desk, name};
use crate::catalogue::Service;
use crate::clock::local;
use crate::{OperationError, Portal};

/// Cases on one page.
const PAGE: usize = 50;
/// Longest search text, in characters.
const MAX_QUERY: usize = 100;

/// The queue.
///
/// # Errors
/// Not a member of staff.
pub async fn queue(
    portal: &Portal,
    actor: &Actor,
    language: Language,
    tab: QueueTab,
    query: &str,
    service: Option<&str>,
    after: Option<&str>,
) -> Result<QueueView, OperationError> {
    may(actor, Act::SeeQueue)?;
    let person = actor.person().ok_or(OperationError::SignIn)?;
    let today = portal.clock.today();
    let query: String = query.chars().take(MAX_QUERY).collect();
    let filter = Filter {
        duties: &person.duties,
        reader: person.id,
        today,
        view: view_of(tab),
        service,
        text: Some(query.trim()).filter(|text| !text.is_empty()),
        after: after.and_then(place),
        limit: PAGE as i64 + 1,
    };
    let counts = store::queue::counts(&portal.store, &person.duties, person.id, today).await?;
    let mut rows = store::queue::list(&portal.store, &filter).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| place_text(row.place()));
    let calendar = portal.calendar(None);
    let mut shown = Vec::new();
    for row in rows {
        let service = portal
            .version(&portal.store, &row.service_id, &row.definition_hash)
            .await?;
        shown.push(view(portal, row, &service, person, language, &calendar));
    }
    Ok(QueueView {
        desk: desks(portal, person, language),
        tab,
        counts: QueueTab::ALL
            .map(|tab| u64::try_from(counts.of(view_of(tab))).unwrap_or_default())
            .to_vec(),
        rows: shown,
        query,
        service: service.map(str::to_owned),
        services: services(portal, person, language),
        next,
    })
}

const fn view_of(tab: QueueTab) -> View {
    match tab {
        QueueTab::Open => View::Open,
        QueueTab::Mine => View::Mine,
        QueueTab::Available => View::Available,
        QueueTab::Overdue => View::Overdue,
    }
}

/// A place in the queue as it stands in an address.
fn place_text(place: Place) -> String {
    format!("{}_{}", place.due_order, place.id)
}

fn place(text: &str) -> Option<Place> {
    let (day, id) = text.split_once('_')?;
    Some(Place {
        due_order: day.parse().ok()?,
        id: id.parse().ok()?,
    })
}

fn view(
    portal: &Portal,
    row: Row,
    service: &Service,
    person: &Person,
    language: Language,
    calendar: &Calendar,
) -> QueueRow {
    let step = domain::workflow::title(&service.definition.workflow, &row.step);
    let assignee = row.assignee_ar.as_deref().zip(row.assignee_en.as_deref());
    QueueRow {
        reference: row.reference.to_string(),
        service_title: service.definition.title.get(language).to_owned(),
        step_title: step.map(|title| title.get(language).to_owned()).unwrap_or(row.step),
        applicant: name(&row.applicant_ar, &row.applicant_en, language),
        submitted: row.submitted_at.map(|at| local(at).date()),
        due: row.due_on.map(|on| due(calendar, portal.clock.today(), on)),
        assignee: assignee.map(|(ar, en)| name(ar, en, language)),
        mine: row.assignee_id == Some(person.id),
        resent: row.resent,
    }
}

/// A deadline in working days from today.
pub(crate) fn due(calendar: &Calendar, today: chrono::NaiveDate, on: chrono::NaiveDate) -> Due {
    Due {
        on,
        days_left: calendar.working_days_between(today, on),
    }
}

/// The person's bodies, and roles there.
pub(crate) fn desks(portal: &Portal, person: &Person, language: Language) -> String {
    let mut by_entity: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for duty in &person.duties {
        by_entity.entry(&duty.entity).or_default().push(&duty.role);
    }
    let one = by_entity.into_iter().map(|(entity, roles)| match roles[..] {
        [role] => desk(portal, entity, role, language),
        _ => portal.catalogue.entity(entity, language),
    });
    one.collect::<Vec<_>>()
        .join(if language == Language::Ar { "، " } else { ", " })
}

fn services(portal: &Portal, person: &Person, language: Language) -> Vec<(String, String)> {
    let worked_on = portal.catalogue.services().iter().filter(|service| {
        let definition = &service.definition;
        person.works_for(&definition.ministry_id)
            || domain::workflow::desks(&definition.workflow)
                .iter()
                .any(|desk| desk.entity.is_some_and(|entity| person.works_for(entity)))
    });
    worked_on
        .map(|service| {
            (
                service.definition.id.clone(),
                service.definition.title.get(language).to_owned(),
            )
        })
        .collect()
}
