//! The payer comes back from the provider's page.

use app::routes;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use operations::{OperationError, payments};

use crate::asked::Asked;
use crate::refusal::{Refusal, see_other};

/// Asks the provider once and shows where it stands. What the address says beyond our own path is not looked at.
pub async fn returned(Path((_, reference)): Path<(String, String)>, asked: Asked) -> Response {
    let pay = routes::pay(asked.language(), &reference);
    match payments::observe::returned(asked.portal(), asked.actor(), &reference).await {
        Ok(()) => see_other(&pay),
        // The page tells what is known; the worker goes on asking.
        Err(OperationError::Unavailable(why)) => {
            tracing::warn!(why, "a payment could not be looked up at the return");
            see_other(&pay)
        }
        Err(error) => Refusal::from(error).into_response(),
    }
}
