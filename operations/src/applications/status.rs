//! Following an application: where it stands, who has it, until when, what happened.

use domain::application::{EventKind, Status};
use domain::id::ApplicationId;
use domain::language::Language;
use domain::money::{Currency, Money};
use domain::payment::InvoiceState;
use domain::person::Actor;
use domain::service::workflow::StepKind;
use domain::view::application::{HistoryRow, NextAct, ReadRow, Stage, StageKind, StageState, StatusView};
use domain::view::form::{FeeView, SectionView};
use domain::workflow::ChosenReason;
use store::applications::ApplicationRow;
use store::events::{Audience, EventRow};
use store::tasks::TaskRow;

use super::draft::{Draft, correction_view, own, to_fill_in};
use super::list::next_act;
use super::render;
use crate::catalogue::Service;
use crate::clock::local;
use crate::{OperationError, Portal, appointments, conversation, payments};

/// The page of one of the actor's applications.
///
/// # Errors
/// Not found, or not the actor's.
pub async fn status(
    portal: &Portal,
    actor: &Actor,
    language: Language,
    reference: &str,
) -> Result<StatusView, OperationError> {
    let moment = crate::live::moment(portal);
    let application = own(portal, actor, reference).await?;
    let service = portal.service_of(&application).await?;
    let service = service.as_ref();
    let events = history_of(portal, application.id).await?;
    let tasks = store::tasks::all_for_application(&portal.store, application.id).await?;
    let documents = store::documents::for_application(&portal.store, application.id).await?;
    let (fee, fee_settled, receipts) = payments::fee_of(portal, &application, language).await?;
    let open: Vec<&TaskRow> = tasks.iter().filter(|task| task.closed_at.is_none()).collect();
    let (next_page, draft_sections) = where_to_go_on(portal, actor, &application, language).await?;
    let sections = draft_sections.unwrap_or_else(|| sent_sections(portal, service, &application, language));
    let person = actor.person().ok_or(OperationError::SignIn)?;
    let appointment = appointments::booked(portal, service, &application, language).await?;
    let refusal = refusal(&application, &events);
    let correction = application
        .correction
        .as_ref()
        .filter(|_| application.status == Status::Returned);
    Ok(StatusView {
        moment,
        reference: application.reference.to_string(),
        service_id: application.service_id.clone(),
        service_title: service.definition.title.get(language).to_owned(),
        ministry: service.definition.ministry.get(language).to_owned(),
        status: application.status,
        since: local(since(&application, &events)),
        next: match next_act(application.status) {
            NextAct::Open if documents.is_empty() => NextAct::Nothing,
            NextAct::Book if appointment.is_some() => NextAct::Wait,
            next => next,
        },
        next_page,
        holder: holder(portal, &open, language),
        until: open
            .iter()
            .filter_map(|task| task.due_on)
            .max()
            .or(application.expires_on),
        promised: application.due_on,
        standing: crate::advance::clock::standing(&application),
        correction: correction.map(|correction| correction_view(service, correction, language)),
        reason: refusal.and_then(|event| event.note.clone()),
        reason_chosen: refusal.and_then(chosen),
        conversation: conversation::for_applicant(portal, &application, language).await?,
        stages: stages(service, &application, &events),
        history: history(portal, service, &events, language, Reader::Applicant),
        applicant: name(&person.name_ar, &person.name_en, language),
        subject: application.subject_name.clone(),
        fee,
        fee_settled,
        receipts,
        documents: crate::documents::issued(documents, language),
        sections,
        reads: reads(portal, &events, language),
        appointment,
        can_withdraw: can_withdraw(application.status),
        again_key: again_key(portal, service, &application),
    })
}

/// A key for the form that applies again, where there is something to copy and somewhere to apply.
fn again_key(portal: &Portal, service: &Service, application: &ApplicationRow) -> Option<String> {
    let may = application.status != Status::Draft && portal.catalogue.is_online(&service.definition);
    may.then(|| portal.random.key(portal.clock.now()).to_string())
}

const fn can_withdraw(status: Status) -> bool {
    matches!(
        status,
        Status::Submitted
            | Status::AwaitingPayment
            | Status::AwaitingConsent
            | Status::AwaitingAppointment
            | Status::Returned
            | Status::InReview
    )
}

/// Most lines of one application's history that are read at once.
const MOST_EVENTS: i64 = 500;

/// The whole history, oldest first.
pub(crate) async fn history_of(portal: &Portal, id: ApplicationId) -> Result<Vec<EventRow>, OperationError> {
    let mut events = store::events::for_application(&portal.store, id, Audience::Staff, None, MOST_EVENTS).await?;
    events.reverse();
    Ok(events)
}

