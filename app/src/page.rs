//! How a page gets its view and shows it.
//!
//! ```ignore
//! #[component]
//! pub fn ServicePage() -> impl IntoView {
//!     let (language, id) = (language(), param("id"));
//!     let service = load(move || id.get(), move |id| api::service(language, id));
//!     loaded(service, |service| view! { <Service service/> }.into_any())
//! }
//! ```
//!
//! On the server the whole page waits for the view, so that status and title are right and a page without script is
//! complete. In the browser the old page stays until the new one can be shown. What arrives anew is built anew: an
//! input never keeps what was typed on the page before. Only what a page brings by itself ([`crate::live`]) is patched
//! into what stands.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use leptos::either::Either;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::context;
use crate::error::PortalError;
use crate::pages::problem::problem_page;

/// A view as it comes from the server.
pub type View<T> = Resource<Result<T, PortalError>>;

/// Asks for the page's view: now, whenever `source` changes, and after a form has changed what is stored.
pub fn load<S, T, Asked>(
    source: impl Fn() -> S + Send + Sync + 'static,
    ask: impl Fn(S) -> Asked + Send + Sync + 'static,
) -> View<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    Asked: Future<Output = Result<T, PortalError>> + Send + 'static,
{
    let refresh = context::refresh();
    Resource::new(move || (source(), refresh.get()), move |(source, _)| ask(source))
}

/// Shows the view, or the page that says what is wrong.
pub fn loaded<T>(view: View<T>, show: impl Fn(T) -> AnyView + Clone + Send + Sync + 'static) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let first_of_two = Arc::new(AtomicBool::new(true));
    let patching = context::patching();
    move || {
        let (show, first_of_two) = (show.clone(), Arc::clone(&first_of_two));
        Suspend::new(async move {
            let page = match view.await {
                Ok(view) => show(view),
                Err(error) => problem_page(error),
            };
            // Two branches in turn, since a view of the same shape would only be patched.
            let patched = patching.try_update_value(std::mem::take) == Some(true);
            if first_of_two.fetch_xor(!patched, Ordering::Relaxed) != patched {
                Either::Left(page)
            } else {
                Either::Right(page)
            }
        })
    }
}

/// A part of the address.
pub fn param(name: &'static str) -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.read().get(name).unwrap_or_default())
}

/// A value after the question mark; empty if it is not there.
pub fn query(name: &'static str) -> Memo<String> {
    let query = use_query_map();
    Memo::new(move |_| query.read().get(name).unwrap_or_default())
}
