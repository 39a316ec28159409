//! A case as an officer reads it. Reading it is an event too.

use domain::application::EventKind;
use domain::language::Language;
use domain::permission::{Act, may};
use domain::person::{Actor, Person};
use domain::reference::Reference;
use domain::service::FieldKind;
use domain::service::workflow::Outcome;
use domain::value::Value;
use domain::view::casework::{ActionRow, AttachmentRow, CaseView, ComparisonRow, TaskView};
use store::applications::ApplicationRow;
use store::opinions::OpinionRow;
use store::tasks::TaskRow;

use super::notes::notes;
use super::queue::due;
use super::resent::resent;
use super::{assess, opinions};
use crate::applications::attach::{self, StoredFile};
use crate::applications::registries;
use crate::applications::status::{Reader, desk, history, history_of, name, sent_sections};
use crate::catalogue::Service;
use crate::clock::local;
use crate::events::Entry;
use crate::{OperationError, Portal, conversation, payments};

/// A case as this member of staff may see it.
pub(crate) struct Seen<'a> {
    pub(crate) person: &'a Person,
    pub(crate) application: ApplicationRow,
    /// All work on it, done and open.
    pub(crate) tasks: Vec<TaskRow>,
    /// What other bodies were asked about it.
    pub(crate) opinions: Vec<OpinionRow>,
}

/// A case this member of staff may see: one that a body the person works for has, or has had, work on, or is asked about.
pub(crate) async fn visible<'a>(
    portal: &'a Portal,
    actor: &'a Actor,
    reference: &str,
) -> Result<Seen<'a>, OperationError> {
    let Some(person) = actor.person() else {
        return Err(OperationError::SignIn);
    };
    let reference: Reference = reference.parse().map_err(|_| OperationError::NotFound)?;
    let application = store::applications::by_reference(&portal.store, &reference)
        .await?
        .ok_or(OperationError::NotFound)?;
    let tasks = store::tasks::all_for_application(&portal.store, application.id).await?;
    let opinions = store::opinions::of_application(&portal.store, application.id, opinions::MOST).await?;
    let asked = opinions.iter().filter(|row| row.opens_the_case());
    let asked = asked.map(|row| row.entity.clone());
    let bodies: Vec<String> = entities(&tasks).into_iter().chain(asked).collect();
    may(actor, Act::ReadCase { entities: &bodies })?;
    Ok(Seen {
        person,
        application,
        tasks,
        opinions,
    })
}

/// Every body that has had or has work on the case.
pub(super) fn entities(tasks: &[TaskRow]) -> Vec<String> {
    tasks.iter().map(|task| task.entity.clone()).collect()
}

/// The case page. The reading is written down before anything is shown.
///
/// # Errors
/// Not found, or not of a body the actor works for: both look the same.
pub async fn case(
    portal: &Portal,
    actor: &Actor,
    language: Language,
    reference: &str,
) -> Result<CaseView, OperationError> {
    let seen = visible(portal, actor, reference).await?;
    record_reading(portal, actor, &seen, EventKind::CaseRead, serde_json::json!({})).await?;
    let Seen {
        person,
        application,
        tasks,
        ..
    } = &seen;
    let service = portal.service_of(application).await?;
    let service = service.as_ref();
    let applicant = store::people::by_id(&portal.store, application.applicant_id)
        .await?
        .ok_or(OperationError::NotFound)?;
    let events = history_of(portal, application.id).await?;
    let documents = store::documents::for_application(&portal.store, application.id).await?;
    let (fee, fee_settled, _) = payments::fee_of(portal, application, language).await?;
    let task = match open_task(person, tasks) {
        Some(task) => Some(task_view(portal, actor, service, application, task, language).await?),
        None => None,
    };
    let notes = notes(portal, actor, service, application, tasks, language).await?;
    // Whoever only gives an opinion reads what the applicant reads.
    let reader = if notes.is_some() {
        Reader::Staff
    } else {
        Reader::Applicant
    };
    let service_title = service.definition.title.get(language).to_owned();
    let opinions = opinions::opinions(portal, actor, &seen, &service_title, language).await?;
    let registries = registries::when_sent(portal, service, application, language).await?;
    Ok(CaseView {
        reference: application.reference.to_string(),
        service_title,
        status: application.status,
        applicant: name(&applicant.name_ar, &applicant.name_en, language),
        applicant_national_id: applicant.national_id,
        subject: application.subject_name.clone(),
        submitted: application.submitted_at.map(local),
        promised: application.due_on,
        standing: crate::advance::clock::standing(application),
        fee,
        fee_settled,
        task,
        sections: sent_sections(portal, service, application, language),
        sources: registries.sources,
        comparisons: comparisons(application, language),
        registry_away: registries.away,
        attachments: attachments(portal, service, application, language).await?,
        documents: crate::documents::issued(documents, language),
        history: history(portal, service, &events, language, reader),
        correctable: correctable(service, application, language),
        resent: resent(portal, service, application, language).await?,
        conversation: match &notes {
            Some(_) => Some(conversation::for_staff(portal, actor, application, tasks, language).await?),
            None => None,
        },
        notes,
        opinions,
    })
}

