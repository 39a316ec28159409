//! The page that checks documents without us, the worker that keeps it, and the keys for other programs.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use http::{HeaderName, HeaderValue};

use crate::asked::Asked;
use crate::gateway::Gateway;
use crate::{offline, refusal::Refusal};

/// The page.
pub async fn page(asked: Asked) -> Response {
    let portal = asked.portal();
    let today = portal.clock.today();
    let page = offline::page(asked.language(), &portal.signing, &portal.settings.base_url, today);
    let Ok(policy) = HeaderValue::from_str(&page.policy) else {
        return Refusal::Fault.into_response();
    };
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (CONTENT_SECURITY_POLICY, policy),
        (CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        // Here alone a camera is of use.
        (
            HeaderName::from_static("permissions-policy"),
            HeaderValue::from_static("camera=(self), microphone=(), geolocation=(), payment=(), usb=()"),
        ),
    ];
    (headers, page.html).into_response()
}

/// The worker. It may keep the page for the addresses of square codes too.
pub async fn worker(asked: Asked) -> Response {
    let language = asked.language();
    let Ok(scope) = HeaderValue::from_str(&format!("/{language}/verify")) else {
        return Refusal::Fault.into_response();
    };
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8")),
        (CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (HeaderName::from_static("service-worker-allowed"), scope),
        (
            CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; connect-src 'self'; frame-ancestors 'none'"),
        ),
    ];
    (headers, offline::worker(language)).into_response()
}

/// The public keys. Anyone may ask from anywhere.
pub async fn keys(State(gateway): State<Gateway>) -> Response {
    let keys = Json(offline::key_set(&gateway.portal().signing));
    let headers = [
        (CACHE_CONTROL, HeaderValue::from_static("public, max-age=300")),
        (
            HeaderName::from_static("access-control-allow-origin"),
            HeaderValue::from_static("*"),
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("cross-origin"),
        ),
    ];
    (headers, keys).into_response()
}
