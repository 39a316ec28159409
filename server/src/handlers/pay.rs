//! Paying.

use app::routes;
use axum::extract::Path;
use axum::response::Response;
use operations::payments;

use super::apply::form_key;
use crate::answer::Typed;
use crate::form::Form;

/// Starts an attempt. The pay page then holds the link to the provider: the policy of our pages lets no form lead to
/// another house.
pub async fn start(Path((_, reference)): Path<(String, String)>, mut form: Form) -> Response {
    let key = form.take("form_key");
    let asked = form.asked;
    let (language, key) = (asked.language(), form_key(&asked, &key));
    match payments::start(asked.portal(), asked.actor(), language, &reference, key).await {
        Ok(()) => asked.go(routes::pay(language, &reference)),
        Err(error) => asked.failed(error, Typed::default()).await,
    }
}
