//! The words of a refusal: a small page, or JSON.

use app::context::RequestId;
use app::words::Words;
use axum::Json;
use axum::response::{Html, IntoResponse, Response};
use domain::language::Language;
use domain::view::outcome::{FormProblem, InputProblem, Outcome};
use http::StatusCode;
use serde_json::json;

use super::Refusal;
use super::plain::{document, escape};

/// What a refusal is shown with.
pub struct Setting<'a> {
    /// The reader's language.
    pub language: Language,
    /// Where the portal's style is.
    pub css: &'a str,
    /// The number of the request.
    pub request: &'a RequestId,
    /// The page to open again.
    pub again: &'a str,
}

/// The page of a refusal; of a bare status when nothing more is known.
pub fn page(status: StatusCode, refusal: Option<&Refusal>, setting: &Setting<'_>) -> Response {
    let words = Words(setting.language);
    let (title, text) = told(words, status, refusal);
    let mut body = format!("<h1>{}</h1><p>{}</p>", escape(title), escape(&text));
    if status.is_server_error() && status != StatusCode::SERVICE_UNAVAILABLE {
        let (name, number) = (words.reference_number(), escape(&setting.request.0));
        body += &format!("<p>{name}: <bdi dir=\"ltr\" class=\"ref\">{number}</bdi></p>");
    }
    body += "<p class=\"btn-row\">";
    if let Some(label) = again(words, status, refusal) {
        body += &format!("<a class=\"btn\" href=\"{}\">{label}</a> ", escape(setting.again));
    }
    body += &format!("<a href=\"/{}\">{}</a></p>", setting.language, words.go_home());
    let page = document(setting.language, setting.css, title, &body);
    (status, Html(page)).into_response()
}

/// The same for a program. A form that is too old is an outcome of the form, which the program knows how to mend.
pub fn json(status: StatusCode, refusal: Option<&Refusal>) -> Response {
    if matches!(refusal, Some(Refusal::FormExpired)) {
        let problem = InputProblem {
            input: "form".to_owned(),
            problem: FormProblem::FormExpired,
        };
        return (
            status,
            Json(Outcome::Mend {
                problems: vec![problem],
            }),
        )
            .into_response();
    }
    let name = match status.as_u16() {
        400 => "bad_request",
        401 => "sign_in",
        403 => "forbidden",
        404 => "not_found",
        409 => "conflict",
        413 => "too_large",
        429 => "too_many",
        500 => "fault",
        503 => "unavailable",
        _ => "refused",
    };
    (status, Json(json!({ "error": name }))).into_response()
}

fn told(words: Words, status: StatusCode, refusal: Option<&Refusal>) -> (&'static str, String) {
    if matches!(refusal, Some(Refusal::FormExpired)) {
        return (words.form_expired_title(), words.form_expired_text().to_owned());
    }
    if matches!(refusal, Some(Refusal::Held)) {
        return (words.file_held_title(), words.file_held_text().to_owned());
    }
    match status.as_u16() {
        401 => (words.session_ended_title(), words.session_ended_text().to_owned()),
        403 => (words.forbidden_title(), words.forbidden_text().to_owned()),
        404 => (words.not_found_title(), words.not_found_text().to_owned()),
        409 => (words.conflict_title(), words.conflict_text().to_owned()),
        413 => {
            let most = match refusal {
                Some(Refusal::TooLarge { most }) => *most,
                _ => crate::route::FORM_BYTES,
            };
            let size = || words.file_size(u64::try_from(most).unwrap_or(u64::MAX));
            let mut text = words.too_large_text(size()).to_string();
            if most == crate::route::UPLOAD_BYTES {
                text += &format!(" {}", words.upload_large_plain(size()));
            }
            (words.too_large_title(), text)
        }
        429 => {
            let seconds = match refusal {
                Some(Refusal::TooMany { seconds }) => *seconds,
                _ => 60,
            };
            (words.too_many_title(), words.too_many_text(seconds.into()).to_string())
        }
        502..=504 => (words.busy_title(), words.busy_text().to_owned()),
        500.. => (words.fault_title(), words.fault_text().to_owned()),
        _ => (words.bad_request_title(), words.bad_request_text().to_owned()),
    }
}

fn again(words: Words, status: StatusCode, refusal: Option<&Refusal>) -> Option<&'static str> {
    match (status.as_u16(), refusal) {
        (403, Some(Refusal::FormExpired)) | (409 | 413, _) => Some(words.open_again()),
        (429 | 500.., _) => Some(words.try_again()),
        _ => None,
    }
}
