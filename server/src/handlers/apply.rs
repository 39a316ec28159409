//! Starting an application.

use app::routes;
use axum::extract::Path;
use axum::response::Response;
use domain::reference::Reference;
use http::StatusCode;
use operations::{OperationError, applications};

use crate::answer::Typed;
use crate::asked::Asked;
use crate::form::Form;
use crate::pages;

/// Opens a draft and leads to its first page.
pub async fn apply(Path((_, service)): Path<(String, String)>, mut form: Form) -> Response {
    let (key, from) = (form.take("start_key"), form.take("from"));
    let asked = form.asked;
    let key = form_key(&asked, &key);
    match start(&asked, &service, key, &from).await {
        Ok((reference, page)) => asked.go(routes::form(asked.language(), &reference.to_string(), &page)),
        // The service's own page says why, and when.
        Err(OperationError::NotOpenYet { .. } | OperationError::Forbidden) if !asked.arrival.json => {
            let page = routes::service(asked.language(), &service);
            pages::again(&asked, &page, None, StatusCode::FORBIDDEN).await
        }
        Err(error) => asked.failed(error, Typed::default()).await,
    }
}

/// The draft; with the answers of an earlier application in it, when one is named.
async fn start(
    asked: &Asked,
    service: &str,
    key: uuid::Uuid,
    from: &str,
) -> Result<(Reference, String), OperationError> {
    if !from.is_empty() {
        // Before anything is made: that it is theirs.
        applications::status(asked.portal(), asked.actor(), asked.language(), from).await?;
    }
    let started = applications::start(asked.portal(), asked.actor(), service, key).await?;
    if !from.is_empty() {
        applications::copy(asked.portal(), asked.actor(), from, &started.0.to_string()).await?;
    }
    Ok(started)
}

/// The key that makes a second press harmless; a form that came without one is pressed once.
pub(super) fn form_key(asked: &Asked, text: &str) -> uuid::Uuid {
    let portal = asked.portal();
    text.parse().unwrap_or_else(|_| portal.random.key(portal.clock.now()))
}