/// The name in the reader's script, when there is one.
pub(crate) fn name(ar: &str, en: &str, language: Language) -> String {
    let text = if language == Language::En && !en.is_empty() {
        en
    } else {
        ar
    };
    text.to_owned()
}

fn since(application: &ApplicationRow, events: &[EventRow]) -> chrono::DateTime<chrono::Utc> {
    let last = events.iter().filter(|event| event.public).map(|event| event.at).max();
    last.unwrap_or(application.updated_at)
}

/// Everybody who has it now.
fn holder(portal: &Portal, open: &[&TaskRow], language: Language) -> Option<String> {
    let desks: Vec<String> = open
        .iter()
        .map(|task| desk(portal, &task.entity, &task.role, language))
        .collect();
    let between = if language == Language::Ar { "؛ " } else { "; " };
    (!desks.is_empty()).then(|| desks.join(between))
}

/// A role and the body it belongs to, as people say it.
pub(crate) fn desk(portal: &Portal, entity: &str, role: &str, language: Language) -> String {
    let (role, entity) = (
        portal.catalogue.role(role, language),
        portal.catalogue.entity(entity, language),
    );
    match language {
        Language::Ar => format!("{role}، {entity}"),
        Language::En => format!("{role}, {entity}"),
    }
}

async fn where_to_go_on(
    portal: &Portal,
    actor: &Actor,
    application: &ApplicationRow,
    language: Language,
) -> Result<(Option<String>, Option<Vec<SectionView>>), OperationError> {
    if !matches!(application.status, Status::Draft | Status::Returned) {
        return Ok((None, None));
    }
    let opening = to_fill_in(portal, actor, &application.reference.to_string()).await?;
    let draft = Draft::open(portal, actor, &opening).await?;
    let marked = draft
        .correction(language)
        .and_then(|correction| correction.fields.into_iter().next().map(|field| field.0));
    let next = marked
        .or_else(|| draft.next_page().map(|page| page.key.clone()))
        .unwrap_or_else(|| "check".to_owned());
    let definition = &draft.service.definition;
    Ok((
        Some(next),
        Some(render::sections(
            definition,
            &draft.journey,
            &draft.lists,
            language,
            &|_| false,
        )),
    ))
}

/// What was sent, from the answers and facts frozen then.
pub(crate) fn sent_sections(
    portal: &Portal,
    service: &Service,
    application: &ApplicationRow,
    language: Language,
) -> Vec<SectionView> {
    let (Some(raw), Some(facts)) = (&application.raw_answers, &application.facts) else {
        return Vec::new();
    };
    let Ok(raw) = serde_json::from_value(raw.clone()) else {
        return Vec::new();
    };
    // The children a registry offered then are in the frozen facts only as the value chosen; their names are asked for
    // again by whoever shows them, so here the stored value stands.
    let lists = portal.catalogue.lists().clone();
    let context = domain::answer::CheckContext {
        today: application
            .submitted_at
            .map_or_else(|| portal.clock.today(), |at| local(at).date()),
        national_id_checksum: false,
        lists: &lists,
    };
    let mut journey = domain::journey::Journey::of(&service.definition, &raw, &facts.sources, &context);
    for state in journey.pages.iter_mut().flat_map(|page| &mut page.fields) {
        state.value = facts.answers.get(&state.key).cloned();
        state.visible = state.visible && (state.value.is_some() || state.problem.is_none()) || state.value.is_some();
    }
    render::sections(&service.definition, &journey, &lists, language, &|_| false)
}

/// The line of the history that says why it was refused.
fn refusal<'a>(application: &ApplicationRow, events: &'a [EventRow]) -> Option<&'a EventRow> {
    let refusing = [EventKind::Rejected, EventKind::BodyObjected, EventKind::ConsentRefused];
    let refused = application.status == Status::Rejected;
    events
        .iter()
        .rev()
        .find(|event| refused && refusing.contains(&event.kind))
}

/// The reason of the list that was chosen with it.
fn chosen(event: &EventRow) -> Option<ChosenReason> {
    serde_json::from_value(event.data.get("reason")?.clone()).ok()
}

/// Who is reading the history: the applicant sees roles, staff see names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    Applicant,
    Staff,
}

/// The history, newest first.
pub(crate) fn history(
    portal: &Portal,
    service: &Service,
    events: &[EventRow],
    language: Language,
    reader: Reader,
) -> Vec<HistoryRow> {
    let mut rows: Vec<&EventRow> = events
        .iter()
        .filter(|event| reader == Reader::Staff || event.public)
        .collect();
    rows.sort_by_key(|event| std::cmp::Reverse((event.at, event.id)));
    rows.into_iter()
        .map(|event| {
            let step = event
                .step
                .as_deref()
                .and_then(|key| domain::workflow::title(&service.definition.workflow, key));
            HistoryRow {
                kind: event.kind,
                at: local(event.at),
                who: who(portal, event, language, reader),
                step: step.map(|title| title.get(language).to_owned()),
                note: event.note.clone(),
                reason: chosen(event),
                amount: amount(&event.data),
            }
        })
        .collect()
}

