//! Files that come piece by piece, by the protocol tus 1.0 (core, creation, termination; `expiration` is a day).
//! (decision 32)
//!
//! What is sent is kept also when the line breaks: the work goes on in a task of its own when the connection is gone.

use std::time::Duration;

use app::routes;
use axum::body::Body;
use axum::extract::{Path, Request};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::view::outcome::Outcome;
use futures_util::StreamExt;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use operations::OperationError;
use operations::applications::attach::arrive::{self, Announced, Arrived};

use crate::asked::Asked;
use crate::csrf;
use crate::refusal::Refusal;

/// The version spoken.
const VERSION: &str = "1.0.0";
const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const SPOKEN: HeaderName = HeaderName::from_static("tus-version");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
/// Ours: on a file that is whole, what the virus scanner says.
const SCAN: HeaderName = HeaderName::from_static("upload-scan");
/// What a piece is called.
const PIECE_TYPE: &str = "application/offset+octet-stream";
/// Longest silence within a piece; what came before it is kept.
const SILENCE: Duration = Duration::from_secs(30);

/// Announces a file.
pub async fn begin(
    Path((_, reference)): Path<(String, String)>,
    asked: Asked,
    headers: HeaderMap,
) -> Result<Response, Not> {
    ours(&asked, &headers)?;
    let announced = announced(&headers)?;
    let arrived = arrive::begin(asked.portal(), asked.actor(), &reference, announced).await?;
    let at = routes::upload(asked.language(), &reference, &arrived.id.to_string());
    let mut response = told(StatusCode::CREATED, arrived);
    if let Ok(at) = HeaderValue::from_str(&at) {
        response.headers_mut().insert(LOCATION, at);
    }
    Ok(response)
}

/// How far a file is. Browsers and programs ask by `HEAD`.
pub async fn state(Path((_, reference, id)): Path<(String, String, String)>, asked: Asked) -> Result<Response, Not> {
    let arrived = arrive::state(asked.portal(), asked.actor(), &reference, &id).await?;
    Ok(told(StatusCode::NO_CONTENT, arrived))
}

/// Takes a piece.
pub async fn append(
    Path((_, reference, id)): Path<(String, String, String)>,
    asked: Asked,
    request: Request,
) -> Result<Response, Not> {
    let (parts, body) = request.into_parts();
    ours(&asked, &parts.headers)?;
    let kind = parts.headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    if kind != Some(PIECE_TYPE.as_bytes()) {
        return Err(Refusal::UnsupportedType.into());
    }
    let offset = number(&parts.headers, &OFFSET).ok_or(Refusal::BadRequest)?;
    let work = tokio::spawn(async move {
        let bytes = read(body).await;
        arrive::append(asked.portal(), asked.actor(), &reference, &id, offset, bytes).await
    });
    match work.await {
        Ok(arrived) => Ok(told(StatusCode::NO_CONTENT, arrived?)),
        Err(error) => {
            tracing::error!(%error, "a piece of a file was not kept");
            Err(Refusal::Fault.into())
        }
    }
}

/// Forgets a file that is on its way.
pub async fn cancel(
    Path((_, reference, id)): Path<(String, String, String)>,
    asked: Asked,
    headers: HeaderMap,
) -> Result<Response, Not> {
    ours(&asked, &headers)?;
    arrive::cancel(asked.portal(), asked.actor(), &reference, &id).await?;
    Ok((StatusCode::NO_CONTENT, [(RESUMABLE, VERSION)]).into_response())
}

/// Why it was not done.
pub enum Not {
    /// As anywhere.
    Refused(Refusal),
    /// Another version of the protocol.
    Version,
    /// By the operation; a file that is not taken is an outcome of the form, with words of its own.
    Done(OperationError),
}

