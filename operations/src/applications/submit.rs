//! Sending: everything is checked once more, the answers are frozen, and the work begins. Once, even if sent twice.

use std::sync::Arc;

use domain::answer::{self, RawAnswers};
use domain::application::{EventKind, Status, Transition};
use domain::facts::CaseFacts;
use domain::fee::{self, FeeError};
use domain::person::Actor;
use domain::service::workflow::FeeStage;
use domain::service::{ClockStart, FieldKind};
use domain::value::Value;
use domain::view::outcome::{FormProblem, InputProblem};
use store::applications::{ApplicationRow, Submission};

use super::draft::{Draft, own, to_fill_in, to_json};
use super::render;
use crate::advance::Case;
use crate::catalogue::Service;
use crate::events::Entry;
use crate::{OperationError, Portal, settled, write};

/// Where to go after sending.
#[derive(Debug, PartialEq, Eq)]
pub enum Sent {
    /// There is something to pay.
    Pay,
    /// Nothing to pay now: the status page.
    Status,
}

/// Sends a draft, or a returned application again.
///
/// # Errors
/// Problems at the declaration, or at the whole when questions are open.
pub async fn submit(
    portal: &Portal,
    actor: &Actor,
    reference: &str,
    inputs: &RawAnswers,
) -> Result<Sent, OperationError> {
    if let Some(sent) = already(portal, actor, reference).await? {
        return Ok(sent);
    }
    match once(portal, actor, reference, inputs).await {
        // Sent twice at once: the other one was first, and its answer is this one's too.
        Err(OperationError::Conflict) => {
            settled(portal).await?;
            already(portal, actor, reference).await?.ok_or(OperationError::Conflict)
        }
        sent => sent,
    }
}

/// The answer of an application that is sent already.
async fn already(portal: &Portal, actor: &Actor, reference: &str) -> Result<Option<Sent>, OperationError> {
    let status = own(portal, actor, reference).await?.status;
    Ok((status.is_open() && status != Status::Returned).then(|| where_to(status)))
}

async fn once(portal: &Portal, actor: &Actor, reference: &str, inputs: &RawAnswers) -> Result<Sent, OperationError> {
    let opening = to_fill_in(portal, actor, reference).await?;
    let mut draft = Draft::open(portal, actor, &opening).await?;
    // What was true when it was filled in may not be any more.
    draft.look_up_again().await?;
    if draft.application.status == Status::Draft && portal.catalogue.find(&draft.service.definition.id).is_none() {
        return Err(problem("check", FormProblem::ServiceClosed));
    }
    declare(&mut draft, inputs)?;
    let open = draft.next_page().is_some() || !draft.journey.is_complete();
    if open {
        return Err(problem("check", FormProblem::Incomplete));
    }
    let facts = draft.journey.facts.clone();
    if waits_for_registry(&draft, &facts) {
        return Err(problem("check", FormProblem::FeeUnknown));
    }
    let subject = subject_name(&facts, &draft.person.national_id);
    let urgent = facts.answers.get("urgency").and_then(Value::as_text) == Some("urgent");
    let governorate = governorate(&draft, &facts);
    let frozen = Frozen {
        governorate,
        raw: to_json(&draft.raw)?,
        facts,
        subject,
        urgent: urgent && draft.service.definition.processing_time.urgent_working_days.is_some(),
    };
    let application = draft.application.clone();
    let (portal, actor) = (portal.clone(), actor.clone());
    write(async move { send(&portal, &actor, opening.service, application, frozen).await }).await
}

/// Whether the fee cannot be worked out because a registry does not say what it depends on. It is never guessed; what
/// was paid once is not asked for again.
fn waits_for_registry(draft: &Draft<'_>, facts: &CaseFacts) -> bool {
    let (definition, today) = (&draft.service.definition, draft.portal.clock.today());
    let lines = fee::lines(definition, facts, FeeStage::Submission, today);
    draft.application.status == Status::Draft
        && matches!(lines, Err(FeeError::Missing { fact, .. }) if fact.starts_with("registry."))
}

