//! The officer's forms: take a case, give it back, decide.

use app::routes;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use operations::casework;
use operations::casework::decide::{Decision, TaskForm};

use crate::answer::Typed;
use crate::form::Form;
use crate::refusal::Refusal;

/// The task a form names.
fn task(form: &mut Form) -> Result<TaskForm, Refusal> {
    let (task, version) = (form.take("task").parse(), form.take("version").parse());
    match (task, version) {
        (Ok(task), Ok(version)) => Ok(TaskForm { task, version }),
        _ => Err(Refusal::BadRequest),
    }
}

/// Takes a case and stays on it.
pub async fn take(Path((_, reference)): Path<(String, String)>, mut form: Form) -> Response {
    let task = match task(&mut form) {
        Ok(task) => task,
        Err(refusal) => return refusal.into_response(),
    };
    let asked = form.asked;
    match casework::take(asked.portal(), asked.actor(), &reference, &task).await {
        Ok(()) => asked.go(routes::staff_case(asked.language(), &reference)),
        Err(error) => asked.failed(error, Typed::default()).await,
    }
}

/// Gives a case back and returns to the queue.
pub async fn release(Path((_, reference)): Path<(String, String)>, mut form: Form) -> Response {
    let task = match task(&mut form) {
        Ok(task) => task,
        Err(refusal) => return refusal.into_response(),
    };
    let asked = form.asked;
    match casework::release(asked.portal(), asked.actor(), &reference, &task).await {
        Ok(()) => asked.go(routes::staff_queue(asked.language())),
        Err(error) => asked.failed(error, Typed::default()).await,
    }
}

/// Decides, and shows the case as it stands then.
pub async fn decide(Path((_, reference)): Path<(String, String)>, mut form: Form) -> Response {
    let typed = Typed::from(&form.inputs);
    let task = match task(&mut form) {
        Ok(task) => task,
        Err(refusal) => return refusal.into_response(),
    };
    let (action, note, fields) = (form.take("action"), form.take("note"), form.take_all("field"));
    // Each action has reasons of its own, and a list of them where scripts do not hide the others.
    let reason = form.take(&format!("reason.{action}"));
    // What is left are amounts by their names; the operation reads those the service's fees name.
    let rest = std::mem::take(&mut form.inputs).into_iter();
    let decision = Decision {
        action,
        note,
        reason,
        fields,
        amounts: rest
            .filter_map(|(name, values)| Some((name, values.into_iter().next()?)))
            .collect(),
    };
    let asked = form.asked;
    match casework::decide(asked.portal(), asked.actor(), &reference, &task, decision).await {
        Ok(()) => asked.go(routes::staff_case(asked.language(), &reference)),
        Err(error) => asked.failed(error, typed).await,
    }
}
