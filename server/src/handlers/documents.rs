//! Documents on paper: made when somebody asks, never kept, since the same document is always the same bytes.

use std::time::Duration;

use app::routes;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::language::{Language, Text};
use domain::view::certificate::CertificateView;
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use operations::OperationError;
use operations::documents::revoke::Deed;
use operations::documents::{self, Square};
use paper::{Fact, Form as Layout, Sheet};
use tokio::sync::Semaphore;

use super::files::disposition;
use crate::answer::Typed;
use crate::asked::Asked;
use crate::form::Form;
use crate::refusal::{Refusal, see_other};
use app::words::{Isolated, Words};

/// Documents that are printed at once: each takes a processor for some milliseconds, and a few megabytes.
static PRESSES: Semaphore = Semaphore::const_new(2);
/// Longest wait for one of them.
const PATIENCE: Duration = Duration::from_secs(5);

/// A document as PDF, for its owner. One that was revoked is not printed: its page says why.
pub async fn pdf(Path((_, reference, number)): Path<(String, String, String)>, asked: Asked) -> Response {
    let language = asked.language();
    let printed = documents::printed(asked.portal(), asked.actor(), &reference, &number).await;
    let (view, square) = match printed {
        Ok(printed) => printed,
        Err(OperationError::Conflict) => return see_other(&routes::document(language, &reference, &number)),
        Err(error) => return Refusal::from(error).into_response(),
    };
    let name = format!("{} {}.pdf", view.title.get(language), view.number);
    let Ok(Ok(press)) = tokio::time::timeout(PATIENCE, PRESSES.acquire()).await else {
        return Refusal::Busy.into_response();
    };
    let sheet = sheet(view, square);
    // The press is free when it has printed, whether or not somebody still waits.
    let printed = tokio::task::spawn_blocking(move || {
        let _press = press;
        paper::print(&sheet)
    });
    let printed = printed.await;
    let why = match printed {
        Ok(Ok(bytes)) => {
            let headers = [
                (CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
                (CONTENT_DISPOSITION, disposition(false, &name)),
                (CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
            ];
            return (headers, bytes).into_response();
        }
        Ok(Err(error)) => error.to_string(),
        Err(error) => error.to_string(),
    };
    tracing::error!(why, "a document was not printed");
    Refusal::Fault.into_response()
}

/// The layout of a kind of document.
fn layout(kind: &str) -> Layout {
    match kind {
        "licence" | "permit" => Layout::Licence,
        "card" => Layout::Card,
        "decision_letter" | "contract" | "travel_document" | "interim" => Layout::Letter,
        _ => Layout::Certificate,
    }
}

/// What stands on the paper. A document is in Arabic whatever the language of the portal around it.
fn sheet(view: CertificateView, square: Option<Square>) -> Sheet {
    const AR: Words = Words(Language::Ar);
    const EN: Words = Words(Language::En);
    let text = |ar: String, en: String| Text { ar, en };
    let both = |word: fn(Words) -> &'static str| text(word(AR).to_owned(), word(EN).to_owned());
    let fact = |word: fn(Words) -> &'static str, value: String| Fact {
        label: both(word),
        value,
    };
    let until = view.valid_until.map(|day| AR.date(day).plain().to_owned());
    let mut facts = vec![fact(Words::document_number, view.number.clone())];
    let code = view.check.as_ref().map(|check| check.code.clone());
    facts.extend(code.map(|code| fact(Words::verification_code, code)));
    facts.push(fact(Words::issue_date, AR.date_time(view.issued).plain().to_owned()));
    facts.extend(until.clone().map(|day| fact(Words::expiry_date, day)));
    let scan = |place: String| {
        let words = |words: Words| words.scan_to_verify(Isolated::code(place.clone())).to_string();
        text(words(AR), words(EN))
    };
    let mut closing: Vec<Text> = view.check.map(|check| scan(check.place)).into_iter().collect();
    closing.push(both(Words::certificate_not_paper));
    Sheet {
        form: layout(&view.kind),
        title: view.title,
        ministry: view.ministry,
        bilingual: view.bilingual,
        intro: both(Words::certificate_intro),
        lines: view.lines,
        validity: until.map(|day| fact(Words::certificate_valid_until, day)),
        number: view.number,
        facts,
        closing,
        square: square.map(|square| paper::Square {
            side: square.side,
            dark: square.dark,
        }),
        square_label: AR.qr_label().to_owned(),
        page_of: AR.page_of(Isolated::code("{page}"), Isolated::code("{pages}")).plain(),
        issued: view.issued,
        portal: AR.portal_name().to_owned(),
    }
}

/// Revokes a document of a case, or issues it anew, and shows it as it stands then.
pub async fn revoke(Path((_, reference, number)): Path<(String, String, String)>, mut form: Form) -> Response {
    let typed = Typed::from(&form.inputs);
    let deed = Deed {
        deed: form.take("deed"),
        reason: form.take("reason"),
    };
    let asked = form.asked;
    match documents::revoke::revoke(asked.portal(), asked.actor(), &reference, &number, deed).await {
        Ok(()) => asked.go(routes::staff_document(asked.language(), &reference, &number)),
        Err(error) => asked.failed(error, typed).await,
    }
}