impl From<Refusal> for Not {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<OperationError> for Not {
    fn from(error: OperationError) -> Self {
        Self::Done(error)
    }
}

impl IntoResponse for Not {
    fn into_response(self) -> Response {
        match self {
            Self::Refused(refusal) => refusal.into_response(),
            Self::Version => {
                let mut response = Refusal::BadRequest.into_response();
                *response.status_mut() = StatusCode::PRECONDITION_FAILED;
                response.headers_mut().insert(SPOKEN, HeaderValue::from_static(VERSION));
                response
            }
            Self::Done(OperationError::Problems(problems)) => {
                let outcome = axum::Json(Outcome::Mend { problems });
                (StatusCode::UNPROCESSABLE_ENTITY, [(RESUMABLE, VERSION)], outcome).into_response()
            }
            Self::Done(error) => Refusal::from(error).into_response(),
        }
    }
}

/// The session's token, and the version of the protocol.
fn ours(asked: &Asked, headers: &HeaderMap) -> Result<(), Not> {
    let token = headers.get(csrf::HEADER).and_then(|token| token.to_str().ok());
    if !token.is_some_and(|token| asked.who.made(token)) {
        return Err(Refusal::FormExpired.into());
    }
    if headers.get(RESUMABLE).map(HeaderValue::as_bytes) != Some(VERSION.as_bytes()) {
        return Err(Not::Version);
    }
    Ok(())
}

fn announced(headers: &HeaderMap) -> Result<Announced, Refusal> {
    let size = number(headers, &LENGTH).ok_or(Refusal::BadRequest)?;
    let metadata = headers
        .get(METADATA)
        .and_then(|text| text.to_str().ok())
        .unwrap_or_default();
    Ok(Announced {
        field: word(metadata, "field"),
        name: word(metadata, "filename"),
        fingerprint: word(metadata, "fingerprint"),
        size,
    })
}

/// A value of the metadata: `name base64, name base64, …`. Empty when it is not there or not text.
fn word(metadata: &str, wanted: &str) -> String {
    let pairs = metadata.split(',').filter_map(|pair| pair.trim().split_once(' '));
    let found = pairs.into_iter().find(|(name, _)| *name == wanted);
    let bytes = found.and_then(|(_, value)| STANDARD.decode(value.trim()).ok());
    bytes
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .unwrap_or_default()
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Option<u64> {
    let text = headers.get(name)?.to_str().ok()?;
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// The piece, or as much of it as came before the line broke or the limit was reached.
async fn read(body: Body) -> Vec<u8> {
    let mut data = body.into_data_stream();
    let mut bytes = Vec::new();
    while let Ok(Some(Ok(chunk))) = tokio::time::timeout(SILENCE, data.next()).await {
        bytes.extend_from_slice(&chunk);
    }
    bytes
}

fn told(status: StatusCode, arrived: Arrived) -> Response {
    let mut response = (status, [(RESUMABLE, VERSION)]).into_response();
    let headers = response.headers_mut();
    headers.insert(OFFSET, arrived.received.into());
    headers.insert(LENGTH, arrived.size.into());
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(scan) = arrived.done {
        headers.insert(SCAN, HeaderValue::from_static(scan.key()));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_is_read_as_the_protocol_writes_it() {
        let metadata = "filename 2YjZg9in2YTYqS5wZGY=,field cGxhbg==, empty ,broken ***";
        assert_eq!(word(metadata, "filename"), "وكالة.pdf");
        assert_eq!(word(metadata, "field"), "plan");
        assert_eq!(word(metadata, "broken"), "");
        assert_eq!(word(metadata, "fingerprint"), "");
    }

    #[test]
    fn a_number_is_digits_alone() {
        let of = |text: &'static str| {
            let headers = HeaderMap::from_iter([(OFFSET, HeaderValue::from_static(text))]);
            number(&headers, &OFFSET)
        };
        assert_eq!(of("0"), Some(0));
        assert_eq!(of("5000000000"), Some(5_000_000_000));
        for wrong in ["", "+1", "-1", "1.0", "99999999999999999999", "0x1"] {
            assert_eq!(of(wrong), None, "{wrong}");
        }
    }
}
