//! An action on several cases: what is left to be chosen, confirmed, called back.

use app::routes;
use axum::extract::Path;
use axum::response::Response;
use operations::OperationError;
use operations::casework::bulk::{self, Choice};

use crate::answer::Typed;
use crate::asked::Asked;
use crate::form::Form;

async fn back(asked: Asked, id: &str, done: Result<(), OperationError>, typed: Typed) -> Response {
    match done {
        Ok(()) => asked.go(routes::staff_bulk(asked.language(), id)),
        Err(error) => asked.failed(error, typed).await,
    }
}

/// Takes the decision, or who is given the work and why.
pub async fn choose(Path((_, id)): Path<(String, String)>, mut form: Form) -> Response {
    let typed = Typed::from(&form.inputs);
    let choice = Choice {
        action: form.take("action"),
        to: form.take("to"),
        reason: form.take("reason"),
    };
    let asked = form.asked;
    let done = bulk::choose(asked.portal(), asked.actor(), &id, choice).await;
    back(asked, &id, done, typed).await
}

/// Confirms it.
pub async fn confirm(Path((_, id)): Path<(String, String)>, form: Form) -> Response {
    let asked = form.asked;
    let done = bulk::confirm(asked.portal(), asked.actor(), &id).await;
    back(asked, &id, done, Typed::default()).await
}

/// Calls it back.
pub async fn undo(Path((_, id)): Path<(String, String)>, form: Form) -> Response {
    let asked = form.asked;
    let done = bulk::undo(asked.portal(), asked.actor(), &id).await;
    back(asked, &id, done, Typed::default()).await
}
