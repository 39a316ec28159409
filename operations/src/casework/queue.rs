//! The queue of whoever works for a ministry: what the person's own duties may act on, and for a supervisor all work of
//! the body.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, Utc};
use domain::calendar::Calendar;
use domain::id::{ApplicationId, PersonId, TaskId};
use domain::language::Language;
use domain::permission::{Act, may};
use domain::person::{Actor, Duty, Person, SUPERVISOR};
use domain::view::casework::Due;
use domain::view::queue::{BulkWhat, PendingRow, QueueQuery, QueueRow, QueueTab, QueueView, SavedViewRow};
use store::queue::{Counts, Filter, MOST_COUNTED, Order, Place, QueueRow as Row, View, WaitingFilter, WaitingRow};

use super::desk::{colleagues, desk_of, services_of, steps_of};
use crate::applications::status::{desk, name};
use crate::catalogue::Service;
use crate::clock::local;
use crate::{OperationError, Portal};

/// Cases on one page.
const PAGE: usize = 50;
/// Longest search text, in characters.
const MAX_QUERY: usize = 100;

/// Who looks at which queue.
struct Reader<'a> {
    portal: &'a Portal,
    person: &'a Person,
    language: Language,
    /// Everything the person may see.
    desk: Vec<Duty>,
    /// The services it works on: name in addresses, title.
    services: Vec<(String, String)>,
    calendar: Calendar,
    /// Tasks in the reader's own actions that wait.
    pending: BTreeSet<TaskId>,
}

/// The queue.
///
/// # Errors
/// Not a member of staff.
pub async fn queue(
    portal: &Portal,
    actor: &Actor,
    language: Language,
    mut query: QueueQuery,
) -> Result<QueueView, OperationError> {
    may(actor, Act::SeeQueue)?;
    let person = actor.person().ok_or(OperationError::SignIn)?;
    let moment = crate::live::moment(portal);
    let reader = Reader {
        portal,
        person,
        language,
        desk: desk_of(portal, person).await?,
        services: services_of(portal, person, language),
        calendar: portal.calendar(None),
        pending: store::bulk::waiting_tasks(&portal.store, person.id)
            .await?
            .into_iter()
            .collect(),
    };
    let tabs = tabs_of(person);
    let tab = query.tab.filter(|tab| tabs.contains(tab)).unwrap_or(tabs[0]);
    query.tab = Some(tab);
    query.text = query.text.trim().chars().take(MAX_QUERY).collect();
    let supervisor = person.duties.iter().any(|duty| duty.role == SUPERVISOR);
    if !supervisor {
        query.assignee.clear();
    }
    let counts = reader.counts(tabs).await?;
    let (rows, next) = match tab {
        QueueTab::Waiting => reader.waiting(&query).await?,
        QueueTab::Open | QueueTab::Mine | QueueTab::Available | QueueTab::Office | QueueTab::Overdue => {
            reader.open(&query, tab).await?
        }
    };
    Ok(QueueView {
        moment,
        desk: desks(portal, person, language),
        tabs: counts,
        rows,
        steps: steps_of(portal, person, &query.service, language),
        colleagues: if supervisor {
            colleagues(portal, person, &reader.desk, language).await?
        } else {
            Vec::new()
        },
        supervisor,
        saved: saved(portal, person.id).await?,
        pending: pending(portal, person.id).await?,
        services: reader.services,
        query,
        next,
    })
}

/// The parts somebody has. Who only supervises has no cases of their own.
fn tabs_of(person: &Person) -> &'static [QueueTab] {
    use QueueTab::{Available, Mine, Office, Open, Overdue, Waiting};
    if person.duties.iter().all(|duty| duty.role == SUPERVISOR) {
        &[Office, Available, Overdue, Waiting]
    } else {
        &[Open, Mine, Available, Office, Overdue, Waiting]
    }
}