/// The fields that may be marked for correction: what was answered, by the applicant, and not paid for.
fn correctable(service: &Service, application: &ApplicationRow, language: Language) -> Vec<(String, String)> {
    let definition = &service.definition;
    let facts = application.facts.as_ref();
    let answered = |key: &str| facts.is_some_and(|facts| facts.answers.contains_key(key));
    let fields = definition.fields().filter(|field| {
        !field.readonly
            && answered(&field.key)
            && field.kind != FieldKind::Checkbox
            && !domain::fee::depends_on(definition, &field.key)
    });
    fields
        .map(|field| (field.key.clone(), field.label.get(language).to_owned()))
        .collect()
}

/// Writes down that a member of staff looked.
pub(crate) async fn record_reading(
    portal: &Portal,
    actor: &Actor,
    seen: &Seen<'_>,
    kind: EventKind,
    mut data: serde_json::Value,
) -> Result<(), OperationError> {
    let (entity, role) = sender(seen);
    data["entity"] = entity.into();
    data["role"] = role.into();
    let entry = Entry::by(actor, kind).with(data);
    entry.write_alone(portal, seen.application.id).await
}

/// For which body and in which role somebody who may see the case deals with it.
pub(super) fn sender(seen: &Seen<'_>) -> (String, String) {
    let (person, tasks) = (seen.person, &seen.tasks);
    let theirs = tasks.iter().rev().find(|task| person.holds(&task.entity, &task.role));
    if let Some(task) = theirs {
        return (task.entity.clone(), task.role.clone());
    }
    let working = tasks.iter().map(|task| task.entity.as_str());
    let asked = seen.opinions.iter().map(|row| row.entity.as_str());
    let mut bodies = working.chain(asked);
    let body = bodies.find(|entity| person.works_for(entity)).unwrap_or_default();
    (body.to_owned(), opinions::role_at(person, body))
}

/// The open work the reader is most concerned with: what they have, what their desk has, or what anybody has.
fn open_task<'a>(person: &Person, tasks: &'a [TaskRow]) -> Option<&'a TaskRow> {
    let open = || tasks.iter().filter(|task| task.closed_at.is_none());
    open()
        .find(|task| task.assignee_id == Some(person.id))
        .or_else(|| open().find(|task| person.holds(&task.entity, &task.role)))
        .or_else(|| open().next())
}

async fn task_view(
    portal: &Portal,
    actor: &Actor,
    service: &Service,
    application: &ApplicationRow,
    task: &TaskRow,
    language: Language,
) -> Result<TaskView, OperationError> {
    let step = domain::workflow::desk(&service.definition.workflow, &task.step);
    let me = actor.person().map(|person| person.id);
    let act = Act::WorkTask {
        entity: &task.entity,
        role: &task.role,
        applicant: application.applicant_id,
        assignee: task.assignee_id,
    };
    let allowed = may(actor, act).is_ok();
    let mine = allowed && task.assignee_id == me;
    let assignee = match task.assignee_id {
        Some(id) => store::people::by_id(&portal.store, id)
            .await?
            .map(|person| name(&person.name_ar, &person.name_en, language)),
        None => None,
    };
    let today = portal.clock.today();
    Ok(TaskView {
        id: task.id.to_string(),
        version: task.version,
        step_title: step
            .as_ref()
            .map(|step| step.title.get(language).to_owned())
            .unwrap_or_default(),
        desk: desk(portal, &task.entity, &task.role, language),
        due: task
            .due_on
            .map(|on| due(&portal.calendar(application.governorate.as_deref()), today, on)),
        assignee,
        mine,
        takeable: allowed && task.assignee_id.is_none(),
        actions: step
            .filter(|_| mine)
            .map(|step| {
                step.actions
                    .iter()
                    .map(|action| ActionRow {
                        key: action.key.clone(),
                        label: action.label.get(language).to_owned(),
                        outcome: action.outcome,
                        note_required: note_required(action.outcome, action.note_to_applicant_required),
                        reasons: domain::workflow::reasons(&service.definition.workflow, action.outcome),
                        amounts: assess::asked(&service.definition, action.outcome, language),
                    })
                    .collect()
            })
            .unwrap_or_default(),
    })
}

