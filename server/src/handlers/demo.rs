//! The demonstration's own page: the mail and SMS that would have been sent.

use std::fmt::Write as _;

use app::words::{Isolated, Words};
use axum::response::{Html, IntoResponse, Response};
use domain::notice::Sending;
use operations::notices::would_be_sent::{WouldBeSent, would_be_sent};

use crate::asked::Asked;
use crate::refusal::{Refusal, document, escape};

/// The messages, newest first, each in both languages, the reader's own first.
pub async fn messages(asked: Asked) -> Response {
    let words = Words(asked.language());
    let all = match would_be_sent(asked.portal()).await {
        Ok(all) => all,
        Err(error) => return Refusal::from(error).into_response(),
    };
    let title = words.demo_messages();
    let mut body = format!("<h1>{title}</h1><p>{}</p>", words.demo_messages_text());
    if all.is_empty() {
        _ = write!(body, "<p>{}</p>", words.no_messages());
    }
    for message in &all {
        body.push_str(&shown(words, message));
    }
    let css = &asked.gateway.site.assets().css;
    Html(document(asked.language(), css, title, &body)).into_response()
}

fn shown(words: Words, message: &WouldBeSent) -> String {
    let to = words.message_to(Isolated::code(message.to.clone())).to_string();
    let state = match message.state {
        Sending::Sent => words.demo_message_sent(),
        Sending::Queued | Sending::Underway => words.demo_message_waits(),
        Sending::Dead | Sending::Dropped => words.demo_message_dropped(),
    };
    let mut html = format!(
        "<section class=\"letter\"><h2>{}</h2><p class=\"quiet small\">{} – {} – {state}</p>",
        words.channel(message.channel),
        escape(&to),
        escape(&words.date_time(message.at).to_string()),
    );
    for (language, subject, text) in &message.texts {
        let direction = language.direction();
        _ = write!(html, "<div lang=\"{language}\" dir=\"{direction}\">");
        if let Some(subject) = subject {
            _ = write!(html, "<p><b>{}</b></p>", escape(subject));
        }
        for paragraph in text.split("\n\n") {
            let lines: Vec<String> = paragraph.lines().map(escape).collect();
            _ = write!(html, "<p>{}</p>", lines.join("<br>"));
        }
        html.push_str("</div>");
    }
    html.push_str("</section>");
    html
}
