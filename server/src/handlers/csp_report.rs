//! A browser reports that a page tried what its policy forbids. It is noted: either a page of ours is wrong, or
//! something in the browser writes into pages.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::StatusCode;

use crate::middleware::body;

/// Longest report that is looked at.
const MOST: usize = 16 * 1024;

/// Notes the directive and nothing of the page.
pub async fn note(content: Body) -> Response {
    let bytes = match body::all(content, MOST).await {
        Ok(bytes) => bytes,
        Err(refusal) => return refusal.into_response(),
    };
    let report: Option<serde_json::Value> = serde_json::from_slice(&bytes).ok();
    let report = report.as_ref().and_then(|report| report.get("csp-report"));
    let directive = report.and_then(|report| report.get("violated-directive"));
    if let Some(directive) = directive.and_then(serde_json::Value::as_str) {
        let directive: String = directive.chars().filter(|c| c.is_ascii_graphic()).take(60).collect();
        tracing::info!(directive, "a page tried what its policy forbids");
    }
    StatusCode::NO_CONTENT.into_response()
}