/// Whether the applicant must be told why.
pub(crate) fn note_required(outcome: Outcome, asked: bool) -> bool {
    asked || domain::workflow::is_adverse(outcome)
}

/// What was claimed about the person, beside the registry's record.
fn comparisons(application: &ApplicationRow, language: Language) -> Vec<ComparisonRow> {
    const ROWS: [(&str, &str, &str, &str); 4] = [
        ("subject_name", "name_ar", "الاسم الرباعي", "Full name"),
        ("subject_national_id", "national_id", "رقم الهوية", "Identity number"),
        ("subject_birth_date", "birth_date", "تاريخ الميلاد", "Date of birth"),
        ("subject_mother_name", "mother_ar", "اسم الأم", "Mother's name"),
    ];
    let Some(facts) = &application.facts else {
        return Vec::new();
    };
    let Some(record) = facts.sources.get("registry.population.record") else {
        return Vec::new();
    };
    let rows = ROWS.iter().filter_map(|(answer, part, ar, en)| {
        let claimed = facts.answers.get(*answer)?.as_text()?.to_owned();
        let registered = record
            .part(part)
            .and_then(Value::as_text)
            .unwrap_or_default()
            .to_owned();
        let (a, b) = (
            domain::fold::search_key(&claimed),
            domain::fold::search_key(&registered),
        );
        // Only the first name of the mother is asked for.
        let matches = a == b || (*answer == "subject_mother_name" && b.split(' ').next() == Some(a.as_str()));
        let label = if language == Language::Ar { ar } else { en };
        Some(ComparisonRow {
            label: (*label).to_owned(),
            claimed,
            registered,
            matches,
        })
    });
    rows.collect()
}

async fn attachments(
    portal: &Portal,
    service: &Service,
    application: &ApplicationRow,
    language: Language,
) -> Result<Vec<AttachmentRow>, OperationError> {
    let sent: Vec<String> = match &application.facts {
        Some(facts) => crate::applications::render::sent_files(&service.definition, facts),
        None => Vec::new(),
    };
    let uploads = store::uploads::list(&portal.store, application.id).await?;
    // What was found to be harmful is told too, or the officer would miss it without knowing why.
    let harmful = store::uploads::infected(&portal.store, application.id).await?;
    let rows = uploads
        .into_iter()
        .chain(harmful)
        .filter(|upload| sent.contains(&upload.id.to_string()));
    Ok(rows
        .map(|upload| AttachmentRow {
            id: upload.id.to_string(),
            label: crate::applications::render::file_label(&service.definition, &upload.field, language),
            name: upload.name,
            content_type: upload.content_type,
            size: u64::try_from(upload.size).unwrap_or_default(),
            scan: upload.scan,
        })
        .collect())
}

/// A file of a case. Opening it is an event.
///
/// # Errors
/// Not found, or not of a body the actor works for.
pub async fn attachment(
    portal: &Portal,
    actor: &Actor,
    reference: &str,
    upload: &str,
) -> Result<StoredFile, OperationError> {
    let seen = visible(portal, actor, reference).await?;
    let file = attach::read(portal, seen.application.id, upload).await?;
    let data = serde_json::json!({ "upload": upload });
    record_reading(portal, actor, &seen, EventKind::AttachmentRead, data).await?;
    Ok(file)
}