/// Where the case is at home, for local holidays: a governorate that was chosen, one in an address, or the applicant's.
fn governorate(draft: &Draft<'_>, facts: &CaseFacts) -> Option<String> {
    let fields = || draft.service.definition.fields();
    let text = |value: &Value| value.as_text().map(str::to_owned);
    let chosen = fields()
        .filter(|field| field.options_from.as_deref() == Some("reference.governorates"))
        .find_map(|field| facts.answers.get(&field.key).and_then(text));
    let in_address = || {
        fields()
            .filter(|field| field.kind == FieldKind::Address)
            .find_map(|field| facts.answers.get(&field.key)?.part("governorate").and_then(text))
    };
    chosen.or_else(in_address).or_else(|| draft.governorate())
}

/// What is fixed when an application is sent.
struct Frozen {
    raw: serde_json::Value,
    facts: CaseFacts,
    subject: Option<String>,
    urgent: bool,
    governorate: Option<String>,
}

async fn send(
    portal: &Portal,
    actor: &Actor,
    service: Arc<Service>,
    application: ApplicationRow,
    mut frozen: Frozen,
) -> Result<Sent, OperationError> {
    let mut tx = portal.store.begin().await?;
    let resumed = application.resume_step.clone();
    let mut case = Case::of(portal, &service, application);
    // Facts officers have set stay: a correction does not undo them.
    for (name, value) in case.facts.sources.iter().filter(|(name, _)| name.starts_with("case.")) {
        frozen.facts.sources.insert(name.clone(), value.clone());
    }
    // What officers have read stays readable beside what is sent now.
    store::earlier_submissions::keep(&mut tx, case.application.id).await?;
    case.application.version = store::applications::freeze(
        &mut tx,
        Submission {
            id: case.application.id,
            from_version: case.application.version,
            definition_hash: &service.hash,
            subject_name: frozen.subject.as_deref(),
            raw_answers: &frozen.raw,
            facts: &frozen.facts,
            urgent: frozen.urgent,
            governorate: frozen.governorate.as_deref(),
            submitted_at: case.now,
            at: case.now,
        },
    )
    .await?;
    case.application.urgent = frozen.urgent;
    case.application.governorate = frozen.governorate;
    case.facts = frozen.facts;
    case.change(&mut tx, Transition::Submit, None, None).await?;
    case.record(&mut tx, Entry::by(actor, EventKind::Submitted)).await?;
    let version = case.application.version;
    case.start_clock(ClockStart::Submission);
    let target = resumed.unwrap_or_else(|| case.definition.workflow.start.clone());
    case.go_on(&mut tx, &target).await?;
    case.tell_sent(&mut tx, version).await?;
    tx.commit().await?;
    Ok(where_to(case.application.status))
}

fn where_to(status: Status) -> Sent {
    if status == Status::AwaitingPayment {
        Sent::Pay
    } else {
        Sent::Status
    }
}

/// The boxes on the last page, checked by the same rule as any answer.
fn declare(draft: &mut Draft<'_>, inputs: &RawAnswers) -> Result<(), OperationError> {
    let pages = draft
        .service
        .definition
        .form
        .pages
        .iter()
        .filter(|page| render::is_declaration(page));
    let mut problems = Vec::new();
    for field in pages.flat_map(|page| &page.fields) {
        for name in answer::input_names(field) {
            draft.raw.remove(&name);
            if let Some(values) = inputs.get(&name) {
                draft.raw.insert(name, values.clone());
            }
        }
        if let Err(problem) = answer::check(field, &draft.raw, &draft.context()) {
            problems.push(InputProblem {
                input: field.key.clone(),
                problem: FormProblem::Answer { problem },
            });
        }
    }
    draft.run();
    if problems.is_empty() {
        Ok(())
    } else {
        Err(OperationError::Problems(problems))
    }
}

fn problem(input: &str, problem: FormProblem) -> OperationError {
    OperationError::Problems(vec![InputProblem {
        input: input.to_owned(),
        problem,
    }])
}

/// The name of the person it is about, if another than the applicant, when the registry or the answers name one.
fn subject_name(facts: &CaseFacts, applicant: &str) -> Option<String> {
    let record = facts.sources.get("registry.population.record");
    let number = record
        .and_then(|record| record.part("national_id"))
        .and_then(Value::as_text);
    if number == Some(applicant) {
        return None;
    }
    let registered = record
        .and_then(|record| record.part("name_ar"))
        .and_then(Value::as_text);
    let answered = facts.answers.get("subject_name").and_then(Value::as_text);
    registered.or(answered).map(str::to_owned)
}
