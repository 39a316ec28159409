//! The pages: the app rendered for one reader. Every page goes through [`render`], so that each gets the same things.

use app::shell::Assets;
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use domain::view::outcome::Posted;
use http::StatusCode;
use http::header::ACCEPT;
use leptos::prelude::provide_context;
use leptos::server_fn;
use leptos_router::SsrMode;
use operations::accounts;

use crate::asked::Asked;
use crate::middleware::language;
use crate::refusal::{Refusal, redirect};
use crate::route::{Method, Policy, Route};
use crate::router;

/// Far above any page; a list has its own bounds.
const LARGEST: usize = 8_000_000;

/// What stands at addresses without a line in the table.
pub const ELSEWHERE: Route = Route::get("/{lang}/{*elsewhere}", Policy::Anyone, || axum::routing::any(elsewhere));

/// A page of the app.
pub async fn page(asked: Asked) -> Response {
    let address = asked.address().to_owned();
    render(&asked, &address, None).await
}

/// A page again, after a form that was not taken, with what was typed.
pub async fn again(asked: &Asked, address: &str, posted: Option<Posted>, status: StatusCode) -> Response {
    let mut response = render(asked, address, posted).await;
    // A page that has something worse to say keeps its own status.
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}

/// An address that is not in the table: the page that says so, or the address without its last slash.
pub async fn elsewhere(asked: Asked, request: Request) -> Response {
    let path = request.uri().path();
    let shorter = path.trim_end_matches('/');
    // Two slashes at the front would lead to another host.
    if shorter.len() < path.len() && !path.starts_with("//") && !path.contains('\\') {
        let query = request
            .uri()
            .query()
            .map(|query| format!("?{query}"))
            .unwrap_or_default();
        return redirect(StatusCode::PERMANENT_REDIRECT, &format!("{shorter}{query}"));
    }
    if request.method().is_safe() && language::of_path(path).is_some() && !path.starts_with("//") {
        return again(&asked, asked.address(), None, StatusCode::NOT_FOUND).await;
    }
    Refusal::NotFound.into_response()
}

async fn render(asked: &Asked, address: &str, posted: Option<Posted>) -> Response {
    let session = asked.who.session.clone();
    let language = asked.language();
    let view = match accounts::session(asked.portal(), &session, language).await {
        Ok(view) => view,
        Err(error) => return Refusal::from(error).into_response(),
    };
    let (portal, assets) = (asked.portal().clone(), asked.gateway.site.assets().clone());
    let (nonce, number) = (asked.arrival.nonce.clone(), asked.arrival.number.clone());
    let data_saver = asked.data_saver;
    let context = move || {
        provide_context(portal.clone());
        provide_context(session.clone());
        provide_context(view.clone());
        provide_context(language);
        provide_context(nonce.clone());
        provide_context(number.clone());
        provide_context::<Assets>(assets.clone());
        provide_context(data_saver);
        if let Some(posted) = &posted {
            provide_context(posted.clone());
        }
    };
    let Ok(request) = Request::get(address).header(ACCEPT, "text/html").body(Body::empty()) else {
        return Refusal::NotFound.into_response();
    };
    let rendered = leptos_axum::render_app_async_with_context(context, app::shell)(request).await;
    whole(rendered).await
}

/// The page as one piece: a fault in its last part is then still a page that says so.
async fn whole(rendered: Response) -> Response {
    let (parts, body) = rendered.into_parts();
    match axum::body::to_bytes(body, LARGEST).await {
        Ok(page) => Response::from_parts(parts, Body::from(page)),
        Err(error) => {
            tracing::error!(%error, "a page could not be finished");
            Refusal::Fault.into_response()
        }
    }
}

/// Whether each page and each server function of the app has its line, and waits for its view (decision 3).
///
/// # Errors
/// A sentence that names the one that has not.
pub fn all_have_a_policy() -> Result<(), String> {
    for listing in leptos_axum::generate_route_list(app::App) {
        let path = listing.path();
        let known = router::ROUTES
            .iter()
            .any(|route| route.method == Method::Get && same_shape(route.path, path));
        if !known {
            return Err(format!("the page {path} has no line in router.rs, so no policy"));
        }
        if !matches!(listing.mode(), SsrMode::Async) {
            return Err(format!("the page {path} does not wait for its view"));
        }
    }
    for (path, method) in server_fn::axum::server_fn_paths() {
        if method != http::Method::POST || router::find(Method::Post, path).is_none() {
            return Err(format!("the server function {method} {path} has no line in router.rs"));
        }
    }
    Ok(())
}

/// The same address, whatever its parts are called.
fn same_shape(one: &str, other: &str) -> bool {
    let shape = |path: &str| -> Vec<String> {
        let part = |part: &str| if part.starts_with('{') { "{}" } else { part }.to_owned();
        path.split('/').map(part).collect()
    };
    shape(one) == shape(other)
}
