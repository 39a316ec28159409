//! Streams for pages that update themselves.

use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use http::HeaderMap;
use operations::OperationError;
use operations::live::{self, Subject};
use serde::Deserialize;

use crate::asked::Asked;
use crate::live::opened;
use crate::refusal::Refusal;

/// What the page says of itself.
#[derive(Deserialize)]
pub struct Page {
    /// When it was made: milliseconds since 1970. Without it, it is told to look at once.
    #[serde(default)]
    since: i64,
}

/// For the page of an application.
pub async fn application(
    Path((_, reference)): Path<(String, String)>,
    Query(page): Query<Page>,
    headers: HeaderMap,
    asked: Asked,
) -> Response {
    let subject = live::application(asked.portal(), asked.actor(), &reference).await;
    stream(&asked, subject, &page, &headers).await
}

/// For the queue.
pub async fn queue(Query(page): Query<Page>, headers: HeaderMap, asked: Asked) -> Response {
    let subject = live::queue(asked.actor());
    stream(&asked, subject, &page, &headers).await
}

async fn stream(asked: &Asked, subject: Result<Subject, OperationError>, page: &Page, headers: &HeaderMap) -> Response {
    // A browser that comes again by itself says where the stream before stood.
    let last = headers.get("last-event-id").and_then(|last| last.to_str().ok());
    let version = last.and_then(|last| last.parse().ok()).unwrap_or(page.since);
    match subject {
        Ok(subject) => opened(asked, subject, version).await,
        Err(error) => Refusal::from(error).into_response(),
    }
}
