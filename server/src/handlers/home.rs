//! `/` leads to a language.

use axum::extract::State;
use axum::response::Response;
use http::header::VARY;
use http::{HeaderMap, HeaderValue};

use crate::gateway::Gateway;
use crate::middleware::language;
use crate::refusal::see_other;

/// To the home page of the reader's language.
pub async fn to_language(State(gateway): State<Gateway>, headers: HeaderMap) -> Response {
    let language = language::without_path(&headers, gateway.config.https());
    let mut response = see_other(&app::routes::home(language));
    response
        .headers_mut()
        .insert(VARY, HeaderValue::from_static("accept-language, cookie"));
    response
}
