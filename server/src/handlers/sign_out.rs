//! Signing out.

use app::routes;
use axum::response::Response;
use http::header::SET_COOKIE;
use http::{HeaderName, HeaderValue};
use operations::accounts;

use crate::answer::Typed;
use crate::cookies::Cookie;
use crate::form::Form;

const CLEAR: (HeaderName, HeaderValue) = (
    HeaderName::from_static("clear-site-data"),
    HeaderValue::from_static("\"cache\", \"cookies\", \"storage\""),
);

/// Ends the session, here and in the browser.
pub async fn sign_out(form: Form) -> Response {
    let asked = form.asked;
    if let Some(token) = &asked.who.token
        && let Err(error) = accounts::sign_out(asked.portal(), token).await
    {
        return asked.failed(error, Typed::default()).await;
    }
    let mut response = asked.go(routes::home(asked.language()));
    response.headers_mut().insert(CLEAR.0, CLEAR.1);
    if let Some(cookie) = Cookie::Session.clear(asked.gateway.config.https()) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
