//! No answer leaves without words: a refusal, or a bare status of a library, becomes a page or JSON.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};

use super::arrival::{Arrival, Arrived};
use crate::gateway::Gateway;
use crate::refusal::{self, Refusal, Setting, see_other};

/// Dresses it.
pub async fn dressed(State(gateway): State<Gateway>, request: Request, next: Next) -> Response {
    let arrival = request.extensions().get::<Arrived>().cloned();
    let mut response = next.run(request).await;
    let Some(arrival) = arrival.filter(|_| is_bare(&response)) else {
        return response;
    };
    let reason = response.extensions_mut().remove::<Refusal>();
    let mut dressed = words(&gateway, &arrival, &response, reason.as_ref());
    for (name, value) in response.headers() {
        if *name != CONTENT_TYPE && *name != CONTENT_LENGTH {
            dressed.headers_mut().append(name, value.clone());
        }
    }
    dressed
}

/// An error that nobody wrote a page or JSON for. A library's own words are not shown.
fn is_bare(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let spoken = kind.is_some_and(|kind| kind.starts_with("text/html") || kind.starts_with("application/json"));
    let status = response.status();
    (status.is_client_error() || status.is_server_error()) && !spoken
}

fn words(gateway: &Gateway, arrival: &Arrival, response: &Response, reason: Option<&Refusal>) -> Response {
    let status = response.status();
    if arrival.json {
        return refusal::json(status, reason);
    }
    if let Some(Refusal::SignIn { next }) = reason {
        let next = if next.is_empty() { &arrival.again } else { next };
        return see_other(&app::routes::sign_in(arrival.language, next));
    }
    let setting = Setting {
        language: arrival.language,
        css: &gateway.site.assets().css,
        request: &arrival.number,
        again: &arrival.again,
    };
    refusal::page(status, reason, &setting)
}
