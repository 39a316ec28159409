//! What is written in a case beside the decision: notes of the staff, questions to the applicant, the applicant's answers.

use app::routes;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use operations::casework::notes::{self, NoteForm};
use operations::conversation::{self, LineForm};
use uuid::Uuid;

use crate::answer::Typed;
use crate::form::Form;
use crate::refusal::Refusal;

/// The key a form was made with.
fn key(form: &mut Form) -> Result<Uuid, Refusal> {
    form.take("key").parse().map_err(|_| Refusal::BadRequest)
}

/// Writes an internal note.
pub async fn note(Path((_, reference)): Path<(String, String)>, mut form: Form) -> Response {
    let typed = Typed::from(&form.inputs);
    let key = match key(&mut form) {
        Ok(key) => key,
        Err(refusal) => return refusal.into_response(),
    };
    let (field, text) = (form.take("note_field"), form.take("internal_note"));
    let asked = form.asked;
    let note = NoteForm { key, field, text };
    match notes::note(asked.portal(), asked.actor(), &reference, note).await {
        Ok(()) => asked.go(routes::staff_case_at(asked.language(), &reference, "notes")),
        Err(error) => asked.failed(error, typed).await,
    }
}

/// Asks the applicant.
pub async fn ask(Path((_, reference)): Path<(String, String)>, mut form: Form) -> Response {
    let typed = Typed::from(&form.inputs);
    let line = match line(&mut form) {
        Ok(line) => line,
        Err(refusal) => return refusal.into_response(),
    };
    let asked = form.asked;
    match conversation::ask(asked.portal(), asked.actor(), &reference, line).await {
        Ok(()) => asked.go(routes::staff_case_at(asked.language(), &reference, "conversation")),
        Err(error) => asked.failed(error, typed).await,
    }
}

/// Answers an officer.
pub async fn answer(Path((_, reference)): Path<(String, String)>, mut form: Form) -> Response {
    let typed = Typed::from(&form.inputs);
    let line = match line(&mut form) {
        Ok(line) => line,
        Err(refusal) => return refusal.into_response(),
    };
    let asked = form.asked;
    match conversation::answer(asked.portal(), asked.actor(), &reference, line).await {
        Ok(()) => asked.go(routes::conversation(asked.language(), &reference)),
        Err(error) => asked.failed(error, typed).await,
    }
}

fn line(form: &mut Form) -> Result<LineForm, Refusal> {
    Ok(LineForm {
        key: key(form)?,
        text: form.take("message"),
    })
}
