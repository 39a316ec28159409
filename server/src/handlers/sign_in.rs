//! Signing in.

use app::routes;
use axum::response::Response;
use http::header::SET_COOKIE;
use operations::accounts::{self, Opened, SignIn};

use super::own_page;
use crate::answer::Typed;
use crate::asked::Asked;
use crate::cookies::Cookie;
use crate::form::Form;

/// Opens a session. The one that was open in this browser ends.
pub async fn sign_in(mut form: Form) -> Response {
    let password = form.take("password");
    let typed = Typed::from(&form.inputs);
    let next = form.take("next");
    let (national_id, source) = (form.take("national_id"), form.asked.arrival.source.to_string());
    let asked = form.asked;
    match accounts::sign_in(
        asked.portal(),
        SignIn {
            national_id,
            password,
            source,
        },
    )
    .await
    {
        Ok(opened) => begin(&asked, &opened, own_page(&next)).await,
        Err(error) => asked.failed(error, typed).await,
    }
}

/// Gives the browser its new session and leads on.
pub(super) async fn begin(asked: &Asked, opened: &Opened, next: Option<&str>) -> Response {
    if let Some(old) = &asked.who.token
        && let Err(error) = accounts::sign_out(asked.portal(), old).await
    {
        tracing::warn!(%error, "the session before this one ends by itself");
    }
    let language = asked.language();
    let desk = if opened.staff {
        routes::staff_queue
    } else {
        routes::applications
    };
    let to = next.map_or_else(|| desk(language), str::to_owned);
    let mut response = asked.go(to);
    if let Some(cookie) = Cookie::Session.set(&opened.token, asked.gateway.config.https()) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
