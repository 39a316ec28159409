//! Appointments: the applicant chooses an office, a day and a time, and may move it as often as the service allows.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};
use domain::answer::Lists;
use domain::application::{EventKind, Status};
use domain::appointment;
use domain::language::{Language, Text};
use domain::notice::NoticeKind;
use domain::person::Actor;
use domain::service::workflow::{Step, StepKind};
use domain::view::appointment::{AppointmentView, BookedView};
use domain::view::outcome::{FormProblem, InputProblem};
use store::applications::ApplicationRow;
use store::appointments::{AppointmentRow, AppointmentState};

use crate::advance::Case;
use crate::applications::draft::own;
use crate::catalogue::Service;
use crate::events::Entry;
use crate::notices::render::Values;
use crate::{OperationError, Portal, write};

/// Most slots of one office and day.
const MOST_SLOTS: i64 = 200;
/// How soon, in working days, when the service does not say.
const WITHIN: u32 = 10;
/// How long, in minutes, when the service does not say.
const MINUTES: u32 = 15;
/// How often it may be moved, when the service does not say.
const MOVES: u32 = 2;

/// What the applicant chose.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// The office.
    pub office: String,
    /// Local time, `2026-12-03T10:20`.
    pub slot: String,
}

/// An application whose turn it is to choose a time, or to move it.
struct Open {
    application: ApplicationRow,
    service: Arc<Service>,
    step: Step,
    booked: Option<AppointmentRow>,
}

async fn open(portal: &Portal, actor: &Actor, reference: &str) -> Result<Open, OperationError> {
    let application = own(portal, actor, reference).await?;
    if application.status != Status::AwaitingAppointment {
        return Err(OperationError::Conflict);
    }
    let service = portal.service_of(&application).await?;
    let booked = ahead(portal, &application).await?;
    let key = booked
        .as_ref()
        .map(|booked| booked.step.clone())
        .or_else(|| application.step.clone());
    let step = key
        .as_deref()
        .and_then(|key| service.definition.workflow.step(key))
        .filter(|step| step.kind == StepKind::Appointment)
        .cloned()
        .ok_or(OperationError::Conflict)?;
    Ok(Open {
        application,
        service,
        step,
        booked,
    })
}

async fn ahead(portal: &Portal, application: &ApplicationRow) -> Result<Option<AppointmentRow>, OperationError> {
    let last = store::appointments::last_of(&portal.store, application.id).await?;
    Ok(last.filter(|last| last.state == AppointmentState::Booked))
}

/// The appointment that is ahead, for the status page.
pub(crate) async fn booked(
    portal: &Portal,
    service: &Service,
    application: &ApplicationRow,
    language: Language,
) -> Result<Option<BookedView>, OperationError> {
    if application.status != Status::AwaitingAppointment {
        return Ok(None);
    }
    let Some(row) = ahead(portal, application).await? else {
        return Ok(None);
    };
    let step = service.definition.workflow.step(&row.step);
    Ok(step.and_then(|step| booked_view(portal, step, &row, language)))
}

fn booked_view(portal: &Portal, step: &Step, row: &AppointmentRow, language: Language) -> Option<BookedView> {
    let moves = i64::from(step.max_reschedules.unwrap_or(MOVES));
    Some(BookedView {
        office: office_name(portal, step, &row.office, language),
        starts: appointment::parse(&row.starts_at)?,
        moves_left: u32::try_from(moves - row.moves).unwrap_or(0),
    })
}

fn offices(portal: &Portal, step: &Step, language: Language) -> Vec<(String, String)> {
    let list = step
        .offices_from
        .as_deref()
        .and_then(|name| portal.catalogue.lists().choices(name));
    let choices = list.unwrap_or_default().iter();
    choices
        .filter_map(|choice| {
            Some((
                choice.value.as_text()?.to_owned(),
                choice.label.get(language).to_owned(),
            ))
        })
        .collect()
}

fn office_name(portal: &Portal, step: &Step, office: &str, language: Language) -> String {
    let found = offices(portal, step, language)
        .into_iter()
        .find(|(value, _)| value == office);
    found.map_or_else(|| office.to_owned(), |(_, name)| name)
}

/// The office in both languages.
pub(crate) fn office_text(portal: &Portal, step: &Step, office: &str) -> Text {
    Text {
        ar: office_name(portal, step, office, Language::Ar),
        en: office_name(portal, step, office, Language::En),
    }
}

fn days(portal: &Portal, step: &Step) -> Vec<NaiveDate> {
    let today = portal.clock.today();
    let within = step.bookable_within_working_days.unwrap_or(WITHIN);
    appointment::days(&portal.calendar(None), today, within)
}

