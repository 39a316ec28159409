//! Booking a time at an office.

use app::routes;
use axum::extract::Path;
use axum::response::Response;
use operations::appointments::{self, Choice};

use crate::answer::Typed;
use crate::form::Form;

/// Books, or moves, and shows the application.
pub async fn book(Path((_, reference)): Path<(String, String)>, mut form: Form) -> Response {
    let typed = Typed::from(&form.inputs);
    let choice = Choice {
        office: form.take("office"),
        slot: form.take("slot"),
    };
    let asked = form.asked;
    match appointments::book(asked.portal(), asked.actor(), &reference, &choice).await {
        Ok(()) => asked.go(routes::application(asked.language(), &reference)),
        Err(error) => asked.failed(error, typed).await,
    }
}
