//! Saying yes or no to what somebody else has applied for.

use app::routes;
use axum::extract::Path;
use axum::response::Response;
use operations::consents;

use crate::answer::Typed;
use crate::form::Form;

/// Writes the answer down and shows it.
pub async fn answer(Path((_, reference)): Path<(String, String)>, mut form: Form) -> Response {
    let typed = Typed::from(&form.inputs);
    let choice = form.take("consent");
    let asked = form.asked;
    match consents::answer(asked.portal(), asked.actor(), &reference, &choice).await {
        Ok(()) => asked.go(routes::consent(asked.language(), &reference)),
        Err(error) => asked.failed(error, typed).await,
    }
}
