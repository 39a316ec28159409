//! A navigation that takes longer than a second says so. The page before stays until the new one can be shown.

use leptos::prelude::*;

use crate::context::words;

/// The line between header and page; empty nearly always.
#[component]
pub fn Progress(
    /// A navigation is under way.
    routing: ReadSignal<bool>,
) -> impl IntoView {
    let words = words();
    let late = late(move || routing.get());
    view! {
        <div class="wrap" role="status">
            {move || late.get().then(|| view! { <p class="small quiet">{words.opening_page()}</p> })}
        </div>
    }
}

/// True once `busy` has been true for a second.
pub(crate) fn late(busy: impl Fn() -> bool + Send + Sync + 'static) -> ReadSignal<bool> {
    let (late, set_late) = signal(false);
    Effect::new(move |waiting: Option<Option<TimeoutHandle>>| {
        if let Some(Some(handle)) = waiting {
            handle.clear();
        }
        if !busy() {
            set_late.set(false);
            return None;
        }
        let second = std::time::Duration::from_secs(1);
        set_timeout_with_handle(move || _ = set_late.try_set(true), second).ok()
    });
    late
}
