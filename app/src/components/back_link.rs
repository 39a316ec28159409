//! The way back of a page in a journey; a real address, never the browser's history. A page has this or breadcrumbs.

use leptos::prelude::*;

use crate::context::words;

/// The link.
#[component]
pub fn BackLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// What it says, if not "back".
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    let label = label.unwrap_or_else(|| words().back().to_owned());
    view! { <a class="back" href=href>{label}</a> }
}