fn who(portal: &Portal, event: &EventRow, language: Language, reader: Reader) -> Option<String> {
    let named = event.actor_name.as_ref().map(|text| name(&text.ar, &text.en, language));
    let text = |key: &str| event.data.get(key).and_then(serde_json::Value::as_str);
    match (text("entity"), text("role")) {
        (Some(entity), Some(role)) => {
            let desk = desk(portal, entity, role, language);
            let comma = if language == Language::Ar { "، " } else { ", " };
            Some(match named.filter(|_| reader == Reader::Staff) {
                Some(named) => format!("{named}{comma}{desk}"),
                None => desk,
            })
        }
        _ => named,
    }
}

fn amount(data: &serde_json::Value) -> Option<Money> {
    let minor = data.get("amount_minor")?.as_i64()?;
    let currency = Currency::from_code(data.get("currency")?.as_str()?)?;
    Some(Money::new(minor, currency))
}

fn reads(portal: &Portal, events: &[EventRow], language: Language) -> Vec<ReadRow> {
    let mut reads: Vec<&EventRow> = events
        .iter()
        .filter(|event| matches!(event.kind, EventKind::CaseRead | EventKind::AttachmentRead))
        .collect();
    reads.sort_by_key(|event| std::cmp::Reverse(event.at));
    reads
        .into_iter()
        .map(|event| ReadRow {
            who: who(portal, event, language, Reader::Applicant).unwrap_or_default(),
            at: local(event.at),
            kind: event.kind,
        })
        .collect()
}

/// The stages of the thread, as far as this service has them.
fn stages(service: &Service, application: &ApplicationRow, events: &[EventRow]) -> Vec<Stage> {
    let steps = &service.definition.workflow.steps;
    let has = |kinds: &[StepKind]| steps.iter().any(|step| kinds.contains(&step.kind));
    let on = |kinds: &[EventKind]| {
        let found = events
            .iter()
            .filter(|event| kinds.contains(&event.kind))
            .map(|event| event.at)
            .max();
        found.map(|at| local(at).date())
    };
    let mut kinds = vec![StageKind::Submission];
    if has(&[StepKind::Payment]) {
        kinds.push(StageKind::Payment);
    }
    if has(&[
        StepKind::Task,
        StepKind::Parallel,
        StepKind::Inspection,
        StepKind::ExternalWait,
        StepKind::System,
    ]) {
        kinds.push(StageKind::Review);
    }
    kinds.push(StageKind::Issue);
    let now = match application.status {
        Status::Draft => StageKind::Submission,
        Status::AwaitingPayment => StageKind::Payment,
        Status::Approved => StageKind::Issue,
        Status::Issued => StageKind::Delivery,
        _ => StageKind::Review,
    };
    let at = kinds.iter().position(|kind| *kind == now).unwrap_or(kinds.len());
    let ended = application.status.is_final() && application.status != Status::Issued;
    kinds
        .into_iter()
        .enumerate()
        .map(|(number, kind)| {
            let done = match kind {
                StageKind::Submission => on(&[EventKind::Submitted]),
                StageKind::Payment => on(&[EventKind::Paid, EventKind::NothingDue]),
                StageKind::Review => on(&[EventKind::Approved]),
                StageKind::Issue | StageKind::Delivery => on(&[EventKind::Issued]),
            };
            let state = match (done, number.cmp(&at)) {
                _ if ended && number >= at => StageState::Off,
                (_, std::cmp::Ordering::Less) => StageState::Done,
                (_, std::cmp::Ordering::Equal) => StageState::Now,
                (_, std::cmp::Ordering::Greater) => StageState::Ahead,
            };
            let on = done.filter(|_| state == StageState::Done);
            let until = application
                .expires_on
                .filter(|_| state == StageState::Now && kind == StageKind::Payment);
            Stage {
                kind,
                state,
                on,
                until: until.or(application
                    .due_on
                    .filter(|_| kind == StageKind::Issue && state != StageState::Done)),
            }
        })
        .collect()
}

/// Whether an invoice's state lets the work go on.
pub(crate) const fn is_settled(state: InvoiceState) -> bool {
    matches!(state, InvoiceState::Paid | InvoiceState::Exempted)
}

/// A fee view with nothing in it, for an application that has no invoice yet.
pub(crate) fn no_fee(service: &Service) -> FeeView {
    FeeView {
        indicative: service.definition.is_indicative(),
        ..FeeView::default()
    }
}
