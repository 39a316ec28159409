//! The questions of the browser's program, answered by the app's server functions.
//!
//! They stand behind a guard of our own, since as they come they follow any `Referer`, put errors into addresses and
//! call what they cannot read a fault of ours (decision 2): here goes in JSON, within limits, and
//! comes out JSON with the right status.

use app::error::PortalError;
use axum::Json;
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use http::{HeaderMap, HeaderValue, StatusCode};
use leptos::prelude::provide_context;

use crate::asked::Asked;
use crate::middleware::body;
use crate::refusal::Refusal;

/// The mark of an answer that is an error.
const ERROR: &str = "serverfnerror";
/// Longest error that is read to find its status.
const LONGEST_ERROR: usize = 16 * 1024;

/// Answers one.
pub async fn call(asked: Asked, request: Request) -> Response {
    answer(&asked, request)
        .await
        .unwrap_or_else(IntoResponse::into_response)
}

async fn answer(asked: &Asked, request: Request) -> Result<Response, Refusal> {
    if !is_json(request.headers()) {
        return Err(Refusal::UnsupportedType);
    }
    let (parts, content) = request.into_parts();
    let content = body::all(content, asked.route.body).await?;
    // Nothing else of the request reaches the function: no Accept, no Referer, no address to go back to.
    let request = Request::post(parts.uri.path())
        .header(CONTENT_TYPE, "application/json")
        .body(Body::from(content))
        .map_err(|_| Refusal::BadRequest)?;
    let (portal, session) = (asked.portal().clone(), asked.who.session.clone());
    let (language, number) = (asked.language(), asked.arrival.number.clone());
    let context = move || {
        provide_context(portal.clone());
        provide_context(session.clone());
        provide_context(language);
        provide_context(number.clone());
    };
    let answer = leptos_axum::handle_server_fns_with_context(context, request).await;
    let mut response = honest(answer.into_response()).await;
    response.headers_mut().remove(LOCATION);
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    kind.split(';')
        .next()
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// An error answer with the status that says the same as its content. A fault without a number did not come from an
/// operation but from reading the question.
async fn honest(response: Response) -> Response {
    if !response.headers().contains_key(ERROR) {
        return response;
    }
    let (mut parts, content) = response.into_parts();
    let content = axum::body::to_bytes(content, LONGEST_ERROR).await.unwrap_or_default();
    let error = match serde_json::from_slice(&content) {
        Ok(PortalError::Fault { reference }) if reference.is_empty() => PortalError::BadRequest,
        Ok(error) => error,
        Err(_) => PortalError::BadRequest,
    };
    parts.status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::BAD_REQUEST);
    parts.headers.remove(CONTENT_LENGTH);
    (parts.status, parts.headers, Json(error)).into_response()
}
