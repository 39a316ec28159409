//! Taking back: a draft is thrown away, a sent application is withdrawn.

use app::routes;
use axum::extract::Path;
use axum::response::Response;
use operations::applications::withdraw;

use crate::answer::Typed;
use crate::form::Form;

/// Withdraws a sent application.
pub async fn withdraw(Path((_, reference)): Path<(String, String)>, form: Form) -> Response {
    let asked = form.asked;
    match withdraw::withdraw(asked.portal(), asked.actor(), &reference).await {
        Ok(()) => asked.go(routes::application(asked.language(), &reference)),
        Err(error) => asked.failed(error, Typed::default()).await,
    }
}

/// Throws a draft away.
pub async fn discard(Path((_, reference)): Path<(String, String)>, form: Form) -> Response {
    let asked = form.asked;
    match withdraw::discard(asked.portal(), asked.actor(), &reference).await {
        Ok(()) => asked.go(routes::applications(asked.language())),
        Err(error) => asked.failed(error, Typed::default()).await,
    }
}
