//! How much is read. A body that is too long is refused by its announced length, or when it turns out to be.

use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use futures_util::StreamExt;
use http::header::CONTENT_LENGTH;
use http_body_util::Limited;

use crate::refusal::Refusal;
use crate::route::Route;

/// So much of a refused body is still taken off the line, so that the browser reads the answer instead of an error of
/// its own: the photographs of a good camera.
const LINGER: usize = 48_000_000;
/// For so long.
const LINGER_TIME: Duration = Duration::from_secs(30);

/// The request with its body bounded.
///
/// # Errors
/// [`Refusal::TooLarge`] when it says itself that it is longer.
pub async fn limited(route: &Route, request: Request) -> Result<Request, Refusal> {
    let length = request.headers().get(CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > route.body) {
        if length.is_some_and(|length| length <= LINGER) {
            drain(request.into_body()).await;
        }
        return Err(Refusal::TooLarge { most: route.body });
    }
    Ok(request.map(|body| Body::new(Limited::new(body, route.body))))
}

async fn drain(body: Body) {
    let mut data = body.into_data_stream();
    let all = async { while data.next().await.is_some_and(|part| part.is_ok()) {} };
    // Read or not, the answer is the same.
    _ = tokio::time::timeout(LINGER_TIME, all).await;
}

/// The whole body, within the limit of its route.
///
/// # Errors
/// [`Refusal::TooLarge`], or [`Refusal::BadRequest`] when it breaks off.
pub async fn all(body: Body, most: usize) -> Result<axum::body::Bytes, Refusal> {
    axum::body::to_bytes(body, most)
        .await
        .map_err(|error| unreadable(&error, most))
}

/// What a body that cannot be read to its end means.
pub fn unreadable(error: &(dyn std::error::Error + 'static), most: usize) -> Refusal {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.is::<http_body_util::LengthLimitError>() {
            return Refusal::TooLarge { most };
        }
        cause = error.source();
    }
    Refusal::BadRequest
}
