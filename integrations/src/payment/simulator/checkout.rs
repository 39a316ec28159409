//! The payer's side of the simulator: the page, and what its buttons lead to.

use std::sync::Arc;

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::language::Language;
use serde::Deserialize;
use url::Url;

use super::act::{self, Act, Next};
use super::book::Transaction;
use super::{Simulator, page};

/// The part of the address that chooses a language.
#[derive(Deserialize)]
pub(super) struct Choice {
    lang: Option<String>,
}

impl Choice {
    fn language(&self) -> Option<Language> {
        self.lang.as_deref()?.parse().ok()
    }
}

/// The form of the page.
#[derive(Deserialize)]
pub(super) struct Pressed {
    act: Act,
}

pub(super) async fn show(
    State(simulator): State<Arc<Simulator>>,
    Path(code): Path<String>,
    Query(choice): Query<Choice>,
) -> Response {
    let Some(transaction) = simulator.book().by_access_code(&code).cloned() else {
        return nothing_here(choice.language());
    };
    let language = choice.language().unwrap_or(transaction.order.language);
    let back = return_address(&transaction);
    page(
        StatusCode::OK,
        page::checkout(&transaction, &simulator.config, language, back.as_deref()),
    )
}

pub(super) async fn act(
    State(simulator): State<Arc<Simulator>>,
    Path(code): Path<String>,
    Query(choice): Query<Choice>,
    Form(pressed): Form<Pressed>,
) -> Response {
    match act::perform(&simulator, &code, pressed.act) {
        Ok(Some(Next::Stay)) => {
            let language = choice.language().map(|language| format!("?lang={language}"));
            Redirect::to(&format!("/checkout/{code}{}", language.unwrap_or_default())).into_response()
        }
        Ok(Some(Next::Return)) => {
            let back = simulator.book().by_access_code(&code).and_then(return_address);
            back.map_or_else(
                || nothing_here(choice.language()),
                |back| Redirect::to(&back).into_response(),
            )
        }
        Ok(None) => nothing_here(choice.language()),
        Err(error) => {
            tracing::error!(%error, "the simulator cannot write its journal");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// The merchant's callback with our reference in its query.
fn return_address(transaction: &Transaction) -> Option<String> {
    let mut address = Url::parse(&transaction.order.callback_url).ok()?;
    address
        .query_pairs_mut()
        .append_pair("reference", &transaction.reference);
    Some(address.into())
}

fn nothing_here(language: Option<Language>) -> Response {
    page(StatusCode::NOT_FOUND, page::not_found(language.unwrap_or_default()))
}

/// A page of this house. No `form-action`: browsers apply it to the redirect back to the merchant too.
fn page(status: StatusCode, html: String) -> Response {
    let headers = [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
        ),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, Html(html)).into_response()
}
