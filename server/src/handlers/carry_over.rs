//! Having read how the service changed since a draft was begun.

use app::routes;
use axum::extract::Path;
use axum::response::Response;
use operations::applications;

use crate::answer::Typed;
use crate::form::Form;

/// Takes it down, and goes back to the page it was read on.
pub async fn carry_over(Path((_, reference)): Path<(String, String)>, mut form: Form) -> Response {
    let (version, page) = (form.take("version"), form.take("page"));
    let asked = form.asked;
    let language = asked.language();
    match applications::carry_over(asked.portal(), asked.actor(), &reference, &version).await {
        Ok(()) if page.is_empty() => asked.go(routes::check(language, &reference)),
        Ok(()) => asked.go(routes::form(language, &reference, &page)),
        Err(error) => asked.failed(error, Typed::default()).await,
    }
}
