//! Taking a case, giving it back, deciding. Two people never decide the same task: each move names the version it saw.

use domain::application::{EventKind, Status, Transition};
use domain::id::{BulkId, TaskId};
use domain::permission::{Act, Denied, may};
use domain::person::Actor;
use domain::service::workflow::Outcome;
use domain::value::Value;
use domain::view::outcome::{FormProblem, InputProblem};
use domain::workflow::Lead;
use store::Transaction;
use store::applications::{ApplicationRow, Correction};
use store::appointments::AppointmentState;
use store::bulk::ItemState;
use store::tasks::{Closing, TaskRow};

use super::case::{Seen, visible};
pub use super::ruling::Decision;
use super::ruling::{self, Ruling};
use crate::advance::Case;
use crate::applications::draft::to_json;
use crate::documents::issue;
use crate::events::Entry;
use crate::{OperationError, Portal, write};

/// The task named in a form.
#[derive(Clone, Debug)]
pub struct TaskForm {
    /// Which task.
    pub task: TaskId,
    /// The version the reader saw.
    pub version: i64,
}

/// Closes the row of an action on several cases, in the transaction that does the work.
pub(crate) type Mark = Option<(BulkId, i64)>;

async fn mark(tx: &mut Transaction, mark: Mark) -> Result<(), OperationError> {
    if let Some((bulk, number)) = mark {
        store::bulk::finish_item(tx, bulk, number, ItemState::Done, None).await?;
    }
    Ok(())
}

fn problem(input: &str, problem: FormProblem) -> OperationError {
    OperationError::Problems(vec![InputProblem {
        input: input.to_owned(),
        problem,
    }])
}

fn stale() -> OperationError {
    problem("task", FormProblem::TakenMeanwhile)
}

/// The open task of a case the actor may work on, as the form saw it.
async fn workable(
    portal: &Portal,
    actor: &Actor,
    reference: &str,
    form: &TaskForm,
) -> Result<(ApplicationRow, TaskRow), OperationError> {
    let Seen { application, tasks, .. } = visible(portal, actor, reference).await?;
    let task = tasks
        .into_iter()
        .find(|task| task.id == form.task)
        .ok_or(OperationError::NotFound)?;
    let act = Act::WorkTask {
        entity: &task.entity,
        role: &task.role,
        applicant: application.applicant_id,
        assignee: task.assignee_id,
    };
    match may(actor, act) {
        Ok(()) => {}
        Err(Denied::TakenByAnother) => return Err(stale()),
        Err(denied) => return Err(denied.into()),
    }
    if task.closed_at.is_some() || task.version != form.version {
        return Err(stale());
    }
    Ok((application, task))
}

fn entry(actor: &Actor, kind: EventKind, task: &TaskRow) -> Entry {
    Entry::by(actor, kind).at(&task.step).with(desk_of(task))
}

/// Body and role of the desk, as the history keeps them.
fn desk_of(task: &TaskRow) -> serde_json::Value {
    serde_json::json!({ "entity": task.entity, "role": task.role })
}

/// Takes a free task.
///
/// # Errors
/// Not of the actor's duties, or somebody else has it.
pub async fn take(portal: &Portal, actor: &Actor, reference: &str, form: &TaskForm) -> Result<(), OperationError> {
    assign(portal, actor, reference, form, true, None).await
}

/// Gives a task back to the queue.
///
/// # Errors
/// Not the actor's.
pub async fn release(portal: &Portal, actor: &Actor, reference: &str, form: &TaskForm) -> Result<(), OperationError> {
    assign(portal, actor, reference, form, false, None).await
}