/// The page: offices, then days, then the free times of the day.
///
/// # Errors
/// Not found, not the actor's, or no appointment to be made.
pub async fn appointment(
    portal: &Portal,
    actor: &Actor,
    language: Language,
    reference: &str,
    office: Option<&str>,
    day: Option<NaiveDate>,
) -> Result<AppointmentView, OperationError> {
    let open = open(portal, actor, reference).await?;
    let offices = offices(portal, &open.step, language);
    let days = days(portal, &open.step);
    // The office the application names, by a question with the same list, is the first one offered.
    let answered = open.application.facts.as_ref().and_then(|facts| {
        let named = open
            .service
            .definition
            .fields()
            .filter(|field| field.options_from.is_some() && field.options_from == open.step.offices_from);
        named
            .filter_map(|field| facts.answers.get(&field.key)?.as_text())
            .next()
    });
    let known = |office: &&str| offices.iter().any(|(value, _)| value == office);
    let office = office.filter(known).or(answered).map(str::to_owned);
    let day = day.filter(|day| days.contains(day)).or_else(|| days.first().copied());
    let minutes = open.step.slot_minutes.unwrap_or(MINUTES);
    let times = match (&office, day) {
        (Some(office), Some(day)) => free(portal, office, day, minutes).await?,
        _ => Vec::new(),
    };
    let purpose = open.step.purpose.as_ref().unwrap_or(&open.step.title);
    Ok(AppointmentView {
        reference: open.application.reference.to_string(),
        service_title: open.service.definition.title.get(language).to_owned(),
        purpose: purpose.get(language).to_owned(),
        offices,
        office,
        days,
        day,
        times,
        minutes,
        booked: open
            .booked
            .as_ref()
            .and_then(|row| booked_view(portal, &open.step, row, language)),
    })
}

async fn free(portal: &Portal, office: &str, day: NaiveDate, minutes: u32) -> Result<Vec<String>, OperationError> {
    let after = day.succ_opt().unwrap_or(day);
    let (from, to) = (day.to_string(), after.to_string());
    let taken = store::appointments::taken(&portal.store, office, &from, &to, MOST_SLOTS).await?;
    let taken: BTreeSet<String> = taken.into_iter().collect();
    let times = appointment::times(minutes).into_iter();
    Ok(times
        .filter(|time| !taken.contains(&appointment::stored(day, *time)))
        .map(|time| time.format("%H:%M").to_string())
        .collect())
}

fn problem(problem: FormProblem) -> OperationError {
    OperationError::Problems(vec![InputProblem {
        input: "slot".to_owned(),
        problem,
    }])
}

/// Books a time, or moves the one there is.
///
/// # Errors
/// Not the actor's, nothing chosen, a time that is not offered or was taken, or moved too often.
pub async fn book(portal: &Portal, actor: &Actor, reference: &str, choice: &Choice) -> Result<(), OperationError> {
    let open = open(portal, actor, reference).await?;
    let starts = offered(portal, &open, choice).ok_or_else(|| problem(FormProblem::ChooseTime))?;
    let moves = open.booked.as_ref().map_or(0, |booked| booked.moves + 1);
    if moves > i64::from(open.step.max_reschedules.unwrap_or(MOVES)) {
        return Err(OperationError::Forbidden);
    }
    let row = AppointmentRow {
        id: portal.random.key(portal.clock.now()),
        application_id: open.application.id,
        step: open.step.key.clone(),
        office: choice.office.clone(),
        starts_at: appointment::stored(starts.date(), starts.time()),
        minutes: i64::from(open.step.slot_minutes.unwrap_or(MINUTES)),
        moves,
        state: AppointmentState::Booked,
        booked_at: portal.clock.now(),
        version: 1,
    };
    let to = open.step.to.clone();
    let kind = if open.booked.is_some() {
        NoticeKind::AppointmentMoved
    } else {
        NoticeKind::AppointmentBooked
    };
    let values = Values {
        office: Some(office_text(portal, &open.step, &row.office)),
        time: Some(starts),
        ..Values::default()
    };
    let (service, application, before) = (open.service, open.application, open.booked);
    let (portal, actor) = (portal.clone(), actor.clone());
    let done = write(async move {
        let mut tx = portal.store.begin().await?;
        let application = store::applications::hold(&mut tx, application.id).await?;
        if application.status != Status::AwaitingAppointment {
            return Err(OperationError::Conflict);
        }
        let mut case = Case::of(&portal, &service, application);
        if let Some(before) = &before {
            store::appointments::close(&mut tx, before.id, before.version, AppointmentState::Cancelled).await?;
        }
        match store::appointments::book(&mut tx, &row).await {
            Err(store::StoreError::Duplicate(_)) => return Err(problem(FormProblem::SlotTaken)),
            booked => booked?,
        }
        let data = serde_json::json!({ "office": row.office, "starts_at": row.starts_at });
        let line = Entry::by(&actor, EventKind::AppointmentBooked).at(&row.step).with(data);
        case.record(&mut tx, line).await?;
        case.tell(&mut tx, kind, &format!("appointment:{}", row.id), values)
            .await?;
        case.comes_on = Some(starts.date());
        if before.is_some() {
            case.expect_on(&mut tx, starts.date()).await?;
        } else {
            let to = to.ok_or_else(|| OperationError::Fault(format!("{} leads nowhere", row.step)))?;
            case.advance(&mut tx, &to).await?;
        }
        tx.commit().await?;
        Ok(())
    });
    done.await.map_err(|error| match error {
        OperationError::Conflict => problem(FormProblem::SlotTaken),
        other => other,
    })
}

/// The time, if it is one of those offered.
fn offered(portal: &Portal, open: &Open, choice: &Choice) -> Option<NaiveDateTime> {
    let starts = appointment::parse(&choice.slot)?;
    let minutes = open.step.slot_minutes.unwrap_or(MINUTES);
    let known = offices(portal, &open.step, Language::En)
        .iter()
        .any(|(value, _)| *value == choice.office);
    let offered =
        days(portal, &open.step).contains(&starts.date()) && appointment::times(minutes).contains(&starts.time());
    (known && offered).then_some(starts)
}
