//! The headers that tell a browser what this site never does. The policy for pages was tried with
//! hydration in a real browser: scripts by nonce only, nothing from elsewhere, no frames but an officer's papers, no
//! sinks for text as code.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, SET_COOKIE, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::arrival::Arrived;
use crate::cookies::Cookie;
use crate::gateway::Gateway;

/// For everything that is no page.
pub const NOTHING: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

const ALWAYS: [(HeaderName, HeaderValue); 5] = [
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), \
             publickey-credentials-get=(self), publickey-credentials-create=(self)",
        ),
    ),
];

const TWO_YEARS: HeaderValue = HeaderValue::from_static("max-age=63072000; includeSubDomains; preload");

/// Adds them.
pub async fn added(State(gateway): State<Gateway>, request: Request, next: Next) -> Response {
    let https = gateway.config.https();
    let arrival = request.extensions().get::<Arrived>().cloned();
    let staff = app::routes::is_staff(request.uri().path());
    let known = Cookie::Session.read(request.headers(), https).is_some();
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let nonce = arrival.as_ref().map(|arrival| &*arrival.nonce);
    if let Some(policy) = policy(headers, nonce, staff) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(value);
    }
    if https {
        headers.insert(STRICT_TRANSPORT_SECURITY, TWO_YEARS);
    }
    if !headers.contains_key(CACHE_CONTROL) {
        let personal = known || headers.contains_key(SET_COOKIE);
        let keep = if personal { "no-store" } else { "no-cache" };
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(keep));
    }
    response
}

/// The policy of the answer, unless its handler has set a stricter one.
fn policy(headers: &HeaderMap, nonce: Option<&str>, staff: bool) -> Option<HeaderValue> {
    if headers.contains_key(CONTENT_SECURITY_POLICY) {
        return None;
    }
    let html = headers
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    match nonce {
        Some(nonce) if html => HeaderValue::from_str(&for_page(nonce, staff)).ok(),
        _ => Some(NOTHING),
    }
}

fn for_page(nonce: &str, staff: bool) -> String {
    // Officers read the papers of a case within its page.
    let frames = if staff { "frame-src 'self'; " } else { "" };
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self' 'nonce-{nonce}'; img-src 'self'; font-src 'self'; connect-src 'self'; \
         manifest-src 'self'; {frames}form-action 'self'; base-uri 'none'; object-src 'none'; \
         frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'; \
         report-uri /csp-report"
    )
}
