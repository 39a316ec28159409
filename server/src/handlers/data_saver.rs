//! The switch for few bytes.

use axum::response::Response;
use http::header::SET_COOKIE;

use super::own_page;
use crate::cookies::Cookie;
use crate::form::Form;

/// Keeps the choice in a cookie and goes back.
pub async fn switch(mut form: Form) -> Response {
    let (on, next) = (form.take("on") == "1", form.take("next"));
    let asked = form.asked;
    let home = app::routes::home(asked.language());
    let mut response = asked.go(own_page(&next).map_or(home, str::to_owned));
    let https = asked.gateway.config.https();
    let cookie = if on {
        Cookie::DataSaver.set("1", https)
    } else {
        Cookie::DataSaver.clear(https)
    };
    if let Some(cookie) = cookie {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
