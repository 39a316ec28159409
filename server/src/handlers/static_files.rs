//! Style, program, icons.

use axum::extract::{Request, State};
use axum::response::Response;

use crate::gateway::Gateway;
use crate::site;

/// A file of the build.
pub async fn package(State(gateway): State<Gateway>, request: Request) -> Response {
    gateway.site.package(request).await
}

/// One of the small files.
pub async fn public(request: Request) -> Response {
    site::small(request.uri().path())
}
