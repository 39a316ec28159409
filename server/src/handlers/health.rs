//! For whoever watches: is the process there, and can it work.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::json;

use crate::gateway::Gateway;

/// The process is there.
pub async fn alive() -> Json<serde_json::Value> {
    Json(json!({ "alive": true }))
}

/// It can work: a write can be made and kept, and it is not about to end.
pub async fn ready(State(gateway): State<Gateway>) -> Response {
    let ready = !gateway.is_draining() && gateway.store().is_ready().await;
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(json!({ "ready": ready }))).into_response()
}
