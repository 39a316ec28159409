//! A payment provider tells something. It is known by its signature over the raw bytes, so it needs no token.

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use operations::payments::{self, Notified};
use serde_json::json;

use crate::gateway::Gateway;
use crate::middleware::body;
use crate::route::FORM_BYTES;

/// Writes it down, then answers. What is not answered with 200 comes again.
pub async fn notify(
    State(gateway): State<Gateway>,
    Path(provider): Path<String>,
    headers: HeaderMap,
    content: Body,
) -> Response {
    let bytes = match body::all(content, FORM_BYTES).await {
        Ok(bytes) => bytes,
        Err(refusal) => return refusal.into_response(),
    };
    let (status, word) = match payments::notify(&gateway.portal(), &provider, &headers, &bytes).await {
        Ok(Notified::Recorded) => (StatusCode::OK, "recorded"),
        Ok(Notified::Again) => (StatusCode::OK, "known"),
        Ok(Notified::Refused) => (StatusCode::UNAUTHORIZED, "bad_signature"),
        Ok(Notified::Malformed) => (StatusCode::BAD_REQUEST, "malformed"),
        Ok(Notified::NotConfigured) => (StatusCode::SERVICE_UNAVAILABLE, "not_configured"),
        Err(error) => {
            tracing::warn!(%error, "a notification could not be written down");
            (StatusCode::SERVICE_UNAVAILABLE, "try_again")
        }
    };
    (status, Json(json!({ "notification": word }))).into_response()
}