impl Reader<'_> {
    async fn counts(&self, tabs: &[QueueTab]) -> Result<Vec<(QueueTab, u64)>, OperationError> {
        let (store, today) = (&self.portal.store, self.portal.clock.today());
        let counts: Counts = store::queue::counts(store, &self.desk, self.person.id, today).await?;
        let services: Vec<String> = self.services.iter().map(|(id, _)| id.clone()).collect();
        let waiting = store::queue::waiting_count(store, &self.desk, &services, MOST_COUNTED + 1).await?;
        let count = |tab: &QueueTab| {
            let count = view_of(*tab).map_or(waiting, |view| counts.of(view));
            (*tab, u64::try_from(count).unwrap_or_default())
        };
        Ok(tabs.iter().map(count).collect())
    }

    /// A page of open work.
    async fn open(&self, query: &QueueQuery, tab: QueueTab) -> Result<(Vec<QueueRow>, Option<String>), OperationError> {
        let today = self.portal.clock.today();
        let order = if query.by_age { Order::Age } else { Order::Due };
        let given = |text: &'_ str| -> Option<String> { Some(text.to_owned()).filter(|text| !text.is_empty()) };
        let (service, step, text) = (given(&query.service), given(&query.step), given(&query.text));
        let filter = Filter {
            view: view_of(tab).unwrap_or(View::All),
            order,
            service: service.as_deref(),
            step: step.as_deref(),
            urgent: query.urgent,
            resent: query.resent,
            due_from: query.due.map(|_| today),
            due_until: query
                .due
                .and_then(|range| today.checked_add_days(Days::new(range.days()))),
            // A key nobody has finds nothing.
            assignee: given(&query.assignee).map(|key| key.parse().unwrap_or(PersonId(uuid::Uuid::nil()))),
            text: text.as_deref(),
            after: place(&query.after),
            ..Filter::all(&self.desk, self.person.id, today, PAGE as i64 + 1)
        };
        let mut rows = store::queue::list(&self.portal.store, &filter).await?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().filter(|_| more).map(|row| place_text(row.place(order)));
        let mut shown = Vec::new();
        for row in rows {
            let version = self.version(&row.service_id, &row.definition_hash).await?;
            shown.push(self.row(row, &version));
        }
        Ok((shown, next))
    }

    /// A page of what waits for others.
    async fn waiting(&self, query: &QueueQuery) -> Result<(Vec<QueueRow>, Option<String>), OperationError> {
        let services = self.services.iter().map(|(id, _)| id.clone());
        let services: Vec<String> = services
            .filter(|id| query.service.is_empty() || *id == query.service)
            .collect();
        let filter = WaitingFilter {
            duties: &self.desk,
            services: &services,
            text: Some(query.text.as_str()).filter(|text| !text.is_empty()),
            urgent: query.urgent,
            after: waiting_place(&query.after),
            limit: PAGE as i64 + 1,
        };
        let mut rows = store::queue::waiting(&self.portal.store, &filter).await?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let place = |row: &WaitingRow| format!("{}_{}", row.updated_at.timestamp_micros(), row.id);
        let next = rows.last().filter(|_| more).map(place);
        let mut shown = Vec::new();
        for row in rows {
            let version = self.version(&row.service_id, &row.definition_hash).await?;
            shown.push(self.waiting_row(row, &version));
        }
        Ok((shown, next))
    }

    async fn version(&self, service: &str, hash: &str) -> Result<std::sync::Arc<Service>, OperationError> {
        self.portal.version(&self.portal.store, service, hash).await
    }

    fn row(&self, row: Row, service: &Service) -> QueueRow {
        let assignee = row.assignee_ar.as_deref().zip(row.assignee_en.as_deref());
        let takeable = row.assignee_id.is_none()
            && row.applicant_id != self.person.id
            && self.person.holds(&row.entity, &row.role);
        QueueRow {
            reference: row.reference.to_string(),
            task: Some(format!("{}.{}", row.id, row.version)),
            service_title: service.definition.title.get(self.language).to_owned(),
            step_title: step_title(service, &row.step, self.language),
            applicant: name(&row.applicant_ar, &row.applicant_en, self.language),
            submitted: row.submitted_at.map(|at| local(at).date()),
            due: row.due_on.map(|on| due(&self.calendar, self.portal.clock.today(), on)),
            stands: None,
            assignee: assignee.map(|(ar, en)| name(ar, en, self.language)),
            mine: row.assignee_id == Some(self.person.id),
            takeable,
            urgent: row.urgent,
            resent: row.resent,
            pending: self.pending.contains(&row.id),
        }
    }

    fn waiting_row(&self, row: WaitingRow, service: &Service) -> QueueRow {
        QueueRow {
            reference: row.reference.to_string(),
            task: None,
            service_title: service.definition.title.get(self.language).to_owned(),
            step_title: row
                .step
                .map(|step| step_title(service, &step, self.language))
                .unwrap_or_default(),
            applicant: name(&row.applicant_ar, &row.applicant_en, self.language),
            submitted: row.submitted_at.map(|at| local(at).date()),
            due: None,
            stands: Some((row.status, local(row.updated_at).date())),
            assignee: None,
            mine: false,
            takeable: false,
            urgent: row.urgent,
            resent: false,
            pending: false,
        }
    }
}