pub(crate) async fn assign(
    portal: &Portal,
    actor: &Actor,
    reference: &str,
    form: &TaskForm,
    take: bool,
    of: Mark,
) -> Result<(), OperationError> {
    let (application, task) = workable(portal, actor, reference, form).await?;
    let person = actor.person().ok_or(OperationError::SignIn)?.id;
    let service = portal.service_of(&application).await?;
    let (portal, actor) = (portal.clone(), actor.clone());
    let done = write(async move {
        let mut tx = portal.store.begin().await?;
        let case = Case::of(&portal, &service, application);
        if take {
            store::tasks::assign(&mut tx, task.id, task.version, person).await?;
        } else {
            store::tasks::release(&mut tx, task.id, task.version, person).await?;
        }
        let kind = if take { EventKind::Taken } else { EventKind::Released };
        case.record(&mut tx, entry(&actor, kind, &task)).await?;
        mark(&mut tx, of).await?;
        tx.commit().await?;
        Ok(())
    });
    done.await.map_err(|error| {
        if matches!(error, OperationError::Conflict) {
            stale()
        } else {
            error
        }
    })
}

/// Decides a task the actor has taken.
///
/// # Errors
/// Problems of the form, or somebody decided meanwhile.
pub async fn decide(
    portal: &Portal,
    actor: &Actor,
    reference: &str,
    form: &TaskForm,
    decision: Decision,
) -> Result<(), OperationError> {
    decide_as(portal, actor, reference, form, decision, None).await
}

pub(crate) async fn decide_as(
    portal: &Portal,
    actor: &Actor,
    reference: &str,
    form: &TaskForm,
    decision: Decision,
    of: Mark,
) -> Result<(), OperationError> {
    let (application, task) = workable(portal, actor, reference, form).await?;
    if task.assignee_id != actor.person().map(|person| person.id) {
        return Err(OperationError::Forbidden);
    }
    let service = portal.service_of(&application).await?;
    let ruling = ruling::read(&service.definition, &task.step, decision).map_err(OperationError::Problems)?;
    let (portal, actor) = (portal.clone(), actor.clone());
    let done = write(async move {
        let mut tx = portal.store.begin().await?;
        // Others may be deciding at their desks of the same step: one after the other, each seeing the last.
        let application = store::applications::hold(&mut tx, application.id).await?;
        let mut case = Case::of(&portal, &service, application);
        set_facts(&mut tx, &mut case, &ruling).await?;
        carry_out(&mut tx, &mut case, &actor, &task, ruling).await?;
        mark(&mut tx, of).await?;
        tx.commit().await?;
        Ok(())
    });
    done.await.map_err(|error| {
        if matches!(error, OperationError::Conflict) {
            stale()
        } else {
            error
        }
    })
}

async fn carry_out(
    tx: &mut Transaction,
    case: &mut Case<'_>,
    actor: &Actor,
    task: &TaskRow,
    ruling: Ruling,
) -> Result<(), OperationError> {
    let (action, officer) = (&ruling.action, actor.person().map(|person| person.id));
    let closing = Closing {
        id: task.id,
        from_version: task.version,
        action: Some(&action.key),
        outcome: Some(action.outcome.key()),
        decided_by: officer,
        note: Some(ruling.note.as_str()).filter(|note| !note.is_empty()),
        reason: ruling.reason.as_ref().map(|(key, _)| key.as_str()),
        at: case.now,
    };
    store::tasks::close(tx, closing).await?;
    crate::summaries::decided(tx, case, task.id, officer).await?;
    let mut data = desk_of(task);
    if let Some((_, reason)) = &ruling.reason {
        data["reason"] = to_json(reason)?;
    }
    let line = Entry::by(actor, line_of(action.outcome, &ruling.lead)).at(&task.step);
    case.record(tx, line.saying(&ruling.note).with(data)).await?;
    if action.outcome == Outcome::IssueCertificate {
        issue::issue(tx, case, officer).await?;
    }
    attendance(tx, case, action.outcome).await?;
    match &ruling.lead {
        Lead::To(target) => case.advance(tx, target).await,
        Lead::Join { step } => case.join(tx, step).await,
        Lead::Applicant { resume } => give_back(tx, case, &task.step, resume.clone(), &ruling).await,
    }
}

