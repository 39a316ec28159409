//! The forms in which another body is asked for its opinion, gives it, and is asked no more.

use app::routes;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use operations::casework::opinions::{self, OpinionForm, OpinionRef};

use crate::answer::Typed;
use crate::form::Form;
use crate::refusal::Refusal;

/// Asks.
pub async fn ask(Path((_, reference)): Path<(String, String)>, mut form: Form) -> Response {
    let typed = Typed::from(&form.inputs);
    let Ok(key) = form.take("key").parse() else {
        return Refusal::BadRequest.into_response();
    };
    let question = OpinionForm {
        key,
        body: form.take("opinion_body"),
        question: form.take("opinion_question"),
        days: form.take("opinion_days"),
    };
    let asked = form.asked;
    match opinions::ask(asked.portal(), asked.actor(), &reference, question).await {
        Ok(()) => asked.go(routes::staff_case_at(asked.language(), &reference, "opinions")),
        Err(error) => asked.failed(error, typed).await,
    }
}

/// The question in the address, as the form saw it.
fn named(id: &str, form: &mut Form) -> Result<OpinionRef, Refusal> {
    match (id.parse(), form.take("version").parse()) {
        (Ok(id), Ok(version)) => Ok(OpinionRef { id, version }),
        (Err(_), _) => Err(Refusal::NotFound),
        (_, Err(_)) => Err(Refusal::BadRequest),
    }
}

/// Answers.
pub async fn answer(Path((_, reference, id)): Path<(String, String, String)>, mut form: Form) -> Response {
    let typed = Typed::from(&form.inputs);
    let named = match named(&id, &mut form) {
        Ok(named) => named,
        Err(refusal) => return refusal.into_response(),
    };
    let text = form.take("opinion_answer");
    let asked = form.asked;
    match opinions::answer(asked.portal(), asked.actor(), &reference, named, &text).await {
        Ok(()) => asked.go(routes::staff_case_at(asked.language(), &reference, "opinions")),
        Err(error) => asked.failed(error, typed).await,
    }
}

/// Takes the question back.
pub async fn withdraw(Path((_, reference, id)): Path<(String, String, String)>, mut form: Form) -> Response {
    let named = match named(&id, &mut form) {
        Ok(named) => named,
        Err(refusal) => return refusal.into_response(),
    };
    let asked = form.asked;
    let done = opinions::withdraw(asked.portal(), asked.actor(), &reference, named).await;
    match done {
        Ok(()) => asked.go(routes::staff_case_at(asked.language(), &reference, "opinions")),
        Err(error) => {
            let page = routes::staff_case(asked.language(), &reference);
            asked.failed_on(&page, error, Typed::default()).await
        }
    }
}
