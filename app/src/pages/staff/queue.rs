//! (a placeholder; its author writes it)

use leptos::prelude::*;

use crate::components::layout::Page;

/// A placeholder.
#[component]
pub fn QueuePage() -> impl IntoView {
    view! { <Page title="…"><h1>"…"</h1></Page> }
}