/// Sends the application back to be mended. What another body asked for at the same time stays asked for.
async fn give_back(
    tx: &mut Transaction,
    case: &mut Case<'_>,
    step: &str,
    resume: String,
    ruling: &Ruling,
) -> Result<(), OperationError> {
    let reason = ruling.reason.as_ref().map(|(_, reason)| reason.clone());
    let mut correction = Correction {
        note: ruling.note.clone(),
        reasons: reason.into_iter().collect(),
        fields: ruling.fields.clone(),
    };
    let mut resume = resume;
    if case.application.status == Status::Returned {
        if let Some(before) = case.application.correction.take() {
            correction.note = format!("{}\n\n{}", before.note, correction.note);
            correction.reasons.splice(0..0, before.reasons);
            // No fields means all of them.
            if before.fields.is_empty() || correction.fields.is_empty() {
                correction.fields.clear();
            } else {
                correction.fields.extend(before.fields);
            }
        }
        if let Some(before) = &case.application.resume_step {
            resume = format!("{before} {resume}");
        }
    }
    let application = &case.application;
    case.application.version =
        store::applications::set_correction(tx, application.id, application.version, Some(&correction), case.now)
            .await?;
    case.resume = Some(resume);
    case.change(tx, Transition::Return, Some(step), None).await
}

/// Whether the applicant came to the appointment.
async fn attendance(tx: &mut Transaction, case: &Case<'_>, outcome: Outcome) -> Result<(), OperationError> {
    let state = match outcome {
        Outcome::RecordAttendance => AppointmentState::Kept,
        Outcome::RecordNoShow => AppointmentState::Missed,
        _ => return Ok(()),
    };
    match store::appointments::last_of(&mut *tx, case.application.id).await? {
        Some(appointment) if appointment.state == AppointmentState::Booked => {
            Ok(store::appointments::close(tx, appointment.id, appointment.version, state).await?)
        }
        _ => Ok(()),
    }
}

/// Facts an action sets: those the officer entered, those the file names, and what its outcome means.
async fn set_facts(tx: &mut Transaction, case: &mut Case<'_>, ruling: &Ruling) -> Result<(), OperationError> {
    let before = case.facts.clone();
    case.facts.sources.extend(ruling.assessed.sources.clone());
    for (name, value) in &ruling.action.set {
        case.facts.set(name, value.clone());
    }
    match ruling.action.outcome {
        Outcome::RefuseExemption => case.facts.set(domain::fee::EXEMPTION_REFUSED, Value::Bool(true)),
        Outcome::ConfirmExemption => case.facts.set(domain::fee::EXEMPTION_REFUSED, Value::Bool(false)),
        _ => {}
    }
    if case.facts != before {
        let application = &case.application;
        case.application.version =
            store::applications::set_facts(tx, application.id, application.version, &case.facts, case.now).await?;
    }
    Ok(())
}

/// The line an outcome leaves in the history. A body that was asked beside others does not decide the whole.
const fn line_of(outcome: Outcome, lead: &Lead) -> EventKind {
    match (outcome, lead) {
        (Outcome::Reject, Lead::Join { .. }) => EventKind::BodyObjected,
        (_, Lead::Join { .. }) => EventKind::BodyAgreed,
        (Outcome::Approve | Outcome::AssessFee | Outcome::RecordAttendance, _) => EventKind::Approved,
        (Outcome::ConfirmExemption, _) => EventKind::ExemptionConfirmed,
        (Outcome::RefuseExemption, _) => EventKind::ExemptionRefused,
        (Outcome::IssueCertificate, _) => EventKind::Issued,
        (Outcome::Reject, _) => EventKind::Rejected,
        (Outcome::ReturnForCorrection, _) => EventKind::Returned,
        (Outcome::RequestInspection, _) => EventKind::InspectionAsked,
        (Outcome::RecordNoShow, _) => EventKind::AppointmentMissed,
        (Outcome::Refer, _) => EventKind::ExternalAsked,
    }
}
