//! The demonstration's own page: the mail and SMS that would have been sent.

use app::words::Words;
use axum::response::{Html, IntoResponse, Response};

use crate::asked::Asked;
use crate::refusal::document;

/// The messages. The portal sends none yet, and says so.
pub async fn messages(asked: Asked) -> Response {
    let words = Words(asked.language());
    let title = words.demo_messages();
    let (text, none) = (words.demo_messages_text(), words.no_messages());
    let body = format!("<h1>{title}</h1><p>{text}</p><p>{none}</p>");
    let css = &asked.gateway.site.assets().css;
    Html(document(asked.language(), css, title, &body)).into_response()
}
