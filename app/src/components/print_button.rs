//! Printing. The button is there only where it can do something; without script the browser's own menu prints.

use leptos::prelude::*;

/// The button.
#[component]
pub fn PrintButton(
    /// What it says.
    label: &'static str,
) -> impl IntoView {
    let ready = RwSignal::new(false);
    Effect::new(move || ready.set(true));
    let print = |_: leptos::ev::MouseEvent| _ = window().print();
    move || {
        ready
            .get()
            .then(|| view! { <button type="button" class="btn" on:click=print>{label}</button> })
    }
}
