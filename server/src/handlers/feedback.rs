//! Remarks about the portal.

use axum::response::Response;
use operations::feedback;

use crate::answer::Typed;
use crate::form::Form;

/// Keeps a remark and says thank you.
pub async fn send(mut form: Form) -> Response {
    let typed = Typed::from(&form.inputs);
    let (rating, text, service) = (form.take("rating"), form.take("text"), form.take("service"));
    let asked = form.asked;
    match feedback::send(asked.portal(), asked.language(), &rating, &text, &service).await {
        Ok(()) => asked.go(format!("{}?sent=1", app::routes::feedback(asked.language()))),
        Err(error) => asked.failed(error, typed).await,
    }
}
