//! (being written)

use leptos::prelude::*;

use crate::components::layout::Page;

/// Being written.
#[component]
pub fn AccountPage() -> impl IntoView {
    view! { <Page title="…"><h1>"…"</h1></Page> }
}