/// What a step is called.
pub(super) fn step_title(service: &Service, step: &str, language: Language) -> String {
    let title = domain::workflow::title(&service.definition.workflow, step);
    title.map_or_else(|| step.to_owned(), |title| title.get(language).to_owned())
}

async fn saved(portal: &Portal, person: PersonId) -> Result<Vec<SavedViewRow>, OperationError> {
    let views = store::saved_views::of_person(&portal.store, person).await?;
    Ok(views
        .into_iter()
        .map(|view| SavedViewRow {
            id: view.id.to_string(),
            name: view.name,
            query: view.query,
        })
        .collect())
}

async fn pending(portal: &Portal, person: PersonId) -> Result<Vec<PendingRow>, OperationError> {
    let waiting = store::bulk::waiting_of(&portal.store, person).await?;
    Ok(waiting
        .into_iter()
        .filter_map(|bulk| {
            Some(PendingRow {
                id: bulk.id.to_string(),
                what: BulkWhat::from_key(bulk.kind.key())?,
                cases: u64::try_from(bulk.cases).unwrap_or_default(),
                at: local(bulk.run_after),
            })
        })
        .collect())
}

/// None: it waits for others.
const fn view_of(tab: QueueTab) -> Option<View> {
    match tab {
        QueueTab::Open => Some(View::Open),
        QueueTab::Mine => Some(View::Mine),
        QueueTab::Available => Some(View::Available),
        QueueTab::Office => Some(View::All),
        QueueTab::Overdue => Some(View::Overdue),
        QueueTab::Waiting => None,
    }
}

/// A place in the queue as it stands in an address: a day, or microseconds, and the key.
fn place_text(place: Place) -> String {
    match place {
        Place::Due(day, id) => format!("{day}_{id}"),
        Place::Age(at, id) => format!("{}_{id}", at.timestamp_micros()),
    }
}

fn place(text: &str) -> Option<Place> {
    let (at, id) = text.split_once('_')?;
    let id = id.parse().ok()?;
    match at.parse() {
        Ok(micros) => Some(Place::Age(DateTime::from_timestamp_micros(micros)?, id)),
        Err(_) => Some(Place::Due(at.parse().ok()?, id)),
    }
}

fn waiting_place(text: &str) -> Option<(DateTime<Utc>, ApplicationId)> {
    let (at, id) = text.split_once('_')?;
    Some((DateTime::from_timestamp_micros(at.parse().ok()?)?, id.parse().ok()?))
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
