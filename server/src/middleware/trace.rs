//! One line of the log for each request: its number, the route (never the address, which may hold a code), the status,
//! how long it took. Everything logged meanwhile stands in its span.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use super::arrival::Arrived;

/// Notes it.
pub async fn traced(request: Request, next: Next) -> Response {
    let number = request
        .extensions()
        .get::<Arrived>()
        .map(|arrival| arrival.number.0.clone());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned());
    let method = request.method().clone();
    let span = tracing::info_span!("request", number = number.as_deref().unwrap_or_default());
    let began = Instant::now();
    async move {
        let response = next.run(request).await;
        let status = response.status().as_u16();
        let route = route.as_deref().unwrap_or("-");
        let millis = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        if status >= 500 {
            tracing::warn!(%method, route, status, millis, "answered");
        } else {
            tracing::debug!(%method, route, status, millis, "answered");
        }
        response
    }
    .instrument(span)
    .await
}
