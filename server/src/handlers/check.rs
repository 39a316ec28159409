//! Sending an application.

use app::routes;
use axum::extract::Path;
use axum::response::Response;
use operations::applications;
use operations::applications::submit::Sent;

use crate::answer::Typed;
use crate::form::Form;

/// Sends it and leads to what is next: paying, or its status.
pub async fn submit(Path((_, reference)): Path<(String, String)>, form: Form) -> Response {
    let Form { asked, inputs, .. } = form;
    let (portal, language) = (asked.portal(), asked.language());
    match applications::submit(portal, asked.actor(), &reference, &inputs).await {
        Ok(Sent::Pay) => asked.go(routes::pay(language, &reference)),
        // The page then says that it was sent.
        Ok(Sent::Status) => asked.go(format!("{}?sent=1", routes::application(language, &reference))),
        Err(error) => asked.failed(error, Typed::from(&inputs)).await,
    }
}
